"""What assumptions are held to, where their KPI is not followed so any more: as it was defined then."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.assumptions import Assumed
from domain.evidence.inputs import KpiFacts
from handlers.evidence.gathering.numbers import facts_of
from handlers.kpis.defined import series_under, version_held
from handlers.kpis.figures import Figures, figures_of
from handlers.turn import Here
from storage import definitions
from storage.definitions import Definitions


def periods_asked(assumed: Sequence[Assumed]) -> dict[int, int]:
    """KPI id -> in how many periods in a row its values are to meet a threshold, at most."""
    asked: dict[int, int] = {}
    for one in assumed:
        if one.kpi_id is not None and not one.is_retired:
            asked[one.kpi_id] = max(one.periods, asked.get(one.kpi_id, 0))
    return asked


async def links_of(
    here: Here, assumed: Sequence[Assumed], numbers: Sequence[Figures], at: datetime | None
) -> tuple[Mapping[int, str], Mapping[int, KpiFacts]]:
    """KPI id -> its key, retired or not; and what assumptions are held to that is not followed so any more.

    Of an earlier moment `at`, only KPIs that were there then.
    """
    known = await definitions.all_of(here.session, engagement_id=here.engagement.id)
    rows = known.kpis.values()
    keys = {kpi.id: kpi.key for kpi in rows if at is None or kpi.created_at <= at}
    return keys, await _held([one for one in assumed if one.kpi_id in keys], known, here, numbers, at)


async def _held(
    assumed: Sequence[Assumed],
    known: Definitions,
    here: Here,
    numbers: Sequence[Figures],
    at: datetime | None,
) -> Mapping[int, KpiFacts]:
    """Assumption id -> its KPI as it was when the threshold was written, where it was redefined or retired.

    What was found by those values stays, and values under another definition do not count.
    """
    counting = {(one.kpi.id, one.kpi.definition_version) for one in numbers}
    wanted = {
        one.id: version
        for one in assumed
        if (version := version_held(one, known)) is not None and version not in counting
    }
    series = await series_under(here, set(wanted.values()), at=at) if wanted else {}
    asked = periods_asked(assumed)
    facts = {
        version: facts_of(figures_of(here, one, ()), owner="", began=None, asked=asked)
        for version, one in series.items()
    }
    return {number: facts[version] for number, version in wanted.items()}
