"""Draws the icons of the Teams app: `python -m tests.bot.teams.draw_icons` writes those that are shipped.

The sign is that of the console's icon. Every pixel is worked out here, so that each machine draws the same.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bot.teams.manifest.package import ICONS
from bot.teams.surfaces import COLOUR

Point = tuple[float, float]
Pixel = tuple[int, int, int, int]

# The line that rises and its arrowhead, in the units of a drawing that is 32 wide and high.
SIGN: tuple[tuple[Point, Point], ...] = (
    ((7, 22), (13, 15)),
    ((13, 15), (17.5, 19)),
    ((17.5, 19), (25, 10)),
    ((25, 10), (19.5, 10)),
    ((25, 10), (25, 15.5)),
)
MIDDLE: Point = (16, 16)
HALF_LINE = 1.4
CORNER = 8.0
WHITE = (255, 255, 255)
GREEN = (int(COLOUR[1:3], 16), int(COLOUR[3:5], 16), int(COLOUR[5:7], 16))


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """A square of `size` pixels. `scale` is how many of them a unit of the sign has."""

    size: int
    scale: float

    def cover_of_sign(self, x: int, y: int) -> float:
        """How much of the pixel the sign covers, 0 to 1."""
        half = self.size / 2
        at = (MIDDLE[0] + (x + 0.5 - half) / self.scale, MIDDLE[1] + (y + 0.5 - half) / self.scale)
        nearest = min(_distance(at, *line) for line in SIGN)
        return _cover((HALF_LINE - nearest) * self.scale)

    def cover_of_tile(self, x: int, y: int) -> float:
        """How much of the pixel a tile with round corners covers, 0 to 1."""
        radius = CORNER * self.size / 32
        inner = self.size / 2 - radius
        out = [max(abs(value + 0.5 - self.size / 2) - inner, 0) for value in (x, y)]
        return _cover(radius - math.hypot(*out))


def color() -> Image.Image:
    """The large icon: Teams cuts its corners itself, so it fills the square."""
    canvas = Canvas(size=192, scale=5)
    return _draw(canvas, lambda x, y: (*_mix(GREEN, WHITE, canvas.cover_of_sign(x, y)), 255))


def outline() -> Image.Image:
    """The small icon: white alone, on nothing."""
    canvas = Canvas(size=32, scale=1.3)
    return _draw(canvas, lambda x, y: (*WHITE, round(255 * canvas.cover_of_sign(x, y))))


def color32x32() -> Image.Image:
    """The small icon in colour: the tile, on nothing."""
    canvas = Canvas(size=32, scale=1)

    def pixel(x: int, y: int) -> Pixel:
        tile = _mix(GREEN, WHITE, canvas.cover_of_sign(x, y))
        return (*tile, round(255 * canvas.cover_of_tile(x, y)))

    return _draw(canvas, pixel)


DRAWN: Mapping[str, Callable[[], Image.Image]] = {
    "color": color,
    "outline": outline,
    "color32x32": color32x32,
}


def _draw(canvas: Canvas, pixel: Callable[[int, int], Pixel]) -> Image.Image:
    image = Image.new("RGBA", (canvas.size, canvas.size))
    for y in range(canvas.size):
        for x in range(canvas.size):
            image.putpixel((x, y), pixel(x, y))
    return image


def _distance(at: Point, begin: Point, end: Point) -> float:
    along = (end[0] - begin[0], end[1] - begin[1])
    from_begin = (at[0] - begin[0], at[1] - begin[1])
    share = (from_begin[0] * along[0] + from_begin[1] * along[1]) / (along[0] ** 2 + along[1] ** 2)
    share = min(max(share, 0.0), 1.0)
    return math.dist(at, (begin[0] + share * along[0], begin[1] + share * along[1]))


def _cover(inside: float) -> float:
    return min(max(inside + 0.5, 0.0), 1.0)


def _mix(under: tuple[int, int, int], over: tuple[int, int, int], cover: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * cover) for a, b in zip(under, over, strict=True))
    return red, green, blue


def draw(folder: Path) -> None:
    """Write every icon into the folder."""
    for name, make in DRAWN.items():
        make().save(folder / ICONS[name], optimize=True)


if __name__ == "__main__":
    draw(Path(__file__).parents[3] / "bot" / "teams" / "manifest" / "icons")
