"""The form that sets a tripwire."""

from dataclasses import replace

from domain.chat import Args, Field, FieldErrors, Form, Reply, Values, one
from domain.errors import UserError
from domain.kpis import find_kpi
from domain.permissions import Action
from domain.tripwires import read_tripwire
from handlers.kpis.entry import kpi_field
from handlers.kpis.series import habits_of, names_of
from handlers.routing import Router
from handlers.tripwires.setting import set_tripwire
from handlers.turn import EngagementTurn
from storage import kpis

TITLE = "Set a tripwire"
INTRO = "A value that you agree on now, as a reason to stop and look. The channel hears of it once."
BOUND_HINT = "above 300, below 3%, > 300 in dec, or < 3% until jun."
TEXT_HINT = "What you agreed on for that case, in your own words."
LONGEST_TEXT = 300

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for one tripwire."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    fields = (
        kpi_field(rows, str(args.get("kpi", ""))),
        Field(name="bound", label="When it is", placeholder="above 300", hint=BOUND_HINT),
        Field(
            name="text",
            label="What you agreed on",
            hint=TEXT_HINT,
            is_required=False,
            max_length=LONGEST_TEXT,
        ),
    )
    return Form(title=TITLE, intro=INTRO, fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Set the tripwire that was entered."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    try:
        name = find_kpi(one(values, "kpi"), names_of(rows))
    except UserError as error:
        return FieldErrors({"kpi": error.sentence})
    kpi = next(kpi for kpi in rows if kpi.id == name.id)
    try:
        draft = read_tripwire(one(values, "bound"), habits=habits_of(turn, kpi), name=kpi.name)
        return await set_tripwire(turn, kpi, replace(draft, text=one(values, "text") or draft.text))
    except UserError as error:
        return FieldErrors({"bound": error.sentence})


router.form("tripwire", action=Action.SET_TRIPWIRE, build=build_form, submit=submit_form)
