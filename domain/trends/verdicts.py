"""Which trend a series has, if any, and whether one value alone makes it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from math import isfinite

from domain.trends.kendall import Outcome, Series
from domain.trends.trend import CALLED, Direction, Point, Trend, Verdict, YearPair
from domain.trends.wilcoxon import Changes

NOT_ASCENDING = "points have to be in ascending order, one for each period"
NOT_FINITE = "values have to be finite"

LONGEST = 24
LONGEST_SEASONAL = 36
YEARS_COMPARED = 3
FEWEST_SEASONAL = 24
FEWEST_TESTED = 4
FEWEST_CALLED = 5
FEWEST_CORRECTED = 8
CLEAR, LIKELY = 0.05, 0.10
FLAT_SHARE = 0.25


def trend_of(
    points: Sequence[Point],
    *,
    is_stock: bool,
    is_seasonal: bool = False,
    season_length: int = 12,
    needed_change: float | None = None,
) -> Trend:
    """Find the trend of a KPI: Mann-Kendall and Theil-Sen, for a stock Wilcoxon on its changes.

    Points are ascending by period, one for each; the last 24 are used, of a seasonal series the last
    36 or three years. `season_length` is in periods: 12 months, 52 weeks or 4 quarters. `needed_change`,
    per period, lets a series without a trend be called flat. Raises ValueError for points out of order or
    not finite. Seasons are compared by Hirsch and Slack's seasonal Kendall test, but of a stock: none fits.
    """
    if any(before.at >= after.at for before, after in pairwise(points)):
        raise ValueError(NOT_ASCENDING)
    if not all(isfinite(point.value) for point in points):
        raise ValueError(NOT_FINITE)
    longest = max(LONGEST_SEASONAL, YEARS_COMPARED * season_length) if is_seasonal else LONGEST
    used = tuple(points[-longest:])
    blank = Trend(
        verdict="none",
        points=used,
        is_stock=is_stock,
        is_seasonal=is_seasonal,
        season_length=season_length,
        needed_change=needed_change,
        year_pairs=_year_pairs(used, season_length) if is_seasonal else (),
    )
    return _judged(blank)


@lru_cache(maxsize=1024)
def _judged(blank: Trend) -> Trend:
    if blank.n < FEWEST_TESTED:
        return replace(blank, verdict="too_few")
    # A level that wanders wanders from year to year too: seasons compared, that is no trend yet.
    if blank.is_seasonal and (blank.is_stock or blank.n < max(FEWEST_SEASONAL, 2 * blank.season_length)):
        return replace(blank, verdict="season" if blank.n >= FEWEST_CALLED else "four_values")
    values = _test_for(blank)
    outcome = values.test()
    tested = replace(
        blank,
        p=outcome.p,
        exact_p=outcome.exact_p,
        slope=outcome.slope,
        low=outcome.low,
        high=outcome.high,
    )
    verdict = _verdict(tested, outcome)
    if verdict not in CALLED:
        return replace(tested, verdict=verdict)
    direction: Direction = "rise" if outcome.sign > 0 else "fall"
    turning = _turning_points(values, verdict)
    worst = turning[0] if turning else None
    return replace(
        tested, verdict=verdict, direction=direction, turns_on=worst, is_one_of_several=len(turning) > 1
    )


def _test_for(blank: Trend) -> Series | Changes:
    if blank.is_seasonal:
        return Series.of(blank.points, season_length=blank.season_length, is_corrected=True)
    if blank.is_stock:
        return Changes.of(blank.points)
    return Series.of(blank.points, season_length=1, is_corrected=blank.n >= FEWEST_CORRECTED)


def _verdict(tested: Trend, outcome: Outcome) -> Verdict:
    if tested.n < FEWEST_CALLED:
        return "four_values"
    # Rare, with changes of a stock: most go one way, and the larger ones the other. That is no clear trend.
    p = outcome.p if outcome.sign * outcome.slope >= 0 else 1.0
    is_short = tested.n < FEWEST_CORRECTED and not tested.is_stock
    if p <= CLEAR:
        return "early" if is_short else "clear"
    if p <= LIKELY and not is_short:
        return "likely"
    return "flat" if is_flat(tested) else "none"


def is_flat(tested: Trend) -> bool:
    """Tell whether the whole 90% range is smaller than a quarter of the change that is needed."""
    if not tested.needed_change or tested.low is None or tested.high is None:
        return False
    return max(abs(tested.low), abs(tested.high)) < FLAT_SHARE * abs(tested.needed_change)


def _turning_points(values: Series | Changes, verdict: Verdict) -> list[int]:
    """Find the periods without whose value the same test would no longer call the trend, the worst first."""
    level = LIKELY if verdict == "likely" else CLEAR
    # Where no value could keep the trend, there would be too few left, and none is to blame.
    if values.best_p_without_one > level:
        return []
    without = zip(values.p_without_each(), values.points, strict=True)
    return [at for _p, at in sorted(((p, point.at) for p, point in without if p > level), reverse=True)]


def _year_pairs(points: Sequence[Point], season_length: int) -> tuple[YearPair, ...]:
    by_period = {point.at: point for point in points}
    return tuple(
        YearPair(before=by_period[point.at - season_length], after=point)
        for point in points
        if point.at - season_length in by_period
    )
