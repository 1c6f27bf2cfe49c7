"""The two axes of a panel: how far they go, and which places on them are named."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import floor, log10

from matplotlib.ticker import MaxNLocator

from domain.chat.charts import Panel

Span = tuple[float, float]

MOST_TICKS = 6
STEPS = [1, 2, 2.5, 5, 10]
ROOM = 0.09
# A line chart shows zero where leaving it out would save less than this share of the height.
NEAR_ZERO = 0.45
ROOM_BETWEEN = 14.0
# From the first number on, in units of the second, with this ending.
MULTIPLES = ((1e12, 1e12, "tn"), (1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e4, 1e3, "k"), (0.0, 1.0, ""))
MOST_DIGITS = 1e15
LEAST_DIGITS = 1e-6
MOST_DECIMALS = 8
MOST_SHORT_DECIMALS = 2


def value_span(panel: Panel) -> Span:
    """From which value to which the panel shows, with room above and below; (0, 1) without any value."""
    values = _values(panel)
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if low == high:
        low, high = low - (abs(low) * 0.2 or 1), high + (abs(high) * 0.2 or 1)
    room = (high - low) * ROOM
    return _bound(low, high, room), -_bound(-high, -low, room)


def _values(panel: Panel) -> list[float]:
    values = [point.value for point in panel.points if point.value is not None]
    values += [mark.value for line in panel.lines for mark in line.marks]
    if panel.band:
        values += [side for side in (panel.band.low, panel.band.high) if side is not None]
    return values


def _bound(low: float, high: float, room: float) -> float:
    """The lower end: never beyond zero without a value there, and at zero where zero is near."""
    if 0 <= low < high * NEAR_ZERO:
        return 0.0
    return max(low - room, 0.0) if low >= 0 else low - room


def period_span(panel: Panel) -> Span:
    """From which period to which the panel shows: to its last point, or to the last mark after it."""
    last = last_period(panel)
    room = max(0.4, last * 0.025)
    return -room, last + room


def last_period(panel: Panel) -> int:
    """The last period that has a place on the axis, counted from 0."""
    marks = [mark.at for line in panel.lines for mark in line.marks]
    return max([len(panel.points) - 1, 0, *marks])


def value_ticks(panel: Panel, span: Span) -> list[float]:
    """Round values within the span, at most seven; none where there is no value to read off."""
    if not _values(panel):
        return []
    ticks = MaxNLocator(nbins=MOST_TICKS, steps=STEPS).tick_values(*span)
    return [float(tick) for tick in ticks if span[0] <= tick <= span[1]]


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


def period_labels(panel: Panel) -> dict[int, str]:
    """Place on the axis -> label, for every place that has one."""
    labels = {mark.at: mark.label for line in panel.lines for mark in line.marks}
    return labels | {at: point.label for at, point in enumerate(panel.points)}


def period_ticks(
    labels: Mapping[int, str], count: int, width: Callable[[str], float], unit: float
) -> list[int]:
    """The places whose labels do not run into each other: last value, targets, first, then even steps.

    `count` is the number of points, `unit` the pixels from one period to the next.
    """
    widest = max(map(width, labels.values()), default=0.0)
    step = max(1, -int(-(widest + ROOM_BETWEEN) // unit))
    after = [at for at in sorted(labels, reverse=True) if at >= count]
    wanted = [count - 1, *after, 0, *range(count - 1 - step, 0, -step)]
    taken: list[int] = []
    for at in wanted:
        if at in labels and all(_is_apart(at, other, labels, width, unit) for other in taken):
            taken.append(at)
    return sorted(taken)


def _is_apart(
    one: int, other: int, labels: Mapping[int, str], width: Callable[[str], float], unit: float
) -> bool:
    needed = (width(labels[one]) + width(labels[other])) / 2 + ROOM_BETWEEN
    return abs(one - other) * unit >= needed
