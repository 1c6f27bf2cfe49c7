"""How far the axis of values goes, and what is written beside it: plain Python, for whoever draws."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10

Span = tuple[float, float]

ROOM = 0.09
# A line chart shows zero where leaving it out would save less than this share of the height.
NEAR_ZERO = 0.45
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# From the first number on, in units of the second, with this ending.
MULTIPLES = ((1e12, 1e12, "tn"), (1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e4, 1e3, "k"), (0.0, 1.0, ""))
MOST_DIGITS = 1e15
LEAST_DIGITS = 1e-6
MOST_DECIMALS = 8
MOST_SHORT_DECIMALS = 2


def span_of(values: Sequence[float]) -> Span:
    """From which value to which a chart of these shows, with room above and below; (0, 1) without any."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if low == high:
        low, high = low - (abs(low) * 0.2 or 1), high + (abs(high) * 0.2 or 1)
    room = (high - low) * ROOM
    return _bound(low, high, room), -_bound(-high, -low, room)


def _bound(low: float, high: float, room: float) -> float:
    """The lower end: never beyond zero without a value there, and at zero where zero is near."""
    if 0 <= low < high * NEAR_ZERO:
        return 0.0
    return max(low - room, 0.0) if low >= 0 else low - room


def round_ticks(span: Span, most: int) -> list[float]:
    """Round values within the span, evenly apart; at most so many, at least one."""
    low, high = span
    size = 10.0 ** floor(log10((high - low) / most))
    for step in (size * share for share in STEPS):
        first, last = ceil(low / step), floor(high / step)
        if last - first < most:
            return [number * step for number in range(first, last + 1)]
    return [low]


def written(ticks: Sequence[float], decimal_mark: str) -> list[str]:
    """The ticks, short and without marks between thousands: 1500, 12.5k, 3m, 0.25."""
    largest = max(map(abs, ticks), default=0.0)
    if largest >= MOST_DIGITS or 0 < largest < LEAST_DIGITS:
        return [f"{tick:.4g}".replace(".", decimal_mark) for tick in ticks]
    step = min((two - one for one, two in pairwise(ticks)), default=largest or 1.0)
    size, ending = next(
        (size, ending)
        for least, size, ending in MULTIPLES
        if largest >= least and (size == 1 or _decimals(step / size) <= MOST_SHORT_DECIMALS)
    )
    decimals = _decimals(step / size)
    return [_short(tick / size, decimals, ending).replace(".", decimal_mark) for tick in ticks]


def _decimals(step: float) -> int:
    """How many decimals tell neighbours apart: one more for steps of 2.5 than for those of 2."""
    for decimals in range(max(0, -floor(log10(step))), MOST_DECIMALS):
        if abs(round(step, decimals) - step) < step * 1e-6:
            return decimals
    return MOST_DECIMALS


def _short(number: float, decimals: int, ending: str) -> str:
    rounded = round(number, decimals)
    return "0" if rounded == 0 else f"{rounded:.{decimals}f}{ending}"
