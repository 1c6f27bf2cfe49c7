"""Each block of a reply as pieces of a card."""

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.teams.render.buttons import Surface, button_pieces, tooltips
from bot.teams.render.limits import ALT, CUT, HEADING, PICTURE_BYTES, PICTURE_SIDE, length, shorten
from bot.teams.render.pieces import SMALL, Piece
from bot.teams.render.tables import pair_pieces, paragraph_pieces, table_pieces
from bot.teams.render.text import Element, Part, clean, lines, one_line, parts_of, plain, title
from domain.chat import (
    Block,
    Bullets,
    Buttons,
    Chart,
    Context,
    Fields,
    Heading,
    Paragraph,
    Spans,
    Table,
)

BULLET = "•"
# About as wide as the dot.
BESIDE = "8px"
HEADING_LOOK = {"size": "Medium", "weight": "Bolder"}
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True)
class Pen:
    """What the blocks of one reply are drawn with."""

    blocks: Sequence[Block]
    surface: Surface
    charts: Mapping[int, bytes]
    used: Collection[str]

    def draw(self, at: int) -> list[Piece]:
        """The block at this place of the reply."""
        match drawn := self.blocks[at]:
            case Chart():
                return _chart(drawn, self.charts.get(at, b""))
            case Buttons(items=items):
                return button_pieces(items, self.surface, self.used, tooltips(self.blocks, at))
            case Heading(text=text):
                return _heading(text)
            case Table():
                return table_pieces(drawn)
            case _:
                return _words(drawn)


def _words(drawn: Paragraph | Context | Fields | Bullets) -> list[Piece]:
    match drawn:
        case Paragraph(spans=spans):
            return paragraph_pieces(parts_of(spans))
        case Context(spans=spans):
            return paragraph_pieces(parts_of(spans), SMALL)
        case Fields(pairs=pairs):
            return pair_pieces(pairs)
        case Bullets(items=items):
            return [piece for item in items for piece in _bullet(item)]


def _heading(text: str) -> list[Piece]:
    line = one_line(text)
    if length(line) > HEADING:
        return paragraph_pieces([Part(text=line, is_bold=True)])
    return [Piece(element=title(line, HEADING_LOOK), is_title=True)] if line else []


def _bullet(item: Spans) -> list[Piece]:
    """The item beside its dot; what goes on in another line has room in its place."""
    pieces: list[Piece] = []
    for line in lines(parts_of(item)):
        if not plain(line).strip():
            continue
        (piece,) = paragraph_pieces(line)
        # Teams refuses a card with a blank text, so where no dot stands there is no element either.
        dot: list[Element] = [] if pieces else [{"type": "TextBlock", "text": BULLET}]
        columns = [_column(BESIDE if pieces else "auto", dot), _column("stretch", [piece.element])]
        spacing = "None" if pieces else "Small"
        row = {"type": "ColumnSet", "spacing": spacing, "columns": columns}
        pieces.append(Piece(element=row, mentions=piece.mentions))
    return pieces


def _column(width: str, items: Sequence[Element]) -> Element:
    return {"type": "Column", "width": width, "items": list(items)}


def _chart(chart: Chart, picture: bytes) -> list[Piece]:
    alt = clean(chart.alt).strip()
    if not is_shown(picture):
        return [*_heading(chart.title), *paragraph_pieces([Part(text=alt)])]
    # The title is in the picture, too.
    said = f"{one_line(chart.title)}: {one_line(alt)}".strip(": ") or CUT
    url = f"data:image/png;base64,{b64encode(picture).decode()}"
    image = {
        "type": "Image",
        "url": url,
        "altText": shorten(said, ALT),
        "size": "Stretch",
        "msteams": {"allowExpand": True},
    }
    in_words = paragraph_pieces([Part(text=alt)], SMALL) if length(said) > ALT else []
    return [Piece(element=image), *in_words]


def is_shown(picture: bytes) -> bool:
    """Whether Teams takes the picture: a PNG of at most 1024 x 1024 pixels and 1 MB."""
    width, height = pixels_of(picture)
    return 0 < width <= PICTURE_SIDE and 0 < height <= PICTURE_SIDE and len(picture) <= PICTURE_BYTES


def pixels_of(picture: bytes) -> tuple[int, int]:
    """The width and height of a PNG, which it says right after its first chunk's name; of others 0 and 0."""
    if not picture.startswith(PNG):
        return 0, 0
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
