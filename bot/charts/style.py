"""How charts look: colours that colour-blind eyes tell apart (Okabe and Ito), and a second sign for each."""

from dataclasses import dataclass
from typing import Any

PAPER = "#ffffff"
TEXT = "#1c2425"
SOFT = "#4d595b"
GRID = "#e1e6e3"
EDGE = "#8b9695"
GAP = "#eef0ef"
GAP_LINES = "#c3cac8"
BLUE = "#0072b2"
GREY = "#6f7b7d"
VERMILION = "#d55e00"
PURPLE = "#a3467c"
GREEN = "#00805d"
BAND = "#dcefe9"

TITLE_SIZE = 16
NAME_SIZE = 13
SMALL_SIZE = 12


@dataclass(frozen=True, kw_only=True)
class Look:
    """The sign of one thing: colour, line, marker, and whether the marker is hollow."""

    color: str
    line: Any = "none"
    marker: str = ""
    size: float = 7.0
    width: float = 2.0
    is_hollow: bool = False

    def style(self, *, shrunk: float = 1.0) -> dict[str, Any]:
        """The sign as matplotlib's properties of a line; markers shrink where points are many."""
        return {
            "color": self.color,
            "linestyle": self.line,
            "linewidth": self.width * 0.72,
            "marker": self.marker,
            "markersize": self.size * 0.72 * shrunk,
            "markerfacecolor": PAPER if self.is_hollow else self.color,
            "markeredgecolor": self.color,
            "markeredgewidth": 1.3,
        }


REPORTED = Look(color=BLUE, line="solid", marker="o")
EARLIER = Look(color=GREY, line="solid", marker="s", size=6.0)
PROVISIONAL = Look(color=BLUE, marker="o", size=8.0, is_hollow=True)
CORRECTED = Look(color=TEXT, marker="o", size=14.0)
LINES = {
    "target": Look(color=VERMILION, line=(0, (2, 2.5)), marker="D", size=9.0, width=1.3),
    "plan": Look(color=PURPLE, line=(0, (1.5, 2)), marker="^", size=8.0, is_hollow=True),
    "level": Look(color=VERMILION, line=(0, (5, 3))),
    "baseline": Look(color=TEXT, line=(0, (6, 2, 1, 2)), marker="v", size=11.0, width=1.3),
}
