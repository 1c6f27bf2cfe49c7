"""How large a chart is shown, in pixels of the page; the picture has twice as many."""

from domain.chat.charts import Chart

WIDTH = 700
HEADER = 36
PANEL_HEIGHT = 320
PANEL_HEIGHT_OF_TWO = 262
SCALE = 2


def panel_height(chart: Chart) -> int:
    """The height of one panel, in pixels of the page."""
    return PANEL_HEIGHT if len(chart.panels) == 1 else PANEL_HEIGHT_OF_TWO


def size_of(chart: Chart) -> tuple[int, int]:
    """Width and height, in pixels of the page."""
    return WIDTH, HEADER + len(chart.panels) * panel_height(chart)
