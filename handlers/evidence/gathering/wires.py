"""What evidence takes from tripwires: those that stand, with the value that hits each, if one does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.evidence.inputs import TripwireFacts
from domain.periods import Period
from domain.tripwires import first_watched
from handlers.kpis.defined import series_under
from handlers.kpis.figures import Figures
from handlers.kpis.series import Series, habits_of, period_name, shown
from handlers.tripwires.words import words_of
from handlers.turn import Here, local_day
from storage import evidence
from storage.tables import KpiUpdate, Tripwire
from storage.tripwires import bound_of, held_to

HIT = "{value} in {period}"


async def tripwire_facts(
    here: Here, numbers: Sequence[Figures], at: datetime | None
) -> tuple[TripwireFacts, ...]:
    """The tripwires that stand, each with the value that hits it, if one does.

    Of a KPI that is retired or was defined anew since, those alone that were hit: nothing hits the others.
    Nobody needs to have been told of the hit; one whose value was corrected since is none any more.
    """
    rows = await evidence.tripwires_at(here.session, engagement_id=here.engagement.id, at=at)
    counting = {(one.kpi.id, one.kpi.definition_version): one.series for one in numbers}
    earlier = {held_to(row) for row in rows} - counting.keys()
    past = await series_under(here, earlier, at=at) if earlier else {}
    now = [_wire(here, row, counting[held_to(row)]) for row in rows if held_to(row) in counting]
    then = [_wire(here, row, past[held_to(row)]) for row in rows if held_to(row) in past]
    # No value of today's series is the one that hit them.
    hit = [replace(one, hit_period="") for one in then if one.hit_on is not None]
    return tuple(sorted([*now, *hit], key=lambda one: one.number))


def _wire(here: Here, row: Tripwire, series: Series) -> TripwireFacts:
    hit = _hit(here, row, series)
    hit_at = None if hit is None else _hit_at(row, hit)
    return TripwireFacts(
        number=row.number,
        kpi_key=series.kpi.key,
        words=words_of(here, series.kpi, bound_of(row)),
        agreed=row.text,
        consequence=row.consequence,
        armed_on=local_day(here.engagement, row.armed_at),
        hit_on=None if hit_at is None else local_day(here.engagement, hit_at),
        hit_at=hit_at,
        hit_words="" if hit is None else _value_words(here, series, hit),
        hit_period="" if hit is None else hit.period,
    )


def _hit(here: Here, row: Tripwire, series: Series) -> KpiUpdate | None:
    """The value that hit it where that still would, else the last one that does and came after the arming."""
    bound, whole = bound_of(row), series.whole_values()
    marked = Period.parse(row.hit_period) if row.hit_period else None
    if marked in whole and bound.is_crossed_by(whole[marked]):
        return series.heads[marked]
    since = first_watched(local_day(here.engagement, row.armed_at), habits_of(here, series.kpi))
    fiscal = here.engagement.fiscal_start_month
    crossed = [
        series.heads[period]
        for period, value in whole.items()
        if bound.watches(period, since=since, fiscal_start_month=fiscal) and bound.is_crossed_by(value)
    ]
    return next((link for link in reversed(crossed) if link.recorded_at >= row.armed_at), None)


def _hit_at(row: Tripwire, link: KpiUpdate) -> datetime:
    moment = row.hit_at if row.hit_period == link.period and row.hit_at else link.reported_at
    return moment or link.recorded_at


def _value_words(here: Here, series: Series, link: KpiUpdate) -> str:
    period = period_name(here, Period.parse(link.period))
    return HIT.format(value=shown(here, series.kpi, link.value), period=period)
