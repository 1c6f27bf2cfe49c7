"""The Wilcoxon signed-rank test on the changes of a stock, with its exact distribution."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10
from statistics import median

from domain.trends.counts import rank_sums, rank_sums_cut
from domain.trends.kendall import Outcome, middle_range
from domain.trends.trend import Point

# Changes are compared in so many digits of the largest value: 0.3 - 0.2 is then the same as 0.2 - 0.1.
DIGITS = 13


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The changes between the values of a stock, per period."""

    points: tuple[Point, ...]
    decimals: int

    @classmethod
    def of(cls, points: Sequence[Point]) -> "Changes":
        """Take the change from each value to the next; one across a gap is divided by its periods."""
        largest = max((abs(point.value) for point in points), default=0.0)
        decimals = DIGITS - 1 - floor(log10(largest)) if largest else DIGITS
        return cls(points=tuple(points), decimals=decimals)

    @property
    def best_p_without_one(self) -> float:
        """The smallest p that can come out when one value is left out."""
        return 2 / (1 << len(self.points) - 2)

    def test(self) -> Outcome:
        """Test all changes. The slope is the median change, its range comes from the Walsh averages.

        The range is left out where it does not hold the median: there the changes lean too much to one side.
        """
        changes = self._changes(self.points)
        p, sign = _signed_ranks(changes)
        slope = median(changes)
        low, high = middle_range(_walsh_averages(changes), rank_sums_cut(len(changes)))
        if low is None or high is None or not low <= slope <= high:
            low = high = None
        return Outcome(p=p, exact_p=p, sign=sign, slope=slope, low=low, high=high)

    def p_without_each(self) -> Iterator[float]:
        """Leave out each point in turn and give p."""
        for left_out in range(len(self.points)):
            p, _ = _signed_ranks(self._changes(self.points[:left_out] + self.points[left_out + 1 :]))
            yield p

    def _changes(self, points: Sequence[Point]) -> list[float]:
        return [
            round((after.value - before.value) / (after.at - before.at), self.decimals)
            for before, after in pairwise(points)
        ]


def _signed_ranks(changes: Sequence[float]) -> tuple[float, int]:
    """Give the exact two-sided p, and the sign of the side with the larger sum of ranks."""
    sizes = sorted(abs(change) for change in changes if change)
    if not sizes:
        return 1.0, 0
    ranks = _doubled_midranks(sizes)
    risen = sum(ranks[change] for change in changes if change > 0)
    fallen = sum(ranks[-change] for change in changes if change < 0)
    p = rank_sums(tuple(ranks[size] for size in sizes)).two_sided(min(risen, fallen))
    return p, (risen > fallen) - (risen < fallen)


def _doubled_midranks(ordered: Sequence[float]) -> dict[float, int]:
    """Give each size twice the mean of the ranks of its equals, which is a whole number."""
    first = {size: len(ordered) - i for i, size in enumerate(reversed(ordered))}
    last = {size: i for i, size in enumerate(ordered, start=1)}
    return {size: first[size] + last[size] for size in last}


def _walsh_averages(changes: Sequence[float]) -> list[float]:
    """Average every pair of changes, each with itself too, in ascending order."""
    return sorted((one + other) / 2 for i, one in enumerate(changes) for other in changes[i:])
