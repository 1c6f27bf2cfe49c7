"""The form with which a lead says what the check-in asks, of whom and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.cadence import Cadence
from domain.chat import Args, Field, FieldErrors, Form, Option, Reply, Values, one
from domain.checkins import (
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    Question,
    own_questions,
    template_for,
    templates,
    to_json,
)
from domain.errors import UserError
from domain.jobs import jobs
from domain.permissions import Action
from handlers import people
from handlers.checkins.asked import questions_of
from handlers.checkins.refreshing import CHECKIN
from handlers.checkins.setting import (
    REMINDER,
    SETTING_FORM,
    USUAL,
    WHO,
    change,
    current,
    require_asked,
    with_template,
)
from handlers.routing import Router
from handlers.schedules.reading import read_again, read_beside, when_in_words
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

TITLE = "The check-in"
INTRO = "One post in the channel, one reminder to whoever has not answered, and a digest two days later."
TEMPLATE, WHEN = "template", "when"
TEMPLATE_LABEL = "Begin with"
TEMPLATE_HINT = "Pick another one and leave the questions as they are, and you get its questions."
QUESTION_LABEL = "Question {number}"
WHEN_LABEL = "When"
WHEN_HINT = "As in: every monday 9:30, every 2 weeks on tue 10:00, last friday of the month"
WHO_LABEL, WHO_HINT = "Who is asked", "Empty: everybody but observers, and whoever joins later."
REMINDER_LABEL = "The next working day"
REMIND, REMIND_LABEL = "remind", "Remind those who have not answered, once, privately"

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The check-in as it is."""
    here = {"engagement_id": turn.engagement.id}
    found = await schedules.of_job(turn.session, **here, job=CHECKIN)
    settings = USUAL if found is None else found.settings
    when = jobs()[CHECKIN].cadence if found is None else await when_in_words(turn, found.cadence)
    return Form(
        title=TITLE,
        intro=INTRO,
        fields=(
            _template_field(turn, settings),
            *_question_fields(questions_of(turn.engagement, settings)),
            Field(name=WHEN, label=WHEN_LABEL, hint=WHEN_HINT, value=(when,)),
            await _people_field(turn, settings),
            _reminder_field(settings),
        ),
    )


def _template_field(turn: EngagementTurn, settings: Mapping[str, Any]) -> Field:
    options = tuple(Option(value=one.key, label=one.name) for one in templates().values())
    chosen = _template_key(turn, settings)
    return Field(
        name=TEMPLATE,
        label=TEMPLATE_LABEL,
        kind="choice",
        hint=TEMPLATE_HINT,
        options=options,
        value=(chosen,),
    )


def _template_key(turn: EngagementTurn, settings: Mapping[str, Any]) -> str:
    key = str(settings.get("template") or "")
    return key if key in templates() else template_for(turn.engagement.use_case).key


def _question_fields(questions: Sequence[Question]) -> list[Field]:
    texts = [question.text for question in questions]
    return [
        Field(
            name=f"question{at + 1}",
            label=QUESTION_LABEL.format(number=at + 1),
            value=(texts[at],) if at < len(texts) else (),
            is_required=at == 0,
            max_length=LONGEST_QUESTION,
        )
        for at in range(MOST_QUESTIONS)
    ]


async def _people_field(turn: EngagementTurn, settings: Mapping[str, Any]) -> Field:
    meant = settings.get("people")
    here = await people.members_here(turn)
    chosen = [known.account.external_id for known in here if meant is not None and known.person.id in meant]
    return Field(
        name=WHO,
        label=WHO_LABEL,
        kind="people",
        hint=WHO_HINT,
        options=await people.member_options(turn),
        value=tuple(chosen),
        is_required=False,
    )


def _reminder_field(settings: Mapping[str, Any]) -> Field:
    return Field(
        name=REMINDER,
        label=REMINDER_LABEL,
        kind="choices",
        options=(Option(value=REMIND, label=REMIND_LABEL),),
        value=(REMIND,) if settings.get(REMINDER, True) else (),
        is_required=False,
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Change the check-in to what was entered."""
    before = await current(turn)
    errors: dict[str, str] = {}
    settings = dict(before.settings)
    try:
        settings |= _entered_questions(turn, before, values)
    except UserError as error:
        errors["question1"] = error.sentence
    try:
        accounts = [account for account in values.get(WHO, ()) if account]
        settings[WHO] = [await require_asked(turn, account) for account in accounts] or None
    except UserError as error:
        errors[WHO] = error.sentence
    cadence = before.cadence
    try:
        cadence = await _entered_cadence(turn, before, one(values, WHEN))
    except UserError as error:
        errors[WHEN] = error.sentence
    settings[REMINDER] = REMIND in values.get(REMINDER, ())
    return FieldErrors(errors) if errors else await change(turn, before, cadence, settings)


def _entered_questions(turn: EngagementTurn, before: Scheduled, values: Values) -> dict[str, Any]:
    """What was written; the new template's own ones where another was picked and nothing was written."""
    key = one(values, TEMPLATE)
    texts = [one(values, f"question{at + 1}") for at in range(MOST_QUESTIONS)]
    standing = [question.text for question in questions_of(turn.engagement, before.settings)]
    is_untouched = [text for text in texts if text] == standing
    if key in templates() and key != _template_key(turn, before.settings) and is_untouched:
        return with_template(key)
    template = key if key in templates() else _template_key(turn, before.settings)
    return {"template": template, "questions": [to_json(question) for question in own_questions(texts)]}


async def _entered_cadence(turn: EngagementTurn, before: Scheduled, typed: str) -> Cadence:
    """When it comes: what the form showed stays exactly as it is, single dates that were moved too."""
    if typed == await when_in_words(turn, before.cadence):
        return before.cadence
    return await read_beside(turn, before, typed) or read_again(turn, before.cadence, typed)


router.form(SETTING_FORM, action=Action.MANAGE_SCHEDULES, build=build_form, submit=submit_form)
