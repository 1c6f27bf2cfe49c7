"""Taking back a whole import, where nobody has changed its numbers since."""

from domain.chat import Args, Reply, reply
from domain.errors import UserError
from domain.periods import Period
from domain.permissions import Action
from handlers import story
from handlers.kpis.imports.telling import in_part
from handlers.kpis.saving import link_back
from handlers.kpis.series import period_name
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import imports, kpis
from storage.tables import KpiUpdate

UNDONE = "Undone: {values} from {name} no longer {count}."
NOTHING_LEFT = "Every number from {name} was changed since then, so I left them as they are."
STAY = "Changed since then, so I left it as it is: {what}."
MORE = " and {n:,} more"
TOLD = "took back {values} imported from {name}"
DONE_BEFORE = "That import was undone already. Nothing was changed again."
MOST_NAMED = 5

router = Router()


@router.click("kpi import undo", action=Action.WRITE_KPI)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Make what counted before the import count again, by adding links that say so."""
    kept = await imports.find(turn.session, engagement_id=turn.engagement.id, import_id=args["import"])
    if kept is None:
        raise UserError
    if kept.undone_at is not None:
        raise UserError(DONE_BEFORE)
    links = await imports.links_of(turn.session, engagement_id=turn.engagement.id, import_id=kept.id)
    back = [link_back(turn, one, before) for one, before, is_head in links if is_head]
    await imports.append(turn.session, back, engagement_id=turn.engagement.id, now=turn.now)
    await imports.mark_undone(turn.session, kept, now=turn.now)
    is_one = len(back) == 1
    words = {
        "values": "1 value" if is_one else f"{len(back):,} values",
        "name": kept.name,
        "count": "counts" if is_one else "count",
    }
    if back:
        await story.tell(turn, subject=f"import:{kept.id}", what=TOLD.format(**words))
    changed = [one for one, _before, is_head in links if not is_head]
    stay = [STAY.format(what=await _named(turn, changed))] if changed else []
    return reply((UNDONE if back else NOTHING_LEFT).format(**words), *stay)


async def _named(turn: EngagementTurn, changed: list[KpiUpdate]) -> str:
    names = []
    some, left = in_part(changed, most=MOST_NAMED)
    for one in some:
        kpi = await kpis.find(turn.session, engagement_id=turn.engagement.id, kpi_id=one.kpi_id)
        names.append(f"{kpi.name if kpi else ''} for {period_name(turn, Period.parse(one.period))}")
    return ", ".join(names) + (MORE.format(n=left) if left else "")
