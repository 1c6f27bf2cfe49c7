"""What evidence takes from the KPIs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from domain.evidence.inputs import KpiFacts, KpiPoint
from domain.evidence.window import longest_window
from domain.literals import literal
from domain.pace import needed_change
from domain.periods import CADENCES, Period
from domain.targets import DIRECTIONS, Target, target_words
from handlers.kpis.figures import Figures, figures_of, pace_line
from handlers.kpis.series import Series
from handlers.turn import Here, local_day
from storage import evidence


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


async def kpi_facts(
    here: Here, numbers: Sequence[Figures], at: datetime | None, *, asked: Mapping[int, int]
) -> tuple[KpiFacts, ...]:
    """The facts of each KPI; `asked` is KPI id -> how many periods in a row an assumption asks for."""
    e = here.engagement
    began = await evidence.definitions_replaced(here.session, engagement_id=e.id, at=at)
    days = {kpi_id: local_day(e, moment) for kpi_id, moment in began.items()}
    owners = await evidence.owners_of(here.session, engagement_id=e.id)
    return tuple(
        facts_of(one, owner=owners.get(one.kpi.id, ""), began=days.get(one.kpi.id), asked=asked)
        for one in numbers
    )


def facts_of(one: Figures, *, owner: str, began: date | None, asked: Mapping[int, int]) -> KpiFacts:
    """The facts of a KPI; `began` is the day on which its definition last changed."""
    kpi, fresh, (low, high) = one.kpi, one.freshness, one.traits.bounds
    needed = needed_change(one.pace) if one.pace else None
    drawn_low, drawn_high, drawn_at = _drawn(one.target)
    begins, ends = _span(one.target)
    return KpiFacts(
        kpi_id=kpi.id,
        key=kpi.key,
        name=kpi.name,
        unit=kpi.unit,
        cadence=literal(kpi.cadence, CADENCES),
        aggregation=kpi.aggregation,
        direction=literal(kpi.direction, DIRECTIONS),
        is_driver=kpi.is_driver,
        is_seasonal=kpi.is_seasonal,
        stage=kpi.stage,
        owner=owner,
        owner_id=kpi.owner_id,
        points=_points(one, asked.get(one.kpi.id, 0)),
        needed=_float(needed),
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
        target_from=begins,
        target_until=ends,
    )


def _points(one: Figures, asked: int) -> tuple[KpiPoint, ...]:
    most = longest_window(literal(one.kpi.cadence, CADENCES), is_seasonal=one.kpi.is_seasonal, asked=asked)
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


def _span(target: Target | None) -> tuple[int | None, int | None]:
    """The ordinals of the first and the last period of a target that each one is to keep."""
    if target is None or target.kind not in {"per_period", "hold_range"}:
        return None, None
    return None if target.start is None else target.start.ordinal, target.by.ordinal
