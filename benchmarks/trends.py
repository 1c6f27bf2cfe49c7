"""How often a trend is called, where there is none and where there is one, and how long that takes.

It runs alone as python -m benchmarks.trends. The table holds what the rule was chosen for; a false-alarm cell
that is more than 3 points away from it fails.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import sqrt
from random import Random
from statistics import median

from domain.trends import Point, Trend, trend_of

SEED = 11
RUNS = 3000
LENGTHS = (8, 12, 18, 24)
CALLED_AT = 0.10
TOLERANCE = 3.0
TIMED = 200
GIVEN = 36
AT_MOST_MS = 3.0
START = 24_300

Noise = Callable[[Random, int], list[float]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A kind of series, and the percentages that the table gives for the lengths; power has a drift."""

    name: str
    expected: Sequence[int]
    make: Noise
    is_stock: bool = False
    is_power: bool = False


def measure() -> int:
    """Simulate every row of the table and time new series. Return 1 if a false-alarm cell is off, else 0."""
    print(f"share called a trend at p <= {CALLED_AT:.2f}, measured (table), {RUNS} runs a cell")
    print(f"{'':34}" + "".join(f"{f'n={length}':>16}" for length in LENGTHS))
    off = [cell for row in ROWS for cell in _print_row(row) if not row.is_power]
    worst = max(off)
    print(f"false alarms: the worst cell is {worst:.1f} points off (at most {TOLERANCE:.0f})")
    _print_timing("flow", is_stock=False)
    _print_timing("stock", is_stock=True)
    return 1 if worst > TOLERANCE else 0


def _print_row(row: Row) -> list[float]:
    """Print one row. Return how far each cell is off."""
    measured = [_share(row, length) for length in LENGTHS]
    pairs = list(zip(measured, row.expected, strict=True))
    print(f"{row.name:34}" + "".join(f"{f'{share:.1f} ({table}) %':>16}" for share, table in pairs))
    return [abs(share - table) for share, table in pairs]


def _share(row: Row, length: int) -> float:
    random = Random(f"{SEED} {row.name} {length}")
    called = sum(_is_called(row, row.make(random, length)) for _ in range(RUNS))
    return 100 * called / RUNS


def _is_called(row: Row, values: Sequence[float]) -> bool:
    trend = trend_of(_points(values), is_stock=row.is_stock)
    return trend.p is not None and trend.p <= CALLED_AT


def _points(values: Sequence[float]) -> list[Point]:
    return [Point(at=at, value=value) for at, value in enumerate(values, start=START)]


def _resembling(random: Random, length: int, *, correlation: float = 0.0, slope: float = 0.0) -> list[float]:
    """Noise of standard deviation 1 whose neighbours resemble each other, around a line."""
    fresh = sqrt(1 - correlation**2)
    steps = [random.gauss(0, 1)] + [fresh * random.gauss(0, 1) for _ in range(length - 1)]
    noise = accumulate(steps, lambda before, step: correlation * before + step)
    return [slope * at + rest for at, rest in enumerate(noise)]


def _walk(random: Random, length: int, *, drift: float = 0.0) -> list[float]:
    """A stock whose changes are independent, of standard deviation 1."""
    return list(accumulate(random.gauss(drift, 1) for _ in range(length)))


ROWS = (
    Row(name="flow, independent", expected=(4, 5, 8, 8), make=_resembling),
    Row(name="flow, correlation 0.4", expected=(8, 11, 11, 10), make=partial(_resembling, correlation=0.4)),
    Row(name="flow, correlation 0.7", expected=(14, 15, 16, 14), make=partial(_resembling, correlation=0.7)),
    Row(name="stock, random walk", expected=(6, 9, 9, 12), make=_walk, is_stock=True),
    Row(
        name="power, flow, slope 0.2 sd",
        expected=(15, 50, 95, 100),
        make=partial(_resembling, slope=0.2),
        is_power=True,
    ),
    Row(
        name="power, flow, slope 0.4 sd",
        expected=(41, 91, 100, 100),
        make=partial(_resembling, slope=0.4),
        is_power=True,
    ),
    Row(
        name="power, stock, drift 0.5 sd",
        expected=(27, 41, 58, 73),
        make=partial(_walk, drift=0.5),
        is_stock=True,
        is_power=True,
    ),
    Row(
        name="power, stock, drift 1.0 sd",
        expected=(69, 88, 99, 100),
        make=partial(_walk, drift=1.0),
        is_stock=True,
        is_power=True,
    ),
)


def _print_timing(name: str, *, is_stock: bool) -> None:
    random = Random(SEED)
    make = partial(_walk, drift=1.0) if is_stock else partial(_resembling, slope=0.5)
    timed = [_timed(_points(make(random, GIVEN)), is_stock=is_stock) for _ in range(TIMED)]
    seconds = sorted(second for second, _ in timed)
    called = sum(trend.is_called for _, trend in timed)
    middle, slowest = median(seconds) * 1000, seconds[-1] * 1000
    print(
        f"a new {name} of {GIVEN} values, with every value left out once: median {middle:.2f} ms,"
        f" slowest {slowest:.2f} ms (at most {AT_MOST_MS:.0f}); {called} of {TIMED} called"
    )


def _timed(points: Sequence[Point], *, is_stock: bool) -> tuple[float, Trend]:
    began = time.perf_counter()
    trend = trend_of(points, is_stock=is_stock)
    return time.perf_counter() - began, trend


if __name__ == "__main__":
    sys.exit(measure())
