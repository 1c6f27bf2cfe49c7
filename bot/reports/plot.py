"""Where everything of a chart lies, in the pixels of a small drawing that scales: a page draws it as SVG.

Small, so that its words can be read on a phone and in half the width of a sheet of paper. bot/charts draws
larger pictures for chats, which show no SVG.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.charts.spans import round_ticks, span_of, written
from bot.reports.series import Series
from domain.numbers.locales import decimal_mark

WIDTH, HEIGHT = 360, 190
TOP, BOTTOM, RIGHT = 14, 26, 16
# Of the larger letters that a phone draws.
LETTER = 7.6
AFTER_TICK = 8
MOST_TICKS = 4
MOST_NAMES = 3
ROOM_BETWEEN = 12
BAR = 7
SMALL_MANY = 26
RADIUS, SMALL_RADIUS = 3.0, 2.2
ABOVE, BELOW = 9, 16
# The last value's words keep away from a target that runs through them.
NEAR = 13


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Words or a sign at a place."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Span:
    """From one place to another, on either axis."""

    start: float
    end: float
    middle: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A chart, laid out. `runs` are the points of lines; `gaps` and `forecast` are spans."""

    left: float
    right: float
    top: float
    floor: float
    value_ticks: tuple[Mark, ...]
    period_ticks: tuple[Mark, ...]
    runs: tuple[str, ...]
    dots: tuple[Mark, ...]
    radius: float
    gaps: tuple[Span, ...]
    target: float | None
    target_mark: Mark | None
    band: Span | None
    forecast: Span | None
    forecast_at: float
    last: Mark | None


@dataclass(frozen=True, kw_only=True)
class _Axes:
    left: float
    low: float
    high: float
    count: int

    def x(self, at: float) -> float:
        inset = 8.0
        width = WIDTH - RIGHT - self.left - 2 * inset
        return round(self.left + inset + width * (at / (self.count - 1) if self.count > 1 else 0.5), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share, 1)

    @property
    def step(self) -> float:
        return self.x(1) - self.x(0) if self.count > 1 else WIDTH / 2


def plot_of(series: Series) -> Plot | None:
    """Lay the chart of a KPI out; None where nothing is reported."""
    if not series.values:
        return None
    low, high = span_of(_extent(series))
    ticks = round_ticks((low, high), MOST_TICKS)
    names = written(ticks, decimal_mark(series.inputs.locale))
    left = AFTER_TICK + LETTER * max(map(len, names)) + 4
    axes = _Axes(left=left, low=low, high=high, count=len(series.periods))
    goal, forecast = series.goal, series.forecast
    target = axes.y(goal.low) if goal and not goal.is_range else None
    return Plot(
        left=left,
        right=WIDTH - RIGHT,
        top=TOP,
        floor=HEIGHT - BOTTOM,
        value_ticks=tuple(
            Mark(x=left - AFTER_TICK, y=axes.y(tick), text=name)
            for tick, name in zip(ticks, names, strict=True)
        ),
        period_ticks=tuple(_period_ticks(axes, series)),
        runs=tuple(_runs(axes, series.values)),
        dots=tuple(Mark(x=axes.x(at), y=axes.y(value)) for at, value in series.values.items()),
        radius=SMALL_RADIUS if len(series.values) > SMALL_MANY else RADIUS,
        gaps=tuple(_gaps(axes, series)),
        target=target,
        target_mark=Mark(x=axes.x(goal.at), y=target) if goal and goal.at is not None and target else None,
        band=Span(start=axes.y(goal.high), end=axes.y(goal.low)) if goal and goal.is_range else None,
        forecast=Span(start=axes.y(forecast.high), end=axes.y(forecast.low), middle=axes.y(forecast.centre))
        if forecast
        else None,
        forecast_at=axes.x(max(series.values) + 1),
        last=_last(axes, series, target),
    )


def _extent(series: Series) -> list[float]:
    goal, forecast = series.goal, series.forecast
    found = list(series.values.values())
    found += [goal.low, goal.high] if goal else []
    return found + ([forecast.low, forecast.high] if forecast else [])


def _runs(axes: _Axes, values: dict[int, float]) -> Iterator[str]:
    """Values that follow each other: across a gap there is no line."""
    for _start, group in groupby(enumerate(values.items()), key=lambda pair: pair[1][0] - pair[0]):
        yield " ".join(f"{axes.x(at)},{axes.y(value)}" for _number, (at, value) in group)


def _gaps(axes: _Axes, series: Series) -> Iterator[Span]:
    missing = [at for at in range(series.known) if at not in series.values]
    for _start, group in groupby(enumerate(missing), key=lambda pair: pair[1] - pair[0]):
        places = [at for _number, at in group]
        half = axes.step / 2
        yield Span(start=round(axes.x(places[0]) - half, 1), end=round(axes.x(places[-1]) + half, 1))


def _period_ticks(axes: _Axes, series: Series) -> Iterator[Mark]:
    """The names of the last value, the target, the first value, and some between, where they have room."""
    labels, last = series.labels, max(series.values)
    goal = series.goal
    target = [goal.at] if goal and goal.at is not None else []
    step = max(1, -(-len(labels) // MOST_NAMES))
    taken: list[int] = []
    for at in (last, *target, 0, *range(last - step, 0, -step)):
        if all(_are_apart(axes, labels, at, other) for other in taken):
            taken.append(at)
    for at in sorted(taken):
        yield _inside(axes.x(at), labels[at])


def _are_apart(axes: _Axes, labels: Sequence[str], one: int, other: int) -> bool:
    needed = LETTER * (len(labels[one]) + len(labels[other])) / 2 + ROOM_BETWEEN
    return abs(axes.x(one) - axes.x(other)) >= needed


def _inside(x: float, text: str) -> Mark:
    half = LETTER * len(text) / 2
    return Mark(x=round(min(max(x, half), WIDTH - half), 1), y=HEIGHT - BOTTOM + 18, text=text)


def _last(axes: _Axes, series: Series, target: float | None) -> Mark:
    """The last value in words: above its point, or below where the point is a low one or a line is near."""
    at = max(series.values)
    y, before = axes.y(series.values[at]), series.values.get(at - 1, series.values[at])
    is_below = series.values[at] < before or (target is not None and 0 <= y - target < ABOVE + NEAR)
    is_below = is_below and y + BELOW < HEIGHT - BOTTOM - 2
    text = series.shown[at]
    half = LETTER * len(text) / 2 + 2
    free = axes.x(at + 1) - BAR - half if series.forecast else WIDTH - half
    x = min(axes.x(at), free)
    return Mark(x=round(x, 1), y=round(y + BELOW if is_below else y - ABOVE, 1), text=text)
