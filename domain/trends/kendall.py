"""The Mann-Kendall test with its exact distribution, whole or season by season, and the Theil-Sen slope."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import erfc, factorial, fsum, sqrt
from statistics import median

from domain.trends.counts import inversions, inversions_cut
from domain.trends.trend import Point

FEWEST_NEIGHBOURS = 6
UNKNOWN_CORRELATION = 0.3
HIGHEST_CORRELATION = 0.9
# What is left beside a line below this share of the values is rounding.
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a test found: two-sided p, the sign of the trend, the change per period and its 90% range."""

    p: float
    exact_p: float
    sign: int
    slope: float
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Series:
    """Values to compare with each other, but only within a block: a season, or the one block 0.

    `slopes` are those of all such pairs in ascending order, each with the indices of its two points.
    """

    points: tuple[Point, ...]
    blocks: tuple[int, ...]
    slopes: tuple[tuple[float, int, int], ...]
    is_corrected: bool

    @classmethod
    def of(cls, points: Sequence[Point], *, season_length: int, is_corrected: bool) -> "Series":
        """Compare every pair of the same season; a season length of 1 compares every pair."""
        blocks = tuple(point.at % season_length for point in points)
        slopes = [
            ((after.value - before.value) / (after.at - before.at), i, j)
            for j, after in enumerate(points)
            for i, before in enumerate(points[:j])
            if blocks[i] == blocks[j]
        ]
        return cls(
            points=tuple(points), blocks=blocks, slopes=tuple(sorted(slopes)), is_corrected=is_corrected
        )

    @property
    def best_p_without_one(self) -> float:
        """The smallest p that can come out when one value is left out."""
        return 2 / factorial(len(self.points) - 1)

    def test(self) -> Outcome:
        """Test the whole series."""
        slopes = [slope for slope, _, _ in self.slopes]
        score = sum(map(_sign, slopes))
        exact_p, p = self._p(None, score)
        low, high = middle_range(slopes, inversions_cut(self._sizes(None)))
        return Outcome(p=p, exact_p=exact_p, sign=_sign(score), slope=self._slope, low=low, high=high)

    def p_without_each(self) -> Iterator[float]:
        """Leave out each point in turn and give p.

        The correlation of neighbours stays that of the whole series: the hole would make it a guess.
        """
        shares = [0] * len(self.points)
        for slope, i, j in self.slopes:
            shares[i] += _sign(slope)
            shares[j] += _sign(slope)
        whole = sum(shares) // 2
        for left_out, share in enumerate(shares):
            yield self._p(left_out, whole - share)[1]

    def _p(self, left_out: int | None, score: int) -> tuple[float, float]:
        """Give the exact p, and the one that may be larger because neighbours resemble each other."""
        sizes, ties = self._sizes(left_out), self._ties(left_out)
        untied = sum(map(_pairs, sizes)) - sum(map(_pairs, ties))
        exact = inversions(sizes, ties).two_sided((untied - abs(score)) // 2)
        if not self.is_corrected or not score:
            return exact, exact
        variance = (sum(map(_spread, sizes)) - sum(map(_spread, ties))) / 18
        z = (abs(score) - 1) / sqrt(variance * _inflation(self._correlation, sum(sizes)))
        return exact, max(exact, erfc(z / sqrt(2)))

    def _sizes(self, left_out: int | None) -> tuple[int, ...]:
        own = None if left_out is None else self.blocks[left_out]
        return tuple(sorted(count - (block == own) for block, count in self._block_sizes.items()))

    def _ties(self, left_out: int | None) -> tuple[int, ...]:
        own = None if left_out is None else (self.blocks[left_out], self.points[left_out].value)
        return tuple(sorted(count - (key == own) for key, count in self._tied.items()))

    @cached_property
    def _slope(self) -> float:
        return median(slope for slope, _, _ in self.slopes)

    @cached_property
    def _block_sizes(self) -> Counter[int]:
        return Counter(self.blocks)

    @cached_property
    def _tied(self) -> dict[tuple[int, float], int]:
        """How many values are equal, by block and value."""
        values = (point.value for point in self.points)
        counted = Counter(zip(self.blocks, values, strict=True))
        return {key: count for key, count in counted.items() if count > 1}

    @cached_property
    def _correlation(self) -> float:
        """How much neighbours one period apart resemble each other beside the line, from 0 to 0.9."""
        n, rests = len(self.points), self._residuals()
        products = [
            rests[i] * rests[i + 1]
            for i, (before, after) in enumerate(pairwise(self.points))
            if after.at - before.at == 1
        ]
        if len(products) < FEWEST_NEIGHBOURS:
            return UNKNOWN_CORRELATION
        squares = fsum(rest * rest for rest in rests)
        rounding = fsum((ROUNDING * point.value) ** 2 for point in self.points)
        # Where periods are missing there are fewer products than n - 1: their mean counts, not their sum.
        share = (n - 1) / len(products)
        lag_1 = share * fsum(products) / squares if squares > rounding else 0.0
        return min(max((n * lag_1 + 2) / (n - 4), 0.0), HIGHEST_CORRELATION)

    def _residuals(self) -> list[float]:
        """Take away the line, and what its block has on average beside it."""
        start = self.points[0].at
        rests = [point.value - self._slope * (point.at - start) for point in self.points]
        sums: dict[int, float] = {}
        for block, rest in zip(self.blocks, rests, strict=True):
            sums[block] = sums.get(block, 0.0) + rest
        return [
            rest - sums[block] / self._block_sizes[block]
            for block, rest in zip(self.blocks, rests, strict=True)
        ]


def middle_range(ordered: Sequence[float], cut: int | None) -> tuple[float | None, float | None]:
    """Cut so many values off both ends, and give the ends of what is left; None where that cannot be had."""
    if cut is None:
        return None, None
    return ordered[cut], ordered[-1 - cut]


def _inflation(correlation: float, n: int) -> float:
    """How many times larger the variance is than that of values that know nothing of each other.

    1 + 2 Σ (1 - k/n) r**k over k from 1 to n - 1, as the sum of the two series in it.
    """
    rest = 1 - correlation
    return (1 + correlation) / rest - 2 * correlation * (1 - correlation**n) / (n * rest**2)


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


def _spread(size: int) -> int:
    return size * (size - 1) * (2 * size + 5)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
