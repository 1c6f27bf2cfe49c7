"""XmR limits: whether one value is unusual beside the earlier ones, and how that is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from domain.trends.trend import Point, Trend
from domain.trends.verdicts import LONGEST
from domain.trends.wording import decimals_for

USUAL = (
    "{period}: {value} is within the normal spread, no sign that anything changed"
    " ({low} to {high}{beside}, from {n} earlier values)."
)
UNUSUAL = (
    "{period}: {value} is unusual: {side} the normal spread of {low} to {high}{beside},"
    " from {n} earlier values."
)
BESIDE_TREND = " around the trend"

FEWEST_EARLIER = 6
# 3 divided by 1.128, the mean range of two values of a normal distribution in its standard deviations.
RANGES = 2.66
ROUNDING = 1e-9
THOUSAND = 1000
MOST_DECIMALS = 9


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The normal spread around a line that is level unless a trend was found.

    `centre` is the line's height in the period `start`, `slope` its change per period, `half_width` the
    distance of the limits from it, `n` how many earlier values it rests on.
    """

    n: int
    start: int
    centre: float
    slope: float
    half_width: float
    rounding: float

    def centre_at(self, at: int) -> float:
        """Give the centre in a period."""
        return self.centre + self.slope * (at - self.start)

    def low_at(self, at: int) -> float:
        """Give the lower limit in a period."""
        return self.centre_at(at) - self.half_width

    def high_at(self, at: int) -> float:
        """Give the upper limit in a period."""
        return self.centre_at(at) + self.half_width


def limits_of(earlier: Sequence[Point], trend: Trend | None = None) -> Limits | None:
    """Find the limits, mean ± 2.66 mean moving ranges; None below 6 points or without neighbouring periods.

    `earlier` are ascending, the last 24 count. Where `trend`, the trend of the same points, is called,
    the rests beside its line take the place of the values. Moving ranges are those of neighbouring periods:
    Shewhart's chart of individual values.
    """
    used = earlier[-LONGEST:]
    slope = trend.slope if trend is not None and trend.is_called and trend.slope is not None else 0.0
    rests = [point.value - slope * (point.at - used[0].at) for point in used]
    neighbours = [after.at - before.at == 1 for before, after in pairwise(used)]
    ranges = [abs(b - a) for (a, b), is_next in zip(pairwise(rests), neighbours, strict=True) if is_next]
    if len(used) < FEWEST_EARLIER or not ranges:
        return None
    return Limits(
        n=len(used),
        start=used[0].at,
        centre=fsum(rests) / len(rests),
        slope=slope,
        half_width=RANGES * fsum(ranges) / len(ranges),
        rounding=ROUNDING * max(abs(point.value) for point in used),
    )


def is_unusual(point: Point, limits: Limits) -> bool:
    """Tell whether a value lies outside the limits of its period."""
    return abs(point.value - limits.centre_at(point.at)) > limits.half_width + limits.rounding


def unusual_words(
    point: Point,
    limits: Limits,
    *,
    write_value: Callable[[float], str],
    period_name: Callable[[int], str],
    bounds: tuple[float | None, float | None] = (None, None),
) -> str:
    """Say in one line whether a value is unusual; `bounds` are the lowest and highest that the KPI can be."""
    low, high = _shown_limits(point, limits, bounds)
    return (UNUSUAL if is_unusual(point, limits) else USUAL).format(
        period=period_name(point.at),
        value=write_value(point.value),
        side="above" if point.value > limits.centre_at(point.at) else "below",
        low=write_value(low),
        high=write_value(high),
        beside=BESIDE_TREND if limits.slope else "",
        n=limits.n,
    )


def _shown_limits(
    point: Point, limits: Limits, bounds: tuple[float | None, float | None]
) -> tuple[float, float]:
    """Round the limits, but never so far that the value would seem to be on the other side of one."""
    low, high = limits.low_at(point.at), limits.high_at(point.at)
    is_flat = limits.half_width <= limits.rounding
    first = decimals_for(limits.rounding / ROUNDING / THOUSAND if is_flat else limits.half_width)
    for decimals in range(first, first + MOST_DECIMALS):
        shown = round(low, decimals), round(high, decimals)
        if (shown[0] <= point.value <= shown[1]) is not is_unusual(point, limits):
            break
    lowest, highest = bounds
    return (
        shown[0] if lowest is None or high < lowest else max(shown[0], lowest),
        shown[1] if highest is None or low > highest else min(shown[1], highest),
    )
