"""KPIs as they were defined when something was held to them, with the values of that definition."""

from collections.abc import Collection
from datetime import datetime

from domain.assumptions import Assumed
from domain.periods import Period
from handlers.kpis.series import Series
from handlers.turn import Here
from storage import definitions, evidence
from storage.definitions import Definitions

# The id of a KPI, and the version of its definition.
Version = tuple[int, int]


async def series_under(
    here: Here, wanted: Collection[Version], *, at: datetime | None = None
) -> dict[Version, Series]:
    """The values that counted under each of these definitions, of retired KPIs too.

    `at`: as they stood at that moment; without one as they stand now.
    """
    e, found = here.engagement.id, dict[Version, Series]()
    known = await definitions.all_of(here.session, engagement_id=e)
    for number in {version for _kpi_id, version in wanted}:
        rows = [known.as_of_version(kpi_id, version) for kpi_id, version in wanted if version == number]
        heads = await evidence.heads_at(here.session, engagement_id=e, kpis=rows, at=at)
        for kpi in rows:
            links = {Period.parse(link.period): link for link in heads[kpi.id]}
            found[kpi.id, number] = Series(kpi=kpi, heads=dict(sorted(links.items())))
    return found


def version_held(one: Assumed, known: Definitions) -> Version | None:
    """The KPI and the version of its definition by which the assumption is held; None: by no KPI."""
    if one.held is None or one.kpi_id is None:
        return None
    return one.kpi_id, known.version_at(one.kpi_id, one.held_at or one.at)
