"""What the values of a KPI mean: target and pace, trend, spread, freshness, for every answer alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from domain.freshness import Calendar, Freshness, coverage_words, freshness_of, freshness_words
from domain.kpis.doubts import lowest_and_highest
from domain.literals import literal
from domain.pace import Pace, need_words, needed_change, pace_of, pace_words
from domain.periods import CADENCES, PERIODS_A_YEAR, Period, period_of
from domain.targets import DIRECTIONS, Baseline, Target, Traits, Wording, wording_of
from domain.trends import Limits, Point, Trend, is_unusual, limits_of, trend_of, trend_words, unusual_words
from domain.wording import counted
from handlers.kpis import unavailable
from handlers.kpis.series import Series, habits_of
from handlers.moments import day
from handlers.turn import Here, local_day
from storage import targets
from storage.tables import Kpi, KpiTarget

# The pack says the same, by section 3.10 of the domain's rules.
STOPPED = "No trend is told: {late} in a row are missing."


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One KPI with everything that its values say. `targets` are the rows that stand, oldest first.

    `noted` says why those of its late numbers are not available of which somebody said so.
    """

    series: Series
    targets: Sequence[KpiTarget]
    wording: Wording
    traits: Traits
    freshness: Freshness
    trend: Trend
    target: Target | None = None
    baseline: Baseline | None = None
    pace: Pace | None = None
    noted: Mapping[Period, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Period, ...]:
        """The late periods of which nobody said why there is no number, oldest first."""
        return tuple(period for period in self.freshness.late if period not in self.noted)

    @property
    def kpi(self) -> Kpi:
        """The KPI they are about."""
        return self.series.kpi

    @cached_property
    def whole(self) -> Mapping[Period, Decimal]:
        """Its whole values, oldest first."""
        return self.series.whole_values()

    @property
    def latest(self) -> Period | None:
        """The last period with a whole value."""
        return max(self.whole, default=None)

    @property
    def has_stopped(self) -> bool:
        """Whether two or more due values in a row are missing: what a test says is not told then."""
        return self.trend.p is not None and self.freshness.state == "very_stale"

    @cached_property
    def limits(self) -> Limits | None:
        """The normal spread of the values before the latest one; None where there are too few.

        A stock wanders and a season swings: beside either one, ordinary values would look unusual.
        """
        if self.kpi.aggregation == "last" or self.kpi.is_seasonal:
            return None
        earlier = points_of(self.whole)[:-1]
        return limits_of(earlier, _trend(self.kpi, earlier)) if earlier else None

    @property
    def is_unusual(self) -> bool:
        """Whether the latest value lies outside the normal spread."""
        return self.limits is not None and is_unusual(points_of(self.whole)[-1], self.limits)


async def figures_of_all(turn: Here, series: Sequence[Series]) -> list[Figures]:
    """The figures of these KPIs, from their values and their targets."""
    ids = [one.kpi.id for one in series]
    found = await targets.standing(turn.session, engagement_id=turn.engagement.id, kpi_ids=ids)
    noted = await unavailable.reasons(turn)
    return [_noted(figures_of(turn, one, found[one.kpi.id]), noted) for one in series]


def _noted(figures: Figures, noted: Mapping[str, str]) -> Figures:
    origins = {period: unavailable.origin_of(figures.kpi, period) for period in figures.freshness.late}
    return replace(
        figures, noted={period: noted[origin] for period, origin in origins.items() if origin in noted}
    )


def figures_of(turn: Here, series: Series, standing: Sequence[KpiTarget]) -> Figures:
    """The figures of one KPI with these targets."""
    kpi, whole = series.kpi, series.whole_values()
    calendar = calendar_of(turn, kpi)
    target = targets.target_in(standing[-1]) if standing else None
    baseline = targets.baseline_in(standing[-1]) if standing else None
    traits = traits_of(kpi)
    pace = pace_of(target, baseline, whole, traits, last_due=calendar.last_due) if target else None
    needed = needed_change(pace) if pace else None
    return Figures(
        series=series,
        targets=standing,
        wording=wording_of(habits_of(turn, kpi)),
        traits=traits,
        freshness=freshness_in(turn, series),
        trend=_trend(kpi, points_of(whole), None if needed is None else float(needed)),
        target=target,
        baseline=baseline,
        pace=pace,
    )


