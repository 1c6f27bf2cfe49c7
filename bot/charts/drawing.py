"""From a chart to its picture. Only the worker imports it: matplotlib comes with it."""

from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.markers import TICKDOWN
from PIL import Image

from bot.charts import scales, spans, style
from bot.charts.last_value import name_last
from bot.charts.legend import ROW, draw_legend, entries, placed
from bot.charts.series import draw_band, draw_borders, draw_gaps, draw_line, draw_points
from bot.charts.sheet import Box, Sheet
from bot.charts.size import HEADER, panel_height, size_of
from bot.charts.wire import Order
from bot.charts.words import font, legible
from domain.chat.charts import NO_VALUES, Chart, Panel

MARGIN = 16
NAME_ROW = 28
LABEL_ROW = 26
BELOW = 8
UNIT_GAP = 8
MOST_OF_NAME = 0.78
MOST_SMALL_TICKS = 60


def drawn(order: Order) -> bytes:
    """The picture that was ordered: a PNG."""
    picture = png_of(order.chart)
    if not order.most_pixels:
        return picture
    image, made = Image.open(BytesIO(picture)), BytesIO()
    image.thumbnail((order.most_pixels, order.most_pixels))
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def png_of(chart: Chart) -> bytes:
    """The chart as a PNG of twice its `size_of`, on white."""
    width, height = size_of(chart)
    sheet = Sheet(width, height)
    title = font(style.TITLE_SIZE, "bold")
    fitting = sheet.pen.fitting(chart.title, title, width - 2 * MARGIN)
    sheet.write(fitting, MARGIN, HEADER / 2 + 4, title, style.TEXT)
    is_alone = len(chart.panels) == 1
    for number, panel in enumerate(chart.panels):
        tall = panel_height(chart)
        box = Box(left=MARGIN, top=HEADER + number * tall, width=width, height=tall)
        _draw_name(sheet, panel, box, is_named=is_alone and legible(panel.name) in fitting)
        _draw_panel(sheet, panel, box)
    return sheet.png()


def _draw_panel(sheet: Sheet, panel: Panel, box: Box) -> None:
    span = scales.value_span(panel)
    ticks = scales.value_ticks(panel, span)
    names = spans.written(ticks, panel.decimal_mark)
    small = font(style.SMALL_SIZE)
    left = box.left + max((sheet.pen.width(name, small) for name in names), default=0) + 8
    width = box.width - left - MARGIN - 12
    wide = Box(left=box.left, top=0, width=box.width - 2 * MARGIN, height=0)
    legend = placed(sheet, entries(panel), wide)
    rows = max((one.row for one in legend), default=-1) + 1
    height = box.height - NAME_ROW - LABEL_ROW - rows * ROW - BELOW
    axes = sheet.axes(Box(left=left, top=box.top + NAME_ROW, width=width, height=height))
    axes.set_xlim(scales.period_span(panel))
    axes.set_ylim(span)
    _dress(axes)
    axes.set_yticks(ticks, names, fontproperties=small, color=style.SOFT, parse_math=False)
    _name_periods(sheet, axes, panel, width)
    _fill(sheet, axes, panel, width)
    draw_legend(sheet, legend, box.top + NAME_ROW + height + LABEL_ROW)


def _draw_name(sheet: Sheet, panel: Panel, box: Box, *, is_named: bool) -> None:
    """Write the KPI's name, unless the title has it, and its unit."""
    bold, small, room = font(style.NAME_SIZE, "bold"), font(style.SMALL_SIZE), box.width - 2 * MARGIN
    name = "" if is_named else sheet.pen.fitting(panel.name, bold, room * MOST_OF_NAME)
    middle = box.top + NAME_ROW / 2 - 4
    sheet.write(name, box.left, middle, bold, style.TEXT)
    after = sheet.pen.width(name, bold) + UNIT_GAP if name else 0
    sheet.write(
        sheet.pen.fitting(panel.unit, small, room - after), box.left + after, middle, small, style.SOFT
    )


def _dress(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(style.EDGE)
    axes.tick_params(axis="y", length=0, pad=5)
    axes.tick_params(axis="x", color=style.EDGE, pad=5)
    axes.grid(visible=True, axis="y", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)


def _name_periods(sheet: Sheet, axes: Axes, panel: Panel, width: float) -> None:
    small, pen = font(style.SMALL_SIZE), sheet.pen
    labels = {at: pen.fitting(label, small, width / 4) for at, label in scales.period_labels(panel).items()}
    ticks = scales.period_ticks(
        labels, len(panel.points), lambda label: pen.width(label, small), _spacing(axes, width)
    )
    named = [labels[at] for at in ticks]
    axes.set_xticks(ticks, named, fontproperties=small, color=style.SOFT, parse_math=False)
    if scales.last_period(panel) < MOST_SMALL_TICKS:
        _mark_periods(axes, scales.last_period(panel) + 1)


def _mark_periods(axes: Axes, count: int) -> None:
    # One line with a marker for each period: as ticks of their own they take a third of the drawing.
    axes.plot(
        *(range(count), [0] * count),
        transform=axes.get_xaxis_transform(),
        linestyle="none",
        marker=TICKDOWN,
        markersize=3,
        markeredgewidth=0.8,
        color=style.EDGE,
        clip_on=False,
    )


def _spacing(axes: Axes, width: float) -> float:
    first, last = axes.get_xlim()
    return width / (last - first)


def _fill(sheet: Sheet, axes: Axes, panel: Panel, width: float) -> None:
    draw_gaps(axes, panel.points)
    if panel.band:
        draw_band(axes, panel.band)
    for line in panel.lines:
        draw_line(axes, line, panel)
    draw_borders(axes, panel.points)
    draw_points(axes, panel, _spacing(axes, width))
    name_last(axes, panel.points, sheet.pen, width / 2)
    if all(point.value is None for point in panel.points):
        axes.text(
            *(0.5, 0.5, NO_VALUES),
            transform=axes.transAxes,
            ha="center",
            va="center",
            fontproperties=font(style.TITLE_SIZE),
            color=style.SOFT,
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 6},
            zorder=4,
            parse_math=False,
        )
