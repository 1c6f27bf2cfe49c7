"""The paper that a chart is drawn on, measured in pixels of the page from its top left corner."""

from dataclasses import dataclass
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from bot.charts import style
from bot.charts.size import SCALE
from bot.charts.words import Pen

PIXELS_AN_INCH = 100
# 6 makes it a tenth smaller and takes twice as long.
COMPRESSION = 4


@dataclass(frozen=True, kw_only=True)
class Box:
    """A part of the sheet."""

    left: float
    top: float
    width: float
    height: float


class Sheet:
    """An empty picture of a size in pixels of the page."""

    def __init__(self, width: int, height: int) -> None:
        inches = (width / PIXELS_AN_INCH, height / PIXELS_AN_INCH)
        self.width, self.height = width, height
        self._figure = Figure(figsize=inches, dpi=PIXELS_AN_INCH * SCALE, facecolor=style.PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self.pen = Pen(self._canvas.get_renderer(), SCALE)
        self._pixels = Affine2D().scale(SCALE, -SCALE).translate(0, height * SCALE)

    def axes(self, box: Box) -> Axes:
        """A coordinate system that fills the box."""
        bottom = self.height - box.top - box.height
        across, up = self.width, self.height
        return self._figure.add_axes(
            (box.left / across, bottom / up, box.width / across, box.height / up), facecolor=style.PAPER
        )

    def write(self, text: str, left: float, middle: float, used: FontProperties, color: str) -> None:
        """Write legible words from `left` on, around the height `middle`."""
        self._figure.text(
            *(left, middle, text),
            transform=self._pixels,
            fontproperties=used,
            color=color,
            va="center_baseline",
            parse_math=False,
        )

    def sign(self, look: style.Look, left: float, right: float, middle: float) -> None:
        """Draw the sign of something, as it is drawn in the chart."""
        self._figure.add_artist(
            Line2D(
                [left, (left + right) / 2, right],
                [middle] * 3,
                markevery=[1],
                transform=self._pixels,
                **look.style(),
            )
        )

    def swatch(self, box: Box, color: str, lines: str, hatch: str) -> None:
        """Draw a small area, as it is drawn in the chart."""
        self._figure.add_artist(
            Rectangle(
                (box.left, box.top),
                *(box.width, box.height),
                transform=self._pixels,
                facecolor=color,
                edgecolor=lines,
                hatch=hatch,
                linewidth=0.5,
            )
        )

    def png(self) -> bytes:
        """The picture."""
        made = BytesIO()
        self._canvas.print_png(made, metadata={"Software": None}, pil_kwargs={"compress_level": COMPRESSION})
        return made.getvalue()
