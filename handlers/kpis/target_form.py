"""The form that sets a target: each part in its own field, read by the rules of what people type."""

from dataclasses import replace

from domain.chat import Args, Field, FieldErrors, Form, Reply, Values, one
from domain.errors import UserError
from domain.kpis import find_kpi
from domain.permissions import Action
from domain.targets import TargetDraft, baseline_words, plan_words, read_target, target_words
from handlers.kpis.entry import kpi_field
from handlers.kpis.figures import figures_of_all
from handlers.kpis.series import habits_of, names_of, series_of
from handlers.kpis.targets import set_target
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi

TITLE = "Set a target"
TARGET_HINT = (
    "120 by dec, below 3%, 20 a month until dec, 500k in total by dec, or between 4.6 and 5."
    " Another one replaces it; nothing is lost."
)
BASELINE_HINT = (
    "Where it stood before, as in 80 in jun. Empty keeps the one there is, else takes the latest value."
)
PLAN_HINT = "Steps on the way, as in oct 95, nov 105."
REASON_HINT = "It stays beside the target, for everybody to read."

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for one target."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    chosen = next((kpi for kpi in rows if kpi.key == args.get("kpi")), None)
    known = await _in_force(turn, chosen) if chosen else {}
    target = Field(name="target", label="What to reach", placeholder="120 by dec", hint=TARGET_HINT)
    parts = (
        target,
        Field(name="baseline", label="Baseline", hint=BASELINE_HINT, is_required=False),
        Field(name="plan", label="Plan", hint=PLAN_HINT, is_required=False),
        Field(name="reason", label="Why", hint=REASON_HINT, is_required=False),
    )
    filled = tuple(
        replace(field, value=(known[field.name],)) if known.get(field.name) else field for field in parts
    )
    return Form(title=TITLE, fields=(kpi_field(rows, chosen.key if chosen else ""), *filled))


async def _in_force(turn: EngagementTurn, kpi: Kpi) -> dict[str, str]:
    """What stands in the fields: the target in force as somebody would type it."""
    (figures,) = await figures_of_all(turn, list((await series_of(turn, [kpi])).values()))
    if figures.target is None:
        return {}
    wording = figures.wording
    return {
        "target": target_words(figures.target, wording, direction=figures.traits.direction),
        "baseline": baseline_words(figures.baseline, wording) if figures.baseline else "",
        "plan": plan_words(figures.target, wording),
    }


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Set the target that was entered."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    try:
        name = find_kpi(one(values, "kpi"), names_of(rows))
    except UserError as error:
        return FieldErrors({"kpi": error.sentence})
    kpi = next(kpi for kpi in rows if kpi.id == name.id)
    draft = _read(turn, kpi, values)
    if isinstance(draft, FieldErrors):
        return draft
    try:
        return await set_target(turn, kpi, draft)
    except UserError as error:
        return FieldErrors({"target": error.sentence})


def _read(turn: EngagementTurn, kpi: Kpi, values: Values) -> TargetDraft | FieldErrors:
    """Read the parts one after the other, so that what is wrong stands at its field."""
    habits = habits_of(turn, kpi)
    typed, draft = "", None
    for field, word in (("target", ""), ("baseline", " baseline "), ("plan", " plan ")):
        if field != "target" and not one(values, field):
            continue
        typed += f"{word}{one(values, field)}"
        try:
            draft = read_target(typed, habits=habits, name=kpi.name)
        except UserError as error:
            return FieldErrors({field: error.sentence})
    if draft is None:
        return FieldErrors({"target": TARGET_HINT})
    return replace(draft, reason=one(values, "reason") or draft.reason)


router.form("kpi target", action=Action.SET_TARGET, build=build_form, submit=submit_form)
