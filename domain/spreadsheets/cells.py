"""What a spreadsheet is, once it is read: rows of cells, each with the line that it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.wording import listed

CellKind = Literal["text", "number", "day"]

LETTERS = 26
FIRST_LETTER = ord("A")
NULLS = frozenset(
    {"", "-", "--", "---", "n/a", "na", "n.a.", "n.a", "nd", "k.a.", "s.o.", "null", "none", "nan", "#n/a"}
    | {"tbd", "missing", "unknown", "not reported", "not available"}
)  # fmt: skip
DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    `text` is as it stands in the file. A `number` was stored as one: its decimal mark is a point. A
    `day` was stored as one: 2026-10-31.
    """

    text: str
    kind: CellKind = "text"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a file and its cells; `line` counts from 1."""

    line: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of the column, counted from 0; an empty one behind the last."""
        return self.cells[column] if column < len(self.cells) else EMPTY


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Every row of a file that has something in it; `said` are sentences about how it was read."""

    rows: tuple[Row, ...]
    said: tuple[str, ...] = ()


EMPTY = Cell("")


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell."""
    return not cell.text.strip()


def is_cut(row: Row, *, width: int) -> bool:
    """Whether a line of text has cells behind the last column: a comma inside a number makes such.

    A workbook, with cells that are stored as numbers or days, is never parted at commas.
    """
    is_parted = all(cell.kind == "text" for cell in row.cells)
    return is_parted and any(not is_blank(cell) for cell in row.cells[width:])


def is_null(text: str) -> bool:
    """Whether a text says that there is no value: blank, n/a, a dash. A zero is a value."""
    return " ".join(text.split()).casefold().translate(DASHES) in NULLS


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, B, ... Z, AA."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, LETTERS)
        letters = chr(FIRST_LETTER + letter) + letters
    return letters


def lines_named(lines: Sequence[int], *, most: int | None = None) -> str:
    """Lines in words: line 3, lines 3 and 7; behind `most` of them how many more."""
    # One more line is named rather than counted.
    is_all = most is None or len(lines) <= most + 1
    words = [f"{line:,}" for line in (lines if is_all else lines[:most])]
    left = len(lines) - len(words)
    words += [f"{left:,} more"] if left else []
    return f"{'line' if len(words) == 1 else 'lines'} {listed(words)}"
