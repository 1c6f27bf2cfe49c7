"""The last value, written where it hides the least."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from bot.charts import style
from bot.charts.size import SCALE
from bot.charts.words import Pen, font
from domain.chat.charts import ChartPoint

# Where the words stand from their point: shares of their width and height, then pixels of the page.
PLACES = ((0.0, 0.5, 0.0, 9.0), (0.5, 0.0, 11.0, 0.0), (0.0, -0.5, 0.0, -9.0), (-0.5, 0.0, -11.0, 0.0))
LETTERS_HIGH = 12.0
OUTSIDE = 100
LAYER = 4.0


def name_last(axes: Axes, points: Sequence[ChartPoint], pen: Pen, room: float) -> None:
    """Write the last value beside its point: above, right, below or left, over the fewest lines.

    `room` is the most that it may take, in pixels of the page.
    """
    with_value = [(at, point) for at, point in enumerate(points) if point.value is not None]
    if not with_value:
        return
    at, point = with_value[-1]
    bold = font(style.NAME_SIZE, "bold")
    words = pen.fitting(point.shown, bold, room)
    middle = _best_place(axes, (at, point.value or 0.0), pen.width(words, bold) * SCALE)
    axes.text(
        *(*middle, words),
        transform=None,
        ha="center",
        va="center_baseline",
        fontproperties=bold,
        color=style.TEXT,
        path_effects=[withStroke(linewidth=3, foreground=style.PAPER)],
        zorder=LAYER,
        parse_math=False,
    )


def _best_place(axes: Axes, point: tuple[float, float], width: float) -> tuple[float, float]:
    """The middle of the words, in pixels of the picture."""
    height = LETTERS_HIGH * SCALE
    x, y = axes.transData.transform(point)
    lines = [line.get_path().transformed(line.get_transform()) for line in axes.lines]
    frame = axes.get_window_extent()

    def middle(place: tuple[float, float, float, float]) -> tuple[float, float]:
        across, up, right, above = place
        return float(x + across * width + right * SCALE), float(y + up * height + above * SCALE)

    def hidden(place: tuple[float, float, float, float]) -> int:
        left, bottom = middle(place)[0] - width / 2, middle(place)[1] - height / 2
        box = Bbox.from_bounds(left, bottom, width, height)
        crossed = sum(line.intersects_bbox(box, filled=False) for line in lines)
        return crossed + OUTSIDE * (not _is_within(box, frame))

    return middle(min(PLACES, key=hidden))


def _is_within(box: Bbox, frame: Bbox) -> bool:
    # The words may stand out a little, but not down into the names of the periods.
    margin = LETTERS_HIGH * SCALE
    is_across = box.x0 >= frame.x0 - margin and box.x1 <= frame.x1 + margin
    return bool(is_across and box.y0 >= frame.y0 and box.y1 <= frame.y1 + margin)
