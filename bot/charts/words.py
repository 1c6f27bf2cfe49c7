"""Words in pictures: which letters there are, how wide they run, and how to make them fit."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

MISSING = "□"
ELLIPSIS = "…"
# Nobody's name is shown longer than this, however narrow its letters.
LONGEST = 240
JOINER = "\u200d"
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

_FOLDER = Path(font_manager.__file__).parent / "mpl-data" / "fonts" / "ttf"
_FONTS = (
    _FOLDER / "DejaVuSans.ttf",
    _FOLDER / "DejaVuSans-Bold.ttf",
    Path(__file__).parent / "fonts" / "NotoEmoji-Regular.ttf",
)
_FAMILIES = ["DejaVu Sans", "Noto Emoji"]


@cache
def font(size: int, weight: Literal["normal", "bold"] = "normal") -> FontProperties:
    """The font of this size, in pixels of the page; emoji come from a font of their own."""
    _use_own_fonts()
    return FontProperties(family=_FAMILIES, size=size * 0.72, weight=weight)


@cache
def _use_own_fonts() -> None:
    """Forget what a computer has in fonts and settings, so that pictures are the same everywhere."""
    matplotlib.rcdefaults()
    font_manager.fontManager.ttflist.clear()
    for file in _FONTS:
        font_manager.fontManager.addfont(file)


@cache
def _letters() -> frozenset[int]:
    return frozenset(code for file in _FONTS for code in FT2Font(str(file)).get_charmap())


def legible(text: str) -> str:
    """The text on one line, with a box for each character that no font of ours has."""
    line = " ".join(text[:LONGEST].split())
    return "".join(map(_drawn, line))


def _drawn(char: str) -> str:
    # An invisible character either joins two emoji or turns around what was not meant to be.
    if char == JOINER or ord(char) in _letters():
        return "" if unicodedata.category(char) in UNSEEN and char != JOINER else char
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Mn", "Me"} else MISSING


class Pen:
    """Measures words on a canvas of `scale` pixels for each pixel of the page."""

    def __init__(self, renderer: RendererAgg, scale: int) -> None:
        self._renderer = renderer
        self._scale = scale
        self._widths: dict[tuple[str, FontProperties], float] = {}

    def width(self, text: str, used: FontProperties) -> float:
        """How wide the text runs, in pixels of the page."""
        if text and (text, used) not in self._widths:
            width: float = self._renderer.get_text_width_height_descent(text, used, ismath=False)[0]
            self._widths[text, used] = width / self._scale
        return self._widths.get((text, used), 0.0)

    def fitting(self, text: str, used: FontProperties, room: float) -> str:
        """The text as it can be drawn, its end replaced by an ellipsis where `room` is too narrow."""
        whole = legible(text)
        if self.width(whole, used) <= room:
            return whole
        shortest, longest = 0, len(whole)
        while shortest < longest:
            middle = (shortest + longest + 1) // 2
            if self.width(whole[:middle] + ELLIPSIS, used) <= room:
                shortest = middle
            else:
                longest = middle - 1
        return whole[:shortest].rstrip(f" {JOINER}") + ELLIPSIS
