"""What a card is put together from: pieces that stay whole, and the pages that they fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.teams.render.limits import FEW_ROWS, PAGE, PIECES, ROWS, weigh
from bot.teams.render.text import Element, Look, Part, block

ROWS_OF = "Rows {first} to {last} of {count}."
SMALL: Look = {"size": "Small", "isSubtle": True}
# What a mention takes in the card's list of them, beside the name.
ENTITY = 200


@dataclass(kw_only=True, eq=False)
class Frame:
    """A table without its rows; `count` says how many it has, 0 that nobody is to be told."""

    table: Element
    count: int = 0

    @cached_property
    def weight(self) -> int:
        """What it takes, in bytes."""
        return weigh(self.table) + ENTITY


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An element that stays on one page: in a `frame` it is the row of this number, counted from 1."""

    element: Element
    frame: Frame | None = None
    number: int = 0
    is_title: bool = False
    # The text of each mention, and the account.
    mentions: tuple[tuple[str, str], ...] = ()

    @cached_property
    def weight(self) -> int:
        """What it takes, in bytes."""
        entities = sum(ENTITY + 3 * weigh(text) + weigh(account) for text, account in self.mentions)
        return weigh(self.element) + entities

    @property
    def begins_page(self) -> bool:
        """Whether enough rows stand before this one, and enough come from here on."""
        count = self.frame.count if self.frame else 0
        return self.number > 1 and (self.number - 1) % ROWS == 0 and count - self.number + 1 >= FEW_ROWS


def small_line(text: str) -> Element:
    """A sentence as a small line."""
    return block([Part(text=text)], SMALL)


def paged(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces on as many pages as they need; a title stands with what follows it."""
    made: list[list[Piece]] = []
    page: list[Piece] = []
    room = PAGE
    for piece in pieces:
        taken = _taken(page, piece)
        if page and (taken > room or len(page) >= PIECES or piece.begins_page):
            titles = _titles_at_end(page)
            made.append(page[: len(page) - len(titles)])
            page, taken = titles, _taken(titles, piece)
            room = PAGE - sum(title.weight for title in titles)
        page.append(piece)
        room -= taken
    return [*made, page] if page else made


def elements(pieces: Sequence[Piece]) -> list[Element]:
    """The elements of a page: rows next to each other become tables again."""
    made: list[Element] = []
    first = 0
    for at, piece in enumerate(pieces):
        if piece.frame is None:
            made.append(piece.element)
            continue
        if _begins_frame(pieces[:at], piece):
            made.append({**piece.frame.table, "rows": list(piece.frame.table["rows"])})
            first = piece.number
        made[-1]["rows"].append(piece.element)
        is_last = at + 1 == len(pieces) or pieces[at + 1].frame is not piece.frame
        if is_last and 0 < piece.number - first + 1 < piece.frame.count:
            counts = {"first": first, "last": piece.number, "count": piece.frame.count}
            made.append(small_line(ROWS_OF.format(**counts)))
    return made


def ends_in_rows(pieces: Sequence[Piece]) -> bool:
    """Whether the page ends with a sentence about the rows of a table that has others."""
    frame = pieces[-1].frame if pieces else None
    return frame is not None and sum(piece.frame is frame for piece in pieces) < frame.count


def _taken(page: Sequence[Piece], piece: Piece) -> int:
    is_new = piece.frame is not None and _begins_frame(page, piece)
    return piece.weight + (piece.frame.weight if piece.frame and is_new else 0)


def _begins_frame(before: Sequence[Piece], piece: Piece) -> bool:
    return not before or before[-1].frame is not piece.frame


def _titles_at_end(page: Sequence[Piece]) -> list[Piece]:
    """The titles with which the page ends, unless it has nothing else or they are many."""
    at = len(page)
    while at and page[at - 1].is_title:
        at -= 1
    return list(page[at:]) if at > 0 and len(page) - at <= FEW_ROWS else []
