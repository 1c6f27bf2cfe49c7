"""A series of values, and what a test says about its trend."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["too_few", "four_values", "early", "likely", "clear", "none", "flat", "season"]
Direction = Literal["rise", "fall", ""]
CALLED: frozenset[Verdict] = frozenset({"early", "likely", "clear"})


@dataclass(frozen=True, kw_only=True)
class Point:
    """The value of one period; `at` is the period's ordinal, so that neighbours differ by 1."""

    at: int
    value: float


@dataclass(frozen=True, kw_only=True)
class YearPair:
    """A value and the one of the same season a year before."""

    before: Point
    after: Point


@dataclass(frozen=True, kw_only=True)
class Trend:
    """What was found in `points`, the values that were used.

    `p` is two-sided, `exact_p` the same before the correction for neighbours that resemble each other; both
    are None where nothing was tested. `slope` and its 90% range from `low` to `high` are changes per period,
    `needed_change` too. `turns_on` is the period (Point.at) without whose value it would not be
    called, the worst one where it `is_one_of_several`.
    """

    verdict: Verdict
    points: tuple[Point, ...]
    direction: Direction = ""
    p: float | None = None
    exact_p: float | None = None
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    turns_on: int | None = None
    is_one_of_several: bool = False
    is_stock: bool = False
    is_seasonal: bool = False
    season_length: int = 12
    needed_change: float | None = None
    year_pairs: tuple[YearPair, ...] = ()

    @property
    def n(self) -> int:
        """How many values were used."""
        return len(self.points)

    @property
    def is_called(self) -> bool:
        """Tell whether there is a trend at all, early, likely or clear."""
        return self.verdict in CALLED
