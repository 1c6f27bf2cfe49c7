"""What stands between the axes: values, gaps, targets, plans and ranges."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import blended_transform_factory

from bot.charts import style
from bot.charts.scales import last_period
from bot.charts.style import Look
from bot.charts.words import font
from domain.chat.charts import ChartBand, ChartLine, ChartPoint, Panel

HATCH = "////"
# Points closer than this many pixels of the page get smaller signs.
ROOMY = 16.0
SMALLEST = 0.45
SMALLEST_RING = 0.7
HALF = 0.5
SO_FAR = (0, (4, 2.5))
NEW_DEFINITION = "new definition"

_LAYERS = {"gap": 0.5, "band": 0.8, "plan": 2.0, "line": 2.2, "points": 3.0, "ring": 3.2, "words": 4.0}


def draw_gaps(axes: Axes, points: Sequence[ChartPoint]) -> None:
    """Set the periods apart that nobody reported."""
    if all(point.value is None for point in points):
        return
    for is_gap, group in groupby(enumerate(points), key=lambda pair: pair[1].value is None):
        places = [at for at, _point in group]
        if is_gap:
            axes.axvspan(
                *(places[0] - HALF, places[-1] + HALF),
                facecolor=style.GAP,
                edgecolor=style.GAP_LINES,
                hatch=HATCH,
                linewidth=0,
                zorder=_LAYERS["gap"],
            )


def draw_band(axes: Axes, band: ChartBand) -> None:
    """Draw the range to stay in; an open side goes to the edge."""
    low, high = axes.get_ylim()
    axes.axhspan(
        *(low if band.low is None else band.low, high if band.high is None else band.high),
        facecolor=style.GREEN,
        alpha=0.13,
        zorder=_LAYERS["band"],
    )
    for side in (band.low, band.high):
        if side is not None:
            axes.axhline(side, color=style.GREEN, linewidth=1.0, zorder=_LAYERS["band"])


def draw_line(axes: Axes, line: ChartLine, panel: Panel) -> None:
    """Draw a target, a plan, a level or a baseline."""
    look, last = style.LINES[line.kind], line.marks[-1]
    places, values = [mark.at for mark in line.marks], [mark.value for mark in line.marks]
    if line.kind == "plan":
        axes.plot(places, values, zorder=_LAYERS["plan"], **look.style())
        return
    if len(places) == 1:
        end = last_period(panel) + HALF if line.kind == "level" else axes.get_xlim()[1]
        start = axes.get_xlim()[0] if line.kind == "target" else places[0] - HALF
        axes.plot([start, end], values * 2, zorder=_LAYERS["line"], **_bare(look))
    else:
        drawstyle = "steps-mid" if line.kind == "level" else "default"
        axes.plot(places, values, drawstyle=drawstyle, zorder=_LAYERS["line"], **_bare(look))
    if look.marker:
        at = places[0] if line.kind == "baseline" else last.at
        value = values[0] if line.kind == "baseline" else last.value
        axes.plot([at], [value], zorder=_LAYERS["points"], **look.style())


def draw_points(axes: Axes, panel: Panel, spacing: float) -> None:
    """Draw the values; `spacing` is the room from one period to the next, in pixels of the page."""
    shrunk = min(1.0, max(SMALLEST, spacing / ROOMY))
    for segment, is_current in segments(panel.points):
        look = style.REPORTED if is_current else style.EARLIER
        for run in _runs(segment):
            _plot(axes, run, replace(look, marker=""), shrunk)
        for step in _steps_so_far(segment):
            _plot(axes, step, replace(look, marker="", line=SO_FAR), shrunk)
        _plot(axes, _chosen(segment, is_provisional=False), replace(look, line="none"), shrunk)
        hollow = replace(look, line="none", is_hollow=True, size=look.size + 1)
        _plot(axes, _chosen(segment, is_provisional=True), hollow, shrunk)
        _rings(axes, segment, shrunk)


def draw_borders(axes: Axes, points: Sequence[ChartPoint]) -> None:
    """Say where a definition ends and the next begins."""
    height = blended_transform_factory(axes.transData, axes.transAxes)
    for at, (one, two) in enumerate(pairwise(points)):
        if one.segment == two.segment:
            continue
        axes.axvline(
            at + HALF, color=style.TEXT, linewidth=1.0, linestyle=(0, (1, 2)), zorder=_LAYERS["line"]
        )
        axes.text(
            *(at + HALF, 1.0, f"  {NEW_DEFINITION}"),
            transform=height,
            va="top",
            fontproperties=font(style.SMALL_SIZE),
            color=style.SOFT,
            path_effects=[withStroke(linewidth=3, foreground=style.PAPER)],
            zorder=_LAYERS["words"],
            parse_math=False,
        )


def segments(points: Sequence[ChartPoint]) -> Iterable[tuple[list[tuple[int, ChartPoint]], bool]]:
    """The points of each definition with their places, and whether it is the newest one."""
    newest = points[-1].segment if points else 0
    for number, group in groupby(enumerate(points), key=lambda pair: pair[1].segment):
        yield list(group), number == newest


def _runs(segment: list[tuple[int, ChartPoint]]) -> Iterable[list[tuple[int, float]]]:
    """Whole values that follow each other."""
    whole = groupby(segment, key=lambda pair: pair[1].value is not None and not pair[1].is_provisional)
    for is_whole, group in whole:
        if is_whole:
            yield [(at, point.value or 0.0) for at, point in group]


def _steps_so_far(segment: list[tuple[int, ChartPoint]]) -> Iterable[list[tuple[int, float]]]:
    """The steps to a value of a period that is still running: they may look like a fall and are none."""
    for (at, one), (then, two) in pairwise(segment):
        if one.value is not None and two.value is not None and (one.is_provisional or two.is_provisional):
            yield [(at, one.value), (then, two.value)]


def _chosen(segment: list[tuple[int, ChartPoint]], *, is_provisional: bool) -> list[tuple[int, float]]:
    return [
        (at, point.value)
        for at, point in segment
        if point.value is not None and point.is_provisional == is_provisional
    ]


def _rings(axes: Axes, segment: list[tuple[int, ChartPoint]], shrunk: float) -> None:
    corrected = [(at, point.value) for at, point in segment if point.value is not None and point.is_corrected]
    ring = style.CORRECTED.style(shrunk=max(shrunk, SMALLEST_RING)) | {"markerfacecolor": "none"}
    axes.plot(*_columns(corrected), zorder=_LAYERS["ring"], **ring)


def _plot(axes: Axes, pairs: list[tuple[int, float]], look: Look, shrunk: float) -> None:
    axes.plot(*_columns(pairs), zorder=_LAYERS["points"], **look.style(shrunk=shrunk))


def _columns(pairs: list[tuple[int, float]]) -> tuple[list[int], list[float]]:
    return [at for at, _value in pairs], [value for _at, value in pairs]


def _bare(look: Look) -> dict[str, Any]:
    return look.style() | {"marker": ""}
