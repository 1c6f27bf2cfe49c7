"""The forecast of every KPI: a random walk with drift, and its 80% range."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import fsum, isfinite, sqrt
from typing import Literal

from domain.forecast.student import t_quantile
from domain.trends import Point
from domain.trends.verdicts import (
    FEWEST_SEASONAL,
    LONGEST,
    LONGEST_SEASONAL,
    NOT_ASCENDING,
    NOT_FINITE,
    YEARS_COMPARED,
)

TOO_FEW = "A forecast takes at least 6 values; there {are}."
NONE_THERE, ONE_THERE, SOME_THERE = "is none yet", "is 1", "are {n}"
TOO_FAR = "{ahead} {unit}s ahead is too far to forecast from {n} values; {most} is the most."
SEASON = (
    "It follows the seasons, and from less than two years a forecast cannot tell season from course: it takes"
    " at least {needed} values, and there {are}."
)
BACKWARDS = "a forecast looks at least one period ahead"

FEWEST = 6
FARTHEST = 6
LEVEL = 0.80
QUANTILE = (1 + LEVEL) / 2

Cause = Literal["too_few", "too_far", "season"]


@dataclass(frozen=True, kw_only=True)
class Walk:
    """What the points say of how it moves: `drift` is the mean change a period, `spread` that of one period.

    `span` is the number of periods from the first point to the last; `freedom` are degrees of freedom.
    """

    drift: float
    spread: float
    span: int
    freedom: int

    def half_width(self, ahead: int) -> float:
        """Half of the 80% range, so many periods ahead."""
        return t_quantile(QUANTILE, self.freedom) * self.spread * sqrt(ahead * (1 + ahead / self.span))

    @property
    def drift_half_width(self) -> float:
        """How far the drift may be from what was seen, to either side, with the same t."""
        return t_quantile(QUANTILE, self.freedom) * self.spread / sqrt(self.span)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Where the value would come out on the current course, with its 80% range from `low` to `high`.

    `ahead` is in periods after the last of the `n` values that were used, `drift` their mean change a period.
    `is_wide`: the range is as wide as the lowest and the highest of those values are apart. `decimals` are
    the most that one of them has.
    """

    centre: float
    low: float
    high: float
    n: int
    ahead: int
    drift: float
    is_wide: bool
    decimals: int


@dataclass(frozen=True, kw_only=True)
class NoForecast:
    """Why there is none from `n` values, so many periods `ahead`; `most` periods ahead there would be one.

    `needed` is how many values it takes.
    """

    cause: Cause
    n: int
    ahead: int
    most: int
    needed: int

    @property
    def reason(self) -> str:
        """Why, in words."""
        return self.words("period")

    def words(self, unit: str) -> str:
        """Say why, in the unit of its periods: month, week or quarter."""
        sentence = {"too_few": TOO_FEW, "too_far": TOO_FAR, "season": SEASON}[self.cause]
        are = (NONE_THERE, ONE_THERE)[self.n] if self.n <= 1 else SOME_THERE.format(n=self.n)
        return sentence.format(
            are=are, n=self.n, ahead=self.ahead, most=self.most, unit=unit, needed=self.needed
        )


def forecast_of(  # noqa: PLR0913 - what a series is takes as many words, each given by name
    points: Sequence[Point],
    *,
    ahead: int,
    low: float | None = None,
    high: float | None = None,
    is_seasonal: bool = False,
    season_length: int = 12,
) -> Forecast | NoForecast:
    """Forecast the value so many periods after the last point: a random walk with drift, 80% range.

    Points are ascending by period, one for each; the last 24 are used (of a seasonal series the last 36 or
    three years). `low` and `high` bound what the KPI can be. There is none from fewer than 6 values, none
    farther than 6 periods or half the number of values, and none of a series that follows the seasons
    before two years of it are known. Raises ValueError for points out of order or not finite, and for
    `ahead` below 1. The method is section 3.6 of the domain's rules.
    """
    if ahead < 1:
        raise ValueError(BACKWARDS)
    used = used_of(points, is_seasonal=is_seasonal, season_length=season_length)
    needed = two_years_of(season_length) if is_seasonal else FEWEST
    cause, walk = _cause(len(used), ahead, needed), walk_of(used)
    if cause is not None or walk is None:
        most = 0 if cause == "season" else farthest(len(used))
        return NoForecast(cause=cause or "too_few", n=len(used), ahead=ahead, most=most, needed=needed)
    centre, half = used[-1].value + walk.drift * ahead, walk.half_width(ahead)
    values = [point.value for point in used]
    return Forecast(
        centre=_clipped(centre, low, high),
        low=_clipped(centre - half, low, high),
        high=_clipped(centre + half, low, high),
        n=len(used),
        ahead=ahead,
        drift=walk.drift,
        is_wide=2 * half >= max(values) - min(values) > 0,
        decimals=max(map(_decimals, values)),
    )


def walk_of(used: Sequence[Point]) -> Walk | None:
    """Measure drift and spread of ascending points; None from fewer than three."""
    n = len(used)
    if n < 3:  # noqa: PLR2004 - two points leave no degree of freedom
        return None
    span = used[-1].at - used[0].at
    drift = (used[-1].value - used[0].value) / span
    squares = fsum(
        (after.value - before.value - drift * (after.at - before.at)) ** 2 / (after.at - before.at)
        for before, after in pairwise(used)
    )
    return Walk(drift=drift, spread=sqrt(squares / (n - 2)), span=span, freedom=n - 2)


def used_of(points: Sequence[Point], *, is_seasonal: bool, season_length: int) -> tuple[Point, ...]:
    """The points that are used: the last 24, of a seasonal series the last 36 or three years."""
    if any(before.at >= after.at for before, after in pairwise(points)):
        raise ValueError(NOT_ASCENDING)
    if not all(isfinite(point.value) for point in points):
        raise ValueError(NOT_FINITE)
    longest = max(LONGEST_SEASONAL, YEARS_COMPARED * season_length) if is_seasonal else LONGEST
    return tuple(points[-longest:])


def farthest(n: int) -> int:
    """How many periods ahead there is a forecast from so many values: at most 6, and half their number."""
    return min(FARTHEST, n // 2) if n >= FEWEST else 0


def two_years_of(season_length: int) -> int:
    """How many values a series that follows the seasons takes, the same as for its trend."""
    return max(FEWEST_SEASONAL, 2 * season_length)


def _cause(n: int, ahead: int, needed: int) -> Cause | None:
    if n < FEWEST:
        return "too_few"
    if n < needed:
        return "season"
    return "too_far" if ahead > farthest(n) else None


def _decimals(value: float) -> int:
    _sign, _digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _clipped(value: float, low: float | None, high: float | None) -> float:
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)
