"""Finding the KPI that somebody names, retired ones too where that is wanted."""

from domain.errors import UserError
from domain.kpis import split_kpi
from domain.kpis.names import unknown
from handlers.kpis.series import names_of
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi


async def named(turn: EngagementTurn, text: str, *, otherwise: str, also_retired: bool = False) -> Kpi:
    """The KPI that the text names. Raises UserError with the nearest names, or `otherwise` for no text."""
    if not text.strip():
        raise UserError(otherwise)
    kpi, behind = await find_named(turn, text, also_retired=also_retired)
    if behind:
        raise unknown(text, names_of(await kpis.followed(turn.session, engagement_id=turn.engagement.id)))
    return kpi


async def find_named(turn: EngagementTurn, text: str, *, also_retired: bool = True) -> tuple[Kpi, str]:
    """The KPI that the text begins with, and the rest; one that is followed goes before a retired one."""
    followed = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    rows = followed
    found = split_kpi(text, names_of(rows))
    if found is None and also_retired:
        rows = await kpis.retired(turn.session, engagement_id=turn.engagement.id)
        found = split_kpi(text, names_of(rows))
    if found is None:
        raise unknown(text, names_of(followed))
    return next(kpi for kpi in rows if kpi.id == found[0].id), found[1]
