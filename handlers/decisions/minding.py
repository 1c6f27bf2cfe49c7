"""What would change our mind: the tripwires of a decision, and what a strategy that goes on is given."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one
from domain.decisions import GIVEN, dead_tripwires
from domain.decisions.missing import NONE_OF_THEM
from domain.errors import UserError
from domain.kpis import find_kpi
from domain.permissions import Action
from domain.tripwires import TripwireDraft, read_tripwire
from handlers.decisions.drafts import Draft, find_draft
from handlers.decisions.fields import TITLE, Wrong, at_most, text
from handlers.decisions.following import FULL, MOST_ITEMS
from handlers.decisions.parts import add_parts
from handlers.decisions.status import LABELS, TRIPWIRE_FORM, form_of
from handlers.decisions.words import bound_in
from handlers.kpis.entry import kpi_field
from handlers.kpis.series import habits_of, names_of
from handlers.routing import Router
from handlers.tripwires.form import BOUND_HINT
from handlers.tripwires.setting import about_values
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi

WHEN, AGREED, CONSEQUENCE = "When it is", "In your own words", "What follows then?"
AGREED_EXAMPLE, CONSEQUENCE_EXAMPLE = "Rethink the plan if …", "decide at the next meeting"
GIVING = "What is given to it?"
GIVING_HINT = "Where it may be too early to judge: which of these does it get?"
NONE = "None of them"
NO_KPI = "No KPI is followed yet, so there is nothing to watch. Add one first: `kpi add`."
SAME = "This decision has that tripwire already."
EITHER = "Either some of these, or none of them."
A_TRIPWIRE = "another tripwire"

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The first tripwire, and what is given."""
    draft = await find_draft(turn, args["number"])
    has_one = bool(_living(draft))
    fields = await _tripwire_fields(turn, is_required=not has_one)
    options = (*GIVEN.items(), (NONE_OF_THEM, NONE))
    giving = Field(
        name="giving",
        label=GIVING,
        kind="choices",
        hint=GIVING_HINT,
        options=tuple(Option(value=value, label=label.capitalize()) for value, label in options),
        value=tuple(draft.decided.parts.get("giving", ())),
    )
    title = TITLE.format(number=draft.number, what=LABELS["mind"].lower())
    return Form(title=title, fields=(*fields, giving))


async def _tripwire_fields(turn: EngagementTurn, *, is_required: bool) -> tuple[Field, ...]:
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    if not rows:
        raise UserError(NO_KPI)
    return (
        replace(kpi_field(rows, ""), is_required=is_required),
        text("bound", WHEN, placeholder="below 35% in oct", hint=BOUND_HINT, is_required=is_required),
        text("agreed", AGREED, placeholder=AGREED_EXAMPLE, is_required=False),
        text("consequence", CONSEQUENCE, placeholder=CONSEQUENCE_EXAMPLE, is_required=False),
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save what was entered."""
    draft = await find_draft(turn, args["number"])
    given = [value for value in values.get("giving", ()) if value]
    if not given or (NONE_OF_THEM in given and len(given) > 1):
        return FieldErrors({"giving": EITHER})
    parts: dict[str, Any] = {"giving": given}
    aside: tuple[str, ...] = ()
    living = _living(draft)
    if len(living) < len(draft.decided.parts.get("tripwires") or ()):
        parts["tripwires"] = living
    if one(values, "bound") or not living:
        try:
            wires, aside = await _with_one_more(turn, draft, values)
        except Wrong as wrong:
            return FieldErrors(wrong.errors)
        parts["tripwires"] = wires
    return await add_parts(turn, draft, parts, aside=aside, form=FormRef(name=form_of("mind"), args=args))


async def _with_one_more(
    turn: EngagementTurn, draft: Draft, values: Values
) -> tuple[list[Mapping[str, Any]], tuple[str, ...]]:
    """The tripwires with the one that was entered, and sentences to say back. Raises Wrong."""
    had = _living(draft)
    if len(had) >= MOST_ITEMS:
        raise Wrong("bound", FULL.format(n=MOST_ITEMS))
    kpi = await _kpi(turn, one(values, "kpi"))
    try:
        read = read_tripwire(one(values, "bound"), habits=habits_of(turn, kpi), name=kpi.name)
        aside = await about_values(turn, kpi, read.bound)
    except UserError as error:
        raise Wrong("bound", error.sentence) from error
    if any(part["kpi_id"] == kpi.id and bound_in(part) == read.bound for part in had):
        raise Wrong("bound", SAME)
    agreed = at_most(values, "agreed") or read.text
    part = _part(kpi, replace(read, text=agreed), at_most(values, "consequence"))
    return [*had, {**part, "written_at": turn.now.isoformat()}], (*read.assumed, aside)


def _living(draft: Draft) -> list[Mapping[str, Any]]:
    """The tripwires of the draft without those whose KPI was retired."""
    had = draft.decided.parts.get("tripwires") or []
    dead = dead_tripwires(had, draft.retired_kpis)
    return [part for part in had if part not in dead]


async def _kpi(turn: EngagementTurn, typed: str) -> Kpi:
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    try:
        name = find_kpi(typed, names_of(rows))
    except UserError as error:
        raise Wrong("kpi", error.sentence) from error
    return next(kpi for kpi in rows if kpi.id == name.id)


def _part(kpi: Kpi, read: TripwireDraft, consequence: str) -> Mapping[str, Any]:
    bound = read.bound
    return {
        "kpi_id": kpi.id,
        "op": bound.op,
        "value": str(bound.value),
        "period": str(bound.period) if bound.period else "",
        "last_day": bound.last_day.isoformat() if bound.last_day else "",
        "text": read.text,
        "consequence": consequence,
    }


async def build_more(turn: EngagementTurn, args: Args) -> Form:
    """One more tripwire."""
    draft = await find_draft(turn, args["number"])
    fields = await _tripwire_fields(turn, is_required=True)
    return Form(title=TITLE.format(number=draft.number, what=A_TRIPWIRE), fields=fields)


async def submit_more(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save one more tripwire."""
    draft = await find_draft(turn, args["number"])
    try:
        wires, aside = await _with_one_more(turn, draft, values)
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(turn, draft, {"tripwires": wires}, aside=aside)


for name, build, submit in (
    (form_of("mind"), build_form, submit_form),
    (TRIPWIRE_FORM, build_more, submit_more),
):
    router.form(name, action=Action.RECORD_DECISION, build=build, submit=submit)
