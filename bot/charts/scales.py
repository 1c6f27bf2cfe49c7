"""The two axes of a panel: how far they go, and which places on them are named."""

from collections.abc import Callable, Mapping

from matplotlib.ticker import MaxNLocator

from bot.charts.spans import Span, span_of
from domain.chat.charts import Panel

MOST_TICKS = 6
STEPS = [1, 2, 2.5, 5, 10]
ROOM_BETWEEN = 14.0


def value_span(panel: Panel) -> Span:
    """From which value to which the panel shows, with room above and below; (0, 1) without any value."""
    return span_of(_values(panel))


def _values(panel: Panel) -> list[float]:
    values = [point.value for point in panel.points if point.value is not None]
    values += [mark.value for line in panel.lines for mark in line.marks]
    if panel.band:
        values += [side for side in (panel.band.low, panel.band.high) if side is not None]
    return values


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
