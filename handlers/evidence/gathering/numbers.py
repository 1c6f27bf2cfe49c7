"""What evidence takes from the KPIs and their tripwires."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from domain.evidence.inputs import KpiFacts, KpiPoint, TripwireFacts
from domain.evidence.window import longest_window
from domain.pace import needed_change
from domain.pace.recent import recent_change
from domain.periods import Cadence, Period
from domain.targets import Direction, Target, target_words
from domain.tripwires import first_watched
from handlers.kpis.figures import Figures, figures_of, pace_line
from handlers.kpis.series import Series, habits_of, period_name, shown
from handlers.tripwires.words import words_of
from handlers.turn import Here, local_day
from storage import evidence
from storage.tables import KpiUpdate, Tripwire
from storage.tripwires import bound_of

HIT = "{value} in {period}"


async def followed_at(here: Here, at: datetime | None) -> list[Figures]:
    """The figures of the KPIs that were followed at the moment, in their order."""
    e = here.engagement.id
    rows = await evidence.kpis_at(here.session, engagement_id=e, at=at)
    heads = await evidence.heads_at(here.session, engagement_id=e, kpis=rows, at=at)
    standing = await evidence.targets_at(here.session, engagement_id=e, kpis=rows, at=at)
    series = [
        Series(kpi=kpi, heads=dict(sorted((Period.parse(link.period), link) for link in heads[kpi.id])))
        for kpi in rows
    ]
    return [figures_of(here, one, standing[one.kpi.id]) for one in series]


async def kpi_facts(here: Here, numbers: Sequence[Figures], at: datetime | None) -> tuple[KpiFacts, ...]:
    """The facts of each KPI."""
    e = here.engagement
    began = await evidence.definitions_replaced(here.session, engagement_id=e.id, at=at)
    days = {kpi_id: local_day(e, moment) for kpi_id, moment in began.items()}
    owners = await evidence.owners_of(here.session, engagement_id=e.id)
    return tuple(_facts(one, owners.get(one.kpi.id, ""), days.get(one.kpi.id)) for one in numbers)


def _facts(one: Figures, owner: str, began: date | None) -> KpiFacts:
    kpi, fresh, (low, high) = one.kpi, one.freshness, one.traits.bounds
    needed = needed_change(one.pace) if one.pace else None
    recent, _count = recent_change(one.whole)
    drawn_low, drawn_high, drawn_at = _drawn(one.target)
    return KpiFacts(
        kpi_id=kpi.id,
        key=kpi.key,
        name=kpi.name,
        unit=kpi.unit,
        cadence=cast(Cadence, kpi.cadence),
        aggregation=kpi.aggregation,
        direction=cast(Direction, kpi.direction),
        is_driver=kpi.is_driver,
        is_seasonal=kpi.is_seasonal,
        stage=kpi.stage,
        owner=owner,
        points=_points(one),
        needed=_float(needed),
        recent=None if recent is None else float(recent),
        target=target_words(one.target, one.wording, direction=one.traits.direction) if one.target else "",
        pace=pace_line(one),
        band=one.pace.band if one.pace else None,
        freshness=fresh.state,
        reported=fresh.reported,
        due=fresh.due,
        missing=tuple(map(str, fresh.missing)),
        late=tuple(map(str, fresh.late)),
        series_began=began,
        low=_float(low),
        high=_float(high),
        target_low=_float(drawn_low),
        target_high=_float(drawn_high),
        target_at=drawn_at,
    )


def _points(one: Figures) -> tuple[KpiPoint, ...]:
    most = longest_window(cast(Cadence, one.kpi.cadence), is_seasonal=one.kpi.is_seasonal)
    return tuple(
        KpiPoint(
            period=str(period),
            at=period.ordinal,
            value=float(value),
            text=f"{value:f}",
            update_id=one.series.heads[period].id,
        )
        for period, value in list(one.whole.items())[-most:]
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _drawn(target: Target | None) -> tuple[Decimal | None, Decimal | None, int | None]:
    """What can be drawn of a target: its low and high end, and the ordinal of its period."""
    if target is None or target.kind == "cumulative":
        return None, None, None
    if target.kind == "hold_range":
        return target.low, target.high, None
    return target.value, target.value, target.by.ordinal if target.kind == "level_at_date" else None


async def tripwire_facts(
    here: Here, numbers: Sequence[Figures], at: datetime | None
) -> tuple[TripwireFacts, ...]:
    """The tripwires that stand, of KPIs that are followed, each with the value that hits it, if one does.

    Nobody needs to have been told of the hit; one whose value was corrected since is none any more.
    """
    rows = await evidence.tripwires_at(here.session, engagement_id=here.engagement.id, at=at)
    series = {one.kpi.id: one.series for one in numbers}
    return tuple(_wire(here, row, series[row.kpi_id]) for row in rows if row.kpi_id in series)


def _wire(here: Here, row: Tripwire, series: Series) -> TripwireFacts:
    hit = _hit(here, row, series)
    return TripwireFacts(
        number=row.number,
        kpi_key=series.kpi.key,
        words=words_of(here, series.kpi, bound_of(row)),
        agreed=row.text,
        consequence=row.consequence,
        armed_on=local_day(here.engagement, row.armed_at),
        hit_on=None if hit is None else _hit_on(here, row, hit),
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


def _hit_on(here: Here, row: Tripwire, link: KpiUpdate) -> date:
    moment = row.hit_at if row.hit_period == link.period and row.hit_at else link.reported_at
    return local_day(here.engagement, moment or link.recorded_at)


def _value_words(here: Here, series: Series, link: KpiUpdate) -> str:
    period = period_name(here, Period.parse(link.period))
    return HIT.format(value=shown(here, series.kpi, link.value), period=period)
