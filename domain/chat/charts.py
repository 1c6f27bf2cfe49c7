"""A chart in no platform's words: what is drawn, and the words that say the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import isfinite
from typing import Literal

LONGEST_ALT = 2000
MOST_PANELS = 2
LONGEST_NAME = 120
LONGEST_VALUE = 40
MOST_LISTED = 8
# Beyond this the room between two values is no number any more.
LARGEST_VALUE = 1e300

NO_VALUES = "No values yet"
HEAD = "{name} ({unit}), {first} to {last}."
HEAD_OF_ONE = "{name} ({unit}), {first}."
HEAD_OF_NONE = "{name} ({unit})."
ONE_VALUE = "One value: {only}."
SAME_VALUES = "All {count} values are {shown}, from {first} to {last}."
FIRST_AND_LAST = "First {first}, last {last}; lowest {lowest}, highest {highest}."
OF_A_VALUE = "{shown} in {label}"
DEFINITIONS = "The definition changed, so these are {count} series that cannot be compared."
UNDER_DEFINITION = "{first} to {last}:"
GAPS = "Not reported: {labels}."
CORRECTED = "Corrected: {labels}."
PROVISIONAL = "Provisional: {labels}."
SPAN = "{first} to {last}"
MORE = "and {count} more"
TARGET = "{name}: {shown} by {label}."
LEVEL = "{name}: {shown}."
PATH = "{name}: {values}."


@dataclass(frozen=True, kw_only=True)
class ChartPoint:
    """One period. A gap has no value and is no zero; points of different segments are not joined.

    `shown` is the value as people read it. Raises ValueError for a value that cannot be drawn.
    """

    label: str
    value: float | None = None
    shown: str = ""
    is_provisional: bool = False
    is_corrected: bool = False
    segment: int = 0

    def __post_init__(self) -> None:
        _check(self.value)


@dataclass(frozen=True, kw_only=True)
class ChartMark:
    """A value of a target, plan or baseline at the period `at`.

    `at` counts as the panel's points do, from 0; it may lie after the last of them.
    """

    at: int
    label: str
    value: float
    shown: str

    def __post_init__(self) -> None:
        _check(self.value)
        if self.at < 0:
            raise ValueError("a mark lies before the first period")


@dataclass(frozen=True, kw_only=True)
class ChartLine:
    """Something that the values are held against.

    A target is reached at its last mark, a plan is the way there, a level holds from its first mark to
    its last (or to the end, if it has one), a baseline is where things began.
    """

    name: str
    marks: tuple[ChartMark, ...]
    kind: Literal["target", "plan", "level", "baseline"] = "target"

    def __post_init__(self) -> None:
        if not self.marks:
            raise ValueError("a line has no marks")


@dataclass(frozen=True, kw_only=True)
class ChartBand:
    """A range in which the values shall stay; None leaves that side open."""

    name: str
    shown: str
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        _check(self.low)
        _check(self.high)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One KPI over time: a point for every period of the range, gaps too, in the order of time."""

    name: str
    unit: str
    points: tuple[ChartPoint, ...]
    lines: tuple[ChartLine, ...] = ()
    band: ChartBand | None = None
    decimal_mark: str = "."


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One or two panels under each other. `make_chart` writes the `alt`. Raises ValueError for more."""

    title: str
    panels: tuple[Panel, ...]
    alt: str
    kind: Literal["chart"] = "chart"

    def __post_init__(self) -> None:
        if not 1 <= len(self.panels) <= MOST_PANELS:
            raise ValueError(f"a chart has 1 or {MOST_PANELS} panels")


def make_chart(*, title: str, panels: Sequence[Panel]) -> Chart:
    """A chart with the words that say the same. Raises ValueError for no panel or more than two."""
    made = Chart(title=title, panels=tuple(panels), alt="")
    return replace(made, alt=chart_alt(made))


def chart_alt(chart: Chart) -> str:
    """What the picture shows, in words: at most 2000 characters, and never only the first panel."""
    room = LONGEST_ALT // len(chart.panels) - 1
    return " ".join(_cut(" ".join(_panel_words(panel)), room) for panel in chart.panels)


def _check(value: float | None) -> None:
    if value is not None and not (isfinite(value) and abs(value) <= LARGEST_VALUE):
        raise ValueError("the value cannot be drawn")


def _panel_words(panel: Panel) -> Iterator[str]:
    points = panel.points
    yield _head(panel)
    if not _with_values(points):
        yield f"{NO_VALUES}."
    yield from _definitions(points)
    if _with_values(points):
        yield from _about(GAPS, points, [point.value is None for point in points])
    yield from _about(CORRECTED, points, [point.is_corrected for point in points])
    yield from _about(PROVISIONAL, points, [point.is_provisional for point in points])
    yield from (_line(line) for line in panel.lines)
    if panel.band:
        yield LEVEL.format(name=_name(panel.band.name), shown=_value(panel.band.shown))


def _head(panel: Panel) -> str:
    points = panel.points
    form = HEAD if len(points) > 1 else HEAD_OF_ONE if points else HEAD_OF_NONE
    first, last = (points[0].label, points[-1].label) if points else ("", "")
    return form.format(name=_name(panel.name), unit=_name(panel.unit), first=first, last=last)


def _definitions(points: Sequence[ChartPoint]) -> Iterator[str]:
    """Say the values of each definition by themselves: they cannot be compared."""
    groups = [list(group) for _segment, group in groupby(points, key=lambda point: point.segment)]
    if len(groups) > 1:
        yield DEFINITIONS.format(count=len(groups))
    for group in groups:
        if len(groups) > 1:
            yield UNDER_DEFINITION.format(first=group[0].label, last=group[-1].label)
        yield from _values(_with_values(group))


def _values(points: Sequence[ChartPoint]) -> Iterator[str]:
    if not points:
        return
    first, last = points[0], points[-1]
    lowest, highest = (pick(points, key=lambda point: point.value or 0) for pick in (min, max))
    if len(points) == 1:
        yield ONE_VALUE.format(only=_of(first))
    elif lowest.value == highest.value:
        shown = _value(first.shown)
        yield SAME_VALUES.format(count=len(points), shown=shown, first=first.label, last=last.label)
    else:
        yield FIRST_AND_LAST.format(
            first=_of(first), last=_of(last), lowest=_of(lowest), highest=_of(highest)
        )


def _with_values(points: Iterable[ChartPoint]) -> list[ChartPoint]:
    return [point for point in points if point.value is not None]


def _about(sentence: str, points: Sequence[ChartPoint], are_meant: Sequence[bool]) -> Iterator[str]:
    """Name the periods that are meant, neighbours as a span."""
    starts = [at for at, is_meant in enumerate(are_meant) if is_meant and not (at and are_meant[at - 1])]
    spans = [_span(points, are_meant, at) for at in starts]
    if len(spans) > MOST_LISTED:
        spans[MOST_LISTED:] = [MORE.format(count=len(spans) - MOST_LISTED)]
    if spans:
        yield sentence.format(labels=", ".join(spans))


def _span(points: Sequence[ChartPoint], are_meant: Sequence[bool], start: int) -> str:
    end = next((at for at in range(start, len(points)) if not are_meant[at]), len(points)) - 1
    first, last = points[start].label, points[end].label
    return first if start == end else SPAN.format(first=first, last=last)


def _line(line: ChartLine) -> str:
    name, last = _name(line.name), line.marks[-1]
    if line.kind == "target":
        return TARGET.format(name=name, shown=_value(last.shown), label=last.label)
    if line.kind == "level" and all(one.value == two.value for one, two in pairwise(line.marks)):
        return LEVEL.format(name=name, shown=_value(last.shown))
    marks = [_of(mark) for mark in line.marks]
    if len(marks) > MOST_LISTED:
        marks[MOST_LISTED - 1 : -1] = ["…"]
    return PATH.format(name=name, values=", ".join(marks))


def _of(point: ChartPoint | ChartMark) -> str:
    return OF_A_VALUE.format(shown=_value(point.shown), label=point.label)


def _name(text: str) -> str:
    return _cut(" ".join(text.split()), LONGEST_NAME)


def _value(text: str) -> str:
    return _cut(text, LONGEST_VALUE)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
