"""Changing an assumption, until a result comes in: from then on what was written first stands."""

from typing import Any

from domain.assumptions import CRITICAL, FIELDS, KINDS, NOT_CRITICAL, Assumed, Held
from domain.chat import Reply, Typed, note, reply, say
from domain.errors import UserError
from domain.permissions import Action
from domain.typed_fields import unquoted, unquoted_start, within
from handlers.assumptions.adding import LONGEST
from handlers.assumptions.finding import find_open, kpi_of, read_number, result_of, was_observed
from handlers.assumptions.steps import step
from handlers.assumptions.words import held_for, side_lines, tells, weight
from handlers.kpis.named import named
from handlers.routing import Router
from handlers.steps import Becomes
from handlers.turn import EngagementTurn

HOW_CHANGE = (
    'Write it as in `assume change {number} threshold "at least 40% of new patients"`.'
    " Threshold, kpi, type, and critical or not critical may be changed."
)
CHANGED = "The {what} of assumption {number} is changed, before any result came in: "
CHANGED_LATE = (
    "The {what} of assumption {number} is changed. A result was entered before and taken back, so what"
    " comes in counts as mixed: "
)
CHANGED_KIND = "The {what} of assumption {number} is changed: "
THRESHOLD_STANDS = (
    "A result is in already ({result}), so the {what} of assumption {number} stands as it was written."
    ' To hold results against something else, write a new assumption: `assume "…" threshold "…"`.'
)
NO_CHANGE = "It is so already. Nothing was changed."
NO_SUCH_KIND = "I don't know that type. Write value, growth, channel, price, segment or other."
WHICH_KPI = "Which KPI shows it? Write its name, or `none`."
NONE = "none"
TOLD = "changed the {what} of assumption {number}"
# Once a result is in, these would move the bar. What it is about may be told better at any time.
FIXED = ("threshold", "kpi_id", "is_critical")

router = Router()


@router.command(
    "assume change",
    action=Action.WRITE_ASSUMPTION,
    usage='assume change NUMBER threshold "WHAT COUNTS" | kpi KEY | type TYPE | [not] critical',
    summary="Change an assumption, before any result comes in",
)
async def change(turn: EngagementTurn, text: str) -> Reply:
    """Change one thing about an assumption. Raises UserError where a result is in already."""
    number, rest = read_number(text, command="assume change", more=' threshold "…"')
    found = await find_open(turn, number)
    data = await _read_change(turn, found, rest)
    name = next(name for name in FIELDS if name in data)
    words = {"what": FIELDS[name], "number": number}
    if getattr(found, name) == data[name]:
        raise UserError(NO_CHANGE)
    if name in FIXED and (result := await result_of(turn, found)):
        raise UserError(THRESHOLD_STANDS.format(result=result, **words))
    is_late = name in FIXED and await was_observed(turn, found)
    data |= {"is_after_result": True} if is_late else {}
    undo = await step(turn, found, Becomes(kind="change", data=data, told=TOLD.format(**words)))
    after = await find_open(turn, number)
    kpi = await kpi_of(turn, after)
    head = (CHANGED_LATE if is_late else CHANGED if name in FIXED else CHANGED_KIND).format(**words)
    is_bar = name in ("threshold", "kpi_id")
    aside = [note(tells(turn, kpi, after.threshold)), *side_lines(turn, after)] if is_bar else []
    return reply(say(head, Typed(_shown(name, after, kpi.name if kpi else NONE))), *aside, undo)


def _shown(name: str, found: Assumed, kpi: str) -> str:
    return {"threshold": found.threshold, "kpi_id": kpi, "kind": found.kind}.get(name, weight(found))


def _held_data(held: Held | None) -> dict[str, Any]:
    if held is None:
        return {"op": "", "value": None, "periods": 0}
    return {"op": held.op, "value": str(held.value), "periods": held.periods}


async def _read_change(turn: EngagementTurn, found: Assumed, rest: str) -> dict[str, Any]:
    """What is to be changed, as the data of a step."""
    first, _, behind = rest.partition(" ")
    words, name = unquoted(behind), first.casefold()
    if rest.casefold() in (CRITICAL, NOT_CRITICAL):
        return {"is_critical": rest.casefold() == CRITICAL}
    if name == "threshold" and words:
        words = unquoted_start(words)
        kpi = await kpi_of(turn, found)
        held = held_for(turn, kpi, words) if kpi else None
        return {"threshold": within(words, LONGEST, what="threshold"), **_held_data(held)}
    if name == "type" and words:
        if words.casefold() not in KINDS:
            raise UserError(NO_SUCH_KIND)
        return {"kind": words.casefold()}
    if name == "kpi" and words:
        kpi = None if words.casefold() == NONE else await named(turn, words, otherwise=WHICH_KPI)
        held = held_for(turn, kpi, found.threshold) if kpi else None
        return {"kpi_id": kpi.id if kpi else None, **_held_data(held)}
    raise UserError(HOW_CHANGE.format(number=found.number))
