"""Answering by a form: up to three questions, whether last time's intention came true, and numbers owed."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import (
    Args,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Option,
    Reply,
    Typed,
    Values,
    note,
    one,
    refusal,
    say,
)
from domain.checkins import MOST_QUESTIONS, Question
from domain.errors import UserError
from domain.kpis import Item
from handlers import buttons
from handlers.checkins import numbers
from handlers.checkins.answer_buttons import ANSWER_FORM, NOTHING_COMMAND, SKIP_COMMAND
from handlers.checkins.answering import Said, keep
from handlers.checkins.draft import Draft
from handlers.checkins.given import DID, DID_LABEL
from handlers.checkins.open_round import editable_round_of, head_of, is_asked
from handlers.checkins.replacing import keep_or_ask
from handlers.kpis.reported import from_args
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import checkins
from storage.checkins import Answer, Past, Round

TITLE = "Check-in {number}"
INTRO = "A line or two is plenty, and every field may stay empty. The team can read it: `checkin show`."
CLOSED_INTRO = "This check-in is closed. Your answer still counts, marked as late."
MORE_NUMBERS = "{count} more numbers are due: `kpi`."
DID_HINT = "You wrote: “{intention}”"
NOTHING_ENTERED = "Nothing is written yet. A word is enough, or press [Nothing to add] in the channel."
NOT_A_CHOICE = "Please pick yes, partly or no."
YOU_WROTE = "You wrote: "
TAKE_ALONG = "Take it along"
DID_FIELD = "did"
LONGEST_HINT = 140
LONGEST_ANSWER = 2000

router = Router()


@router.command(
    "checkin answer",
    action=None,
    usage="checkin answer",
    summary="Answer the check-in, or change your answer",
    opens_form=True,
)
async def answer(turn: EngagementTurn, text: str) -> Reply:
    """Open the form of the last round."""
    round_ = await editable_round_of(turn)
    return Reply(form=FormRef(name=ANSWER_FORM, args={"checkin": round_.id}))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form with what was answered before, or with what was read from plain words."""
    round_ = await editable_round_of(turn, checkin_id=args.get("checkin"))
    head, past = await head_of(turn, round_), await _past(turn, round_)
    known = _items(args)
    asked = await numbers.asked_for(turn, known)
    texts = _texts(round_.questions, args, head)
    fields = [
        *([_did_field(intention, head)] if (intention := intention_of(past)) else []),
        *(_text_field(question, text) for question, text in zip(round_.questions, texts, strict=True)),
        *numbers.number_fields(turn, asked, known),
    ]
    return Form(
        title=TITLE.format(number=round_.number),
        intro=_intro(turn, round_, left=asked.left),
        fields=tuple(fields),
    )


def _intro(turn: EngagementTurn, round_: Round, *, left: int) -> str:
    said = [INTRO if round_.is_open(turn.now) else CLOSED_INTRO]
    return " ".join([*said, *([MORE_NUMBERS.format(count=left)] if left else [])])


async def _past(turn: EngagementTurn, round_: Round) -> Past | None:
    return await checkins.previous_answer(
        turn.session, engagement_id=turn.engagement.id, person_id=turn.person.id, before=round_.id
    )


def intention_of(past: Past | None) -> str:
    """What the person said last time that they would do; empty where they said nothing of it."""
    if past is None:
        return ""
    pairs = zip(past.round.questions, past.answer.texts, strict=False)
    return next((text for question, text in pairs if question.kind == "intention" and text), "")


def _did_field(intention: str, head: Answer | None) -> Field:
    line = " ".join(intention.split())
    quoted = line if len(line) <= LONGEST_HINT else f"{line[: LONGEST_HINT - 1]}…"
    return Field(
        name=DID_FIELD,
        label=DID_LABEL,
        kind="choice",
        hint=DID_HINT.format(intention=quoted),
        options=tuple(Option(value=value, label=label) for value, label in DID.items()),
        value=(head.did_intended,) if head and head.did_intended else (),
        is_required=False,
    )


def _text_field(question: Question, text: str) -> Field:
    return Field(
        name=question.key,
        label=question.text,
        kind="long_text",
        value=(text,) if text else (),
        is_required=False,
        max_length=LONGEST_ANSWER,
    )


def _texts(questions: Sequence[Question], args: Args, head: Answer | None) -> list[str]:
    """What stands under the questions: words without one stand under the first that fits."""
    if "words" in args:
        texts, words = list(args.get("texts") or ()), str(args["words"])
    else:
        texts, words = (list(head.texts), head.words) if head else ([], "")
    texts = (texts + [""] * len(questions))[: len(questions)]
    if words:
        free = [at for at, question in enumerate(questions) if question.kind != "blocker"]
        at = free[0] if free else 0
        texts[at] = "\n".join(filter(None, (texts[at], words)))
    return texts


def _items(args: Args) -> list[Item]:
    return [from_args(item) for item in args.get("items") or ()]


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Keep what was entered; where a field is wrong, nothing is kept."""
    try:
        round_ = await editable_round_of(turn, checkin_id=args.get("checkin"))
    except UserError as error:
        return await _come_too_late(turn, error, values)
    texts = tuple(one(values, question.key) for question in round_.questions)
    did = one(values, DID_FIELD)
    if did and did not in DID:
        return FieldErrors({DID_FIELD: NOT_A_CHOICE})
    asked = await numbers.asked_for(turn, _items(args))
    reported = await numbers.read_numbers(turn, asked, values)
    if isinstance(reported, FieldErrors):
        return reported
    if not (any(texts) or did or reported):
        return FieldErrors({"": NOTHING_ENTERED})
    return await keep(turn, round_, Said(texts=texts, did_intended=did), reported)


async def _come_too_late(turn: EngagementTurn, error: UserError, values: Values) -> Reply:
    """Say why it was not kept, with what was typed: the form cannot be shown again."""
    keys = [f"q{place + 1}" for place in range(MOST_QUESTIONS)]
    typed = "\n".join(filter(None, (one(values, key) for key in keys)))
    said = replace(refusal(error.sentence), blocks=(say(error.sentence), note(YOU_WROTE, Typed(typed))))
    last = await checkins.latest_open(turn.session, engagement_id=turn.engagement.id, now=turn.now)
    if not typed or last is None or not await is_asked(turn, last):
        return said if typed else refusal(error.sentence)
    again = buttons.open_form(ANSWER_FORM, {"checkin": last.id, "words": typed}, label=TAKE_ALONG)
    return replace(said, blocks=(*said.blocks, Buttons((again,))))


router.form(ANSWER_FORM, action=None, build=build_form, submit=submit_form)


@router.command(
    SKIP_COMMAND,
    action=None,
    usage=f"{SKIP_COMMAND} [NUMBER]",
    summary="Leave this check-in out",
)
async def skip(turn: EngagementTurn, text: str) -> Reply:
    """Answer that there will be no answer this time."""
    round_ = await editable_round_of(turn, number=_number(text))
    return await keep_or_ask(turn, round_, Draft(checkin_id=round_.id, kind="skip"))


@router.command(
    NOTHING_COMMAND,
    action=None,
    usage=f"{NOTHING_COMMAND} [NUMBER]",
    summary="Answer the check-in with: nothing to add",
)
async def nothing(turn: EngagementTurn, text: str) -> Reply:
    """Answer that there is nothing to add."""
    round_ = await editable_round_of(turn, number=_number(text))
    return await keep_or_ask(turn, round_, Draft(checkin_id=round_.id, kind="nothing"))


def _number(text: str) -> int | None:
    """The number of the round that is meant; that of a button tells an old post from the new one."""
    return int(text) if text.isdecimal() else None
