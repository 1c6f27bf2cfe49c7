"""What would change our mind: the tripwires of a decision, and what a strategy that goes on is given."""

from dataclasses import replace

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one
from domain.decisions import GIVEN, NONE_OF_THEM, Parts
from domain.decisions.parts import PlannedTripwire
from domain.errors import UserError
from domain.permissions import Action
from domain.tripwires import read_tripwire
from handlers.decisions.drafts import Draft, find_draft
from handlers.decisions.fields import TITLE, Wrong, at_most, kpi_in, text
from handlers.decisions.following import FULL, MOST_ITEMS
from handlers.decisions.parts import add_parts
from handlers.decisions.status import LABELS, TRIPWIRE_FORM, form_of
from handlers.kpis.entry import kpi_field
from handlers.kpis.series import habits_of
from handlers.routing import Router
from handlers.tripwires.form import BOUND_HINT
from handlers.tripwires.setting import about_values
from handlers.turn import EngagementTurn
from storage import kpis

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
        value=draft.decided.parts.giving,
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
    given = tuple(value for value in values.get("giving", ()) if value)
    if not given or (NONE_OF_THEM in given and len(given) > 1):
        return FieldErrors({"giving": EITHER})
    had, living = draft.decided.parts.tripwires, _living(draft)
    wires = living
    aside: tuple[str, ...] = ()
    if one(values, "bound") or not living:
        try:
            wires, aside = await _with_one_more(turn, draft, values)
        except Wrong as wrong:
            return FieldErrors(wrong.errors)
    parts = Parts(giving=given, tripwires=wires if wires != had else ())
    return await add_parts(turn, draft, parts, aside=aside, form=FormRef(name=form_of("mind"), args=args))


async def _with_one_more(
    turn: EngagementTurn, draft: Draft, values: Values
) -> tuple[tuple[PlannedTripwire, ...], tuple[str, ...]]:
    """The tripwires with the one that was entered, and sentences to say back. Raises Wrong."""
    had = _living(draft)
    if len(had) >= MOST_ITEMS:
        raise Wrong("bound", FULL.format(n=MOST_ITEMS))
    kpi = await kpi_in(turn, values)
    try:
        read = read_tripwire(one(values, "bound"), habits=habits_of(turn, kpi), name=kpi.name)
        aside = await about_values(turn, kpi, read.bound)
    except UserError as error:
        raise Wrong("bound", error.sentence) from error
    if any((wire.kpi_id, wire.bound) == (kpi.id, read.bound) for wire in had):
        raise Wrong("bound", SAME)
    made = PlannedTripwire(
        kpi_id=kpi.id,
        bound=read.bound,
        text=at_most(values, "agreed") or read.text,
        consequence=at_most(values, "consequence"),
        written_at=turn.now,
    )
    return (*had, made), (*read.assumed, aside)


def _living(draft: Draft) -> tuple[PlannedTripwire, ...]:
    """The tripwires of the draft without those whose KPI was retired."""
    return tuple(wire for wire in draft.decided.parts.tripwires if wire.kpi_id not in draft.retired_kpis)


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
    return await add_parts(turn, draft, Parts(tripwires=wires), aside=aside)


for name, build, submit in (
    (form_of("mind"), build_form, submit_form),
    (TRIPWIRE_FORM, build_more, submit_more),
):
    router.form(name, action=Action.RECORD_DECISION, build=build, submit=submit)
