"""Exact null distributions: how many arrangements give each value of a test's statistic.

The counts stand side by side in one integer, so many bits each: the value of their generating polynomial at
q = 2**bits. Multiplying or dividing polynomials is then one operation on integers, and stays exact.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from math import factorial, prod

# Room for 24!; more is taken in the same steps, so that few widths are in the cache.
WIDTH = 96
ONE_IN = 20  # a tail of 5 % on each side leaves 90 % between


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Counts of the values 0, 1, 2 and so on of a statistic that lies symmetrically around its middle."""

    packed: int
    bits: int
    total: int

    def at_most(self, value: int) -> int:
        """Count the arrangements that give this value or less."""
        lowest = self.packed & ((1 << self.bits * (value + 1)) - 1)
        # Modulo one less than the base, a number is the sum of its digits; the total is smaller than that.
        return lowest % ((1 << self.bits) - 1)

    def two_sided(self, value: int) -> float:
        """Give the chance of a value as far from the middle, on either side; `value` is the lower one."""
        return min(1.0, 2 * self.at_most(value) / self.total)

    def cut(self) -> int | None:
        """Find the highest value whose lower tail is at most 5 %; None where even that of 0 is more."""
        value = 0
        while self.at_most(value) * ONE_IN <= self.total:
            value += 1
        return value - 1 if value else None


@lru_cache(maxsize=4096)
def inversions(sizes: tuple[int, ...], ties: tuple[int, ...] = ()) -> Counts:
    """Count inversions over the orders of the values in each block of a series.

    `sizes` are the numbers of values in the blocks, `ties` those of equal values in one block. The
    polynomial is the product of [n]!_q over blocks, divided by that of [t]!_q over ties (MacMahon's count
    for multisets).
    """
    total = prod(map(factorial, sizes)) // prod(map(factorial, ties))
    bits = WIDTH * (total.bit_length() // WIDTH + 1)
    packed = prod(_q_factorial(size, bits) for size in sizes) // prod(_q_factorial(tie, bits) for tie in ties)
    return Counts(packed=packed, bits=bits, total=total)


@lru_cache(maxsize=4096)
def rank_sums(ranks: tuple[int, ...]) -> Counts:
    """Count the sums of the ranks that get a plus, over all ways to give each a sign."""
    bits, packed = len(ranks) + 1, 1
    for rank in ranks:
        packed += packed << bits * rank
    return Counts(packed=packed, bits=bits, total=1 << len(ranks))


@cache
def inversions_cut(sizes: tuple[int, ...]) -> int | None:
    """Find how many ordered slopes lie below the 90% range, for values without ties."""
    return inversions(sizes).cut()


@cache
def rank_sums_cut(size: int) -> int | None:
    """Find how many ordered Walsh averages lie below the 90% range, for so many changes."""
    return rank_sums(tuple(range(1, size + 1))).cut()


@cache
def _q_factorial(n: int, bits: int) -> int:
    """[n]!_q = [1]_q [2]_q ... [n]_q with [i]_q = 1 + q + ... + q**(i-1), at q = 2**bits."""
    if n <= 1:
        return 1
    return _q_factorial(n - 1, bits) * (((1 << n * bits) - 1) // ((1 << bits) - 1))
