"""The drivers: the KPIs that must move if the strategy works. The evidence rests on them."""

import re
from collections.abc import Sequence

from domain.chat import Args, Buttons, Field, FieldErrors, Form, FormRef, Option, Reply, Values, reply
from domain.permissions import Action
from handlers import buttons
from handlers.kpis.drafts import described, tell
from handlers.kpis.named import find_named
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi

ARE = "Drivers now: {names}. These numbers must move if the strategy works; the evidence looks at them."
NONE = "No KPI is a driver now. Without one the evidence cannot say whether the strategy moves anything."
SAME = "That is so already. {said}"
TAKEN_BACK = "Undone. {said}"
TITLE = "Which numbers must move?"
INTRO = "The drivers are the few KPIs that must move if the strategy works. Two to four are plenty."
LABEL = "Drivers"
NO_MORE = re.compile(r"(?:off|not|no|remove)\s+", re.IGNORECASE)
NONE_OF_THEM = frozenset({"none", "nothing"})
BETWEEN = re.compile(r"\s*(?:,|;|\band\b)\s*", re.IGNORECASE)

router = Router()


@router.command(
    "kpi driver",
    action=Action.DEFINE_KPI,
    usage="kpi driver [KPI, KPI]",
    summary="Say which KPIs must move if the strategy works; kpi driver off KPI takes one out, none all",
    opens_form=True,
)
async def driver(turn: EngagementTurn, text: str) -> Reply:
    """Make the KPIs that are named drivers, or take them out; or show the form."""
    if not text.strip():
        return Reply(form=FormRef(name="kpi driver"))
    if text.strip().casefold() in NONE_OF_THEM:
        rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
        return await _set(turn, {kpi.id: False for kpi in rows})
    is_driver = NO_MORE.match(text) is None
    typed = NO_MORE.sub("", text, count=1)
    parts = [await _named(turn, part) for part in BETWEEN.split(typed)]
    return await _set(turn, {kpi.id: is_driver for part in parts for kpi in part})


async def _named(turn: EngagementTurn, text: str) -> list[Kpi]:
    """The KPIs that are named one after the other, with nothing between them. Raises UserError."""
    found, rest = [], text.strip()
    while rest:
        kpi, rest = await find_named(turn, rest, also_retired=False)
        found.append(kpi)
    return found


async def build(turn: EngagementTurn, args: Args) -> Form:
    """Every KPI, the drivers ticked."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    field = Field(
        name="drivers",
        label=LABEL,
        kind="choices",
        options=tuple(Option(value=kpi.key, label=kpi.name) for kpi in rows),
        value=tuple(kpi.key for kpi in rows if kpi.is_driver),
        is_required=False,
    )
    return Form(title=TITLE, intro=INTRO, fields=(field,))


async def submit(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Make exactly those that are ticked drivers."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    ticked = values.get("drivers", ())
    return await _set(turn, {kpi.id: kpi.key in ticked for kpi in rows})


async def _set(turn: EngagementTurn, wanted: dict[int, bool]) -> Reply:
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    changed = [kpi for kpi in rows if wanted.get(kpi.id, kpi.is_driver) != kpi.is_driver]
    if not changed:
        return reply(SAME.format(said=_said(rows)))
    await _turn_round(turn, changed)
    undo = buttons.undo("kpi driver undo", {str(kpi.id): kpi.is_driver for kpi in changed})
    return reply(_said(rows), Buttons((undo,)))


async def _turn_round(turn: EngagementTurn, rows: Sequence[Kpi]) -> None:
    for kpi in rows:
        before, kpi.is_driver = described(kpi), not kpi.is_driver
        what = f"made {kpi.name} a driver" if kpi.is_driver else f"made {kpi.name} no driver any more"
        await tell(turn, kpi, what, before=before, after=described(kpi))


def _said(rows: Sequence[Kpi]) -> str:
    names = ", ".join(kpi.name for kpi in rows if kpi.is_driver)
    return ARE.format(names=names) if names else NONE


@router.click("kpi driver undo", action=Action.DEFINE_KPI)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Make those drivers that were before, where nobody changed them since."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    await _turn_round(turn, [kpi for kpi in rows if args.get(str(kpi.id)) == kpi.is_driver])
    return reply(TAKEN_BACK.format(said=_said(rows)))


router.form("kpi driver", action=Action.DEFINE_KPI, build=build, submit=submit)