def freshness_in(turn: Here, series: Series) -> Freshness:
    """How fresh the KPI is; one that was never reported is late with the first number that was asked for."""
    kpi = series.kpi
    return freshness_of(
        series.whole_values(),
        calendar_of(turn, kpi),
        tracked_since=tracked_since(turn, kpi),
        asked_since=period_of(
            local_day(turn.engagement, kpi.created_at),
            literal(kpi.cadence, CADENCES),
            turn.engagement.fiscal_start_month,
        ),
    )


def calendar_of(turn: Here, kpi: Kpi) -> Calendar:
    """When the numbers of the KPI are due."""
    return Calendar(
        today=turn.today,
        cadence=literal(kpi.cadence, CADENCES),
        fiscal_start_month=turn.engagement.fiscal_start_month,
        grace_business_days=kpi.grace_business_days,
    )


def tracked_since(turn: Here, kpi: Kpi) -> Period | None:
    """The first period that is followed, in the cadence of today: it may have changed since then."""
    if not kpi.tracked_since:
        return None
    start_month = turn.engagement.fiscal_start_month
    first = Period.parse(kpi.tracked_since).start(start_month)
    return period_of(first, literal(kpi.cadence, CADENCES), start_month)


def traits_of(kpi: Kpi) -> Traits:
    """What targets and pace of the KPI are judged by."""
    return Traits(
        name=kpi.name,
        direction=literal(kpi.direction, DIRECTIONS),
        aggregation=kpi.aggregation,
        is_seasonal=kpi.is_seasonal,
        bounds=lowest_and_highest(kpi.unit, kpi.valid_min, kpi.valid_max),
    )


def points_of(whole: Mapping[Period, Decimal]) -> list[Point]:
    """The values as the tests take them."""
    return [Point(at=period.ordinal, value=float(value)) for period, value in whole.items()]


def _trend(kpi: Kpi, points: Sequence[Point], needed: float | None = None) -> Trend:
    return trend_of(
        points,
        is_stock=kpi.aggregation == "last",
        is_seasonal=kpi.is_seasonal,
        season_length=PERIODS_A_YEAR[literal(kpi.cadence, CADENCES)],
        needed_change=needed,
    )


def trend_line(figures: Figures) -> str:
    """The trend in one line; where the values stopped coming, how many are missing."""
    wording = figures.wording
    if figures.has_stopped:
        return STOPPED.format(late=counted(len(figures.freshness.late), wording.unit))
    return trend_words(
        figures.trend,
        write_change=lambda size: wording.write_change(_exact(size)),
        write_value=lambda value: wording.write(_exact(value)),
        period_name=_namer(figures),
        unit=wording.unit,
        direction=figures.traits.direction,
    )


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))


def _namer(figures: Figures) -> Callable[[int], str]:
    by_ordinal = {period.ordinal: period for period in figures.whole}
    return lambda at: figures.wording.name_period(by_ordinal[at])


def spread_line(figures: Figures) -> str:
    """Whether the latest value is unusual, in one line; empty where that cannot be told."""
    if figures.limits is None:
        return ""
    wording, (low, high) = figures.wording, figures.traits.bounds
    return unusual_words(
        points_of(figures.whole)[-1],
        figures.limits,
        write_value=lambda value: wording.write(_exact(value)),
        period_name=_namer(figures),
        bounds=(None if low is None else float(low), None if high is None else float(high)),
    )


def pace_line(figures: Figures) -> str:
    """Where it stands on the way to its target, in one line; empty without a target."""
    if figures.pace is None or figures.target is None:
        return ""
    return pace_words(figures.pace, figures.target, figures.wording, direction=figures.traits.direction)


def need_line(figures: Figures) -> str:
    """What it needs from here, in one line; empty where nothing is to need."""
    return need_words(figures.pace, figures.wording) if figures.pace else ""


def coverage_line(figures: Figures) -> str:
    """How much is reported, in one line."""
    return coverage_words(figures.freshness, name_period=figures.wording.name_period)


def freshness_line(turn: Here, figures: Figures) -> str:
    """Whether the latest due number is there, in one line."""
    return freshness_words(
        figures.freshness,
        name_period=figures.wording.name_period,
        name_day=lambda on: day(turn, on),
    )
