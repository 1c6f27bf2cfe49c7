"""The form that sets a target: each part in its own field, read by the rules of what people type."""

from dataclasses import replace

from domain.chat import Args, Field, FieldErrors, Form, Reply, Values, one
from domain.errors import UserError
from domain.kpis import find_kpi
from domain.permissions import Action
from domain.targets import TargetDraft, read_target
from handlers.kpis.entry import kpi_field
from handlers.kpis.series import habits_of, names_of
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
BASELINE_HINT = "Where it stood before, as in 80 in jun. Empty means the latest value."
PLAN_HINT = "Steps on the way, as in oct 95, nov 105."
REASON_HINT = "It stays beside the target, for everybody to read."

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for one target."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    return Form(
        title=TITLE,
        fields=(
            kpi_field(rows, str(args.get("kpi", ""))),
            Field(name="target", label="What to reach", placeholder="120 by dec", hint=TARGET_HINT),
            Field(name="baseline", label="Baseline", hint=BASELINE_HINT, is_required=False),
            Field(name="plan", label="Plan", hint=PLAN_HINT, is_required=False),
            Field(name="reason", label="Why", hint=REASON_HINT, is_required=False),
        ),
    )


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
