"""What the check-in asks, of whom and when: a lead's form, and the same by command."""

from collections.abc import Mapping
from typing import Any

from domain.cadence import Cadence, read_cadence
from domain.chat import FormRef, Reply
from domain.checkins import (
    MOST_QUESTIONS,
    own_questions,
    templates,
    to_json,
)
from domain.errors import UserError
from domain.jobs import jobs
from domain.permissions import Action, Role
from handlers import people, story
from handlers.checkins.asked import questions_of
from handlers.checkins.refreshing import CHECKIN
from handlers.routing import Router
from handlers.schedules.applying import answer, apply, next_in_words
from handlers.schedules.periods import begin_with_next
from handlers.schedules.reading import read_again, read_beside, when_in_words
from handlers.turn import EngagementTurn
from storage import members, schedules
from storage.schedules import Scheduled

WHO, REMINDER = "people", "reminder"
SAVED = "The check-in comes {when}, with {questions}, for {people}. {next}"
SAME = "That is how the check-in is already. Nothing was changed."
EVERYBODY = "everybody but observers"
NOT_ASKED = "{name} is an observer here and is not asked. Pick somebody else."
NO_TEMPLATE = "There is no template called {typed}. There are {names}."
HOW = (
    "Write it as in `checkin set every monday 9:30`, `checkin set question 2 What comes next?`,"
    " `checkin set template growth`, `checkin set people @name @name`, `checkin set people everybody` or"
    " `checkin set reminder off`."
)
TOLD = "changed the check-in"
ADDED = "set up the check-in"
ALL_WORDS = frozenset({"everybody", "everyone", "all"})
SWITCH: Mapping[str, bool] = {"on": True, "yes": True, "off": False, "no": False}
SETTING_FORM = "checkin set"
USUAL: Mapping[str, Any] = {"template": "", "questions": [], "people": None, "reminder": True}

router = Router()


@router.command(
    "checkin set",
    action=Action.MANAGE_SCHEDULES,
    usage="checkin set [WHEN]",
    summary="Say what the check-in asks, of whom and when, as in `checkin set every monday 9:30`",
    opens_form=True,
    takes_people=True,
)
async def set_checkin(turn: EngagementTurn, text: str) -> Reply:
    """Change one thing of the check-in, or open the form."""
    if not text:
        return Reply(form=FormRef(name=SETTING_FORM))
    before = await current(turn)
    word, _, rest = text.partition(" ")
    settings, cadence = dict(before.settings), before.cadence
    match word.casefold().rstrip(":"):
        case "question" | "questions":
            settings |= _with_question(turn, before, rest)
        case "template":
            settings |= with_template(rest)
        case "people" | "who":
            settings[WHO] = await _read_people(turn, rest)
        case "reminder" | "reminders" if rest.strip().casefold() in SWITCH:
            settings[REMINDER] = SWITCH[rest.strip().casefold()]
        case "reminder" | "reminders":
            raise UserError(HOW)
        case _:
            typed = text.removeprefix("to ")
            beside = await read_beside(turn, before, typed)
            cadence = beside or read_again(turn, before.cadence, typed)
    return await change(turn, before, cadence, settings)


async def current(turn: EngagementTurn) -> Scheduled:
    """The check-in's schedule; one as the catalogue has it where there is none yet."""
    here = {"engagement_id": turn.engagement.id}
    found = await schedules.of_job(turn.session, **here, job=CHECKIN)
    if found is not None:
        return found
    job = jobs()[CHECKIN]
    added = await schedules.add(
        turn.session,
        **here,
        job=CHECKIN,
        name=job.title,
        cadence=read_cadence(job.cadence, zone=turn.engagement.zone, starts=turn.today),
        settings=USUAL,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    await story.tell(turn, subject=f"schedule:{CHECKIN}", what=ADDED)
    return added


def _with_question(turn: EngagementTurn, before: Scheduled, typed: str) -> dict[str, Any]:
    """The questions with one of them in other words; without words that one is left out."""
    first, _, words = typed.strip().partition(" ")
    digit = first.rstrip(".:)")
    if not digit.isdecimal() or not 1 <= int(digit) <= MOST_QUESTIONS:
        raise UserError(HOW)
    texts = [question.text for question in questions_of(turn.engagement, before.settings)]
    texts += [""] * (MOST_QUESTIONS - len(texts))
    texts[int(digit) - 1] = words
    return {"questions": [to_json(question) for question in own_questions(texts)]}


def with_template(typed: str) -> dict[str, Any]:
    """The settings of this template. Raises UserError where there is none."""
    wanted = typed.strip().casefold()
    for template in templates().values():
        if wanted in (template.key, template.name.casefold(), template.key.replace("_", " ")):
            return {
                "template": template.key,
                "questions": [to_json(question) for question in template.questions],
            }
    names = ", ".join(f"`{template.key}`" for template in templates().values())
    raise UserError(NO_TEMPLATE.format(typed=f"“{typed.strip()[:40]}”", names=names))


async def _read_people(turn: EngagementTurn, typed: str) -> list[int] | None:
    """Who is named; None for everybody. Raises UserError for somebody who cannot be asked."""
    rest = " ".join(typed.replace(",", " ").split())
    if rest.casefold() in ALL_WORDS:
        return None
    found: list[int] = []
    while rest:
        known, rest = await people.split_person(turn, rest)
        found.append(await require_asked(turn, known.account.external_id))
    if not found:
        raise UserError(HOW)
    return list(dict.fromkeys(found))


async def require_asked(turn: EngagementTurn, account: str) -> int:
    """The member with that account. Raises UserError for an observer, and for whoever is no member."""
    known = await people.find_member(turn, account)
    membership = await members.find(turn.session, engagement_id=turn.engagement.id, person_id=known.person.id)
    if membership is not None and membership.role == Role.OBSERVER:
        raise UserError(NOT_ASKED.format(name=known.person.name))
    return known.person.id


async def change(
    turn: EngagementTurn, before: Scheduled, cadence: Cadence, settings: Mapping[str, Any]
) -> Reply:
    """Begin a new version, say what it is now, and offer to undo that."""
    is_same = cadence == before.cadence and settings == dict(before.settings)
    if is_same and before.announced_at is not None:
        raise UserError(SAME)
    cadence, waits = await begin_with_next(turn, before, cadence)
    changed = await apply(turn, before, TOLD, cadence=cadence, settings=settings)
    said = await _said(turn, changed)
    return await answer(turn, said, [before], [changed], hint=waits)


async def _said(turn: EngagementTurn, scheduled: Scheduled) -> str:
    asked = len(questions_of(turn.engagement, scheduled.settings))
    return SAVED.format(
        when=await when_in_words(turn, scheduled.cadence),
        questions="one question" if asked == 1 else f"{asked} questions",
        people=await _people_in_words(turn, scheduled.settings),
        next=await next_in_words(turn, scheduled),
    )


async def _people_in_words(turn: EngagementTurn, settings: Mapping[str, Any]) -> str:
    meant = settings.get("people")
    if meant is None:
        return EVERYBODY
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    return ", ".join(person.name for _membership, person in crowd if person.id in meant)
