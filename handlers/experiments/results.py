"""What an experiment showed so far, or in the end: always with the number of those observed."""

from collections.abc import Mapping
from typing import Any

from domain.chat import (
    Args,
    Block,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    Typed,
    Values,
    note,
    one,
    reply,
    say,
)
from domain.errors import UserError
from domain.experiments import Experimented, judge
from domain.experiments.results import Seen, read_result
from domain.permissions import Action
from domain.typed_fields import within
from handlers import buttons
from handlers.experiments.finding import find, find_running, read_number
from handlers.experiments.reading import LONGEST
from handlers.experiments.steps import step, undo_button
from handlers.experiments.words import mark_lines, seen_words, threshold_label, verdict_words
from handlers.routing import Router
from handlers.steps import Becomes
from handlers.turn import EngagementTurn

SAVED, SAVED_FINAL = "Experiment {number}, so far: ", "Experiment {number}, final: "
SAME = "That stands already for experiment {number}. Nothing was changed."
WAS = "It was {seen} before."
GUARD = "Must not get worse: "
WHAT_SEEN, NOTE_LABEL = "What was observed?", "In your own words"
SEEN_HINT = "58 of 164, or a number and on how many: 6.1 n 400."
CONCLUDE = "Conclude"

router = Router()


@router.command(
    "exp result",
    action=Action.WRITE_EXPERIMENT,
    usage='exp result NUMBER 58 of 164 | 6.1 n 400 [final] ["WORDS"]',
    summary="Enter what an experiment showed, with the number of those observed",
)
async def result(turn: EngagementTurn, text: str) -> Reply:
    """Enter the result that was typed, or show the form."""
    number, rest = read_number(text, command="exp result", more=" 58 of 164")
    found = await find_running(turn, number)
    if not rest:
        return Reply(form=FormRef(name="exp result", args={"number": number}))
    return await _enter(turn, found, read_result(rest, **_habits(turn)))


def _habits(turn: EngagementTurn) -> dict[str, str]:
    return {"locale": turn.engagement.locale, "currency": turn.engagement.currency}


async def _enter(turn: EngagementTurn, before: Experimented, seen: Seen) -> Reply:
    data = {
        "n": seen.n,
        "hits": seen.hits,
        "seen": None if seen.value is None else str(seen.value),
        "result": within(seen.words, LONGEST, what="words beside the result"),
        "is_final": seen.is_final,
    }
    if _stands(before, data):
        raise UserError(SAME.format(number=before.number))
    data = {**data, "on": turn.today.isoformat()}
    told = f"entered a result of experiment {before.number}: {seen.typed}"
    step_id = await step(turn, before, Becomes(kind="result", data=data, told=told))
    found = await find(turn, before.number)
    undo = undo_button(found.number, [step_id])
    conclude = buttons.open_form("exp conclude", {"number": found.number}, label=CONCLUDE)
    offered = (undo,) if judge(found, turn.today).early else (undo, conclude)
    return reply(*_said_back(turn, before, found), Buttons(offered))


def _stands(before: Experimented, data: Mapping[str, Any]) -> bool:
    """Whether this is the last result that was entered, word for word."""
    seen = None if before.seen is None else str(before.seen)
    return all(data[name] == (seen if name == "seen" else getattr(before, name)) for name in data)


def _said_back(turn: EngagementTurn, before: Experimented, found: Experimented) -> list[Block]:
    head = (SAVED_FINAL if found.is_final else SAVED).format(number=found.number)
    lines: list[Block] = [say(head, Typed(seen_words(turn, found)))]
    if verdict := verdict_words(turn, found, judge(found, turn.today)):
        lines.append(say(verdict))
    lines.append(note(threshold_label(found), Typed(found.threshold)))
    if found.guard:
        lines.append(note(GUARD, Typed(found.guard)))
    lines += [note(*line) for line in mark_lines(turn, found)]
    if before.n is not None:
        lines.append(note(Typed(WAS.format(seen=seen_words(turn, before)))))
    return lines


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form of one result."""
    found = await find_running(turn, args["number"])
    fields = (
        Field(name="seen", label=WHAT_SEEN, placeholder="58 of 164", hint=SEEN_HINT, max_length=LONGEST),
        Field(name="words", label=NOTE_LABEL, is_required=False, max_length=LONGEST),
    )
    return Form(title=f"Experiment {found.number}: result", intro=found.name, fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Enter the result that was filled in."""
    found = await find_running(turn, args["number"])
    words = one(values, "words").replace('"', "'")
    try:
        seen = read_result(one(values, "seen") + (f' "{words}"' if words else ""), **_habits(turn))
    except UserError as error:
        return FieldErrors({"seen": error.sentence})
    return await _enter(turn, found, seen)


router.form("exp result", action=Action.WRITE_EXPERIMENT, build=build_form, submit=submit_form)
