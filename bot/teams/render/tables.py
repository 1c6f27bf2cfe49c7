"""Tables, and pairs of label and value, as rows that may stand on several pages."""

from collections.abc import Sequence

from bot.teams.render.limits import CELL, COLUMNS, FACTS, HEADING, length
from bot.teams.render.pieces import Frame, Piece
from bot.teams.render.text import (
    RUN,
    Element,
    Look,
    Part,
    block,
    clean,
    is_harmless,
    lines,
    mention_text,
    one_line,
    parts_of,
    plain,
)
from domain.chat import Spans, Strong, Table

NUMBER = "{number}."
# How many letters of its longest word count for the width of a column, and go into all columns of a card.
NARROWEST, WIDEST = 5, 30
ROOM, AROUND = 62, 4

Pair = tuple[str, Spans]


def table_pieces(table: Table) -> list[Piece]:
    """The table as rows under its columns, or row by row as pairs where it is too wide to be read."""
    if not table.columns:
        return []
    if _is_wide(table):
        records = [_record(table, number, row) for number, row in enumerate(table.rows, 1)]
        return [piece for record in records or [_record(table, 0, ())] for piece in record]
    frame = Frame(table=_frame(table), count=len(table.rows))
    if not table.rows:
        return [Piece(element=frame.table)]
    rows = [[parts_of(cell) for cell in _whole(row, len(table.columns))] for row in table.rows]
    return [
        Piece(
            element=_row([_cell(cell, is_right=at in table.numeric) for at, cell in enumerate(row)]),
            frame=frame,
            number=number,
            mentions=mentions_in([part for cell in row for part in cell]),
        )
        for number, row in enumerate(rows, 1)
    ]


def pair_pieces(pairs: Sequence[Pair]) -> list[Piece]:
    """The pairs as facts where nothing in them could be read as a mark, else as rows of two cells."""
    shown = [(one_line(label), value) for label, value in pairs]
    shown = [(label, value) for label, value in shown if label or plain(parts_of(value)).strip()]
    if all(_is_fact(label, value) for label, value in shown):
        groups = [shown[at : at + FACTS] for at in range(0, len(shown), FACTS)]
        return [Piece(element=_facts(group)) for group in groups]
    frame = Frame(table=_bare_frame())
    return [piece for label, value in shown for piece in _pair_rows(frame, label, value)]


def paragraph_pieces(parts: Sequence[Part], look: Look | None = None) -> list[Piece]:
    """The parts line by line; an empty line leaves some room before the next."""
    made: list[Piece] = []
    is_apart = True
    for line in lines(parts):
        if plain(line).strip():
            spacing = {} if is_apart else {"spacing": "None"}
            element = block(line, {**(look or {}), **spacing})
            made.append(Piece(element=element, mentions=mentions_in(line)))
        is_apart = not plain(line).strip()
    return made


def mentions_in(parts: Sequence[Part]) -> tuple[tuple[str, str], ...]:
    """Whom the parts mention: the text of each mention, and the account."""
    return tuple((mention_text(part), part.account) for part in parts if part.account)


def _is_wide(table: Table) -> bool:
    return (
        len(table.columns) > COLUMNS
        or any(len(row) > len(table.columns) for row in table.rows)
        or any(length(name) > HEADING for name in table.columns)
        or not all(_is_short(parts_of(cell)) for row in table.rows for cell in row)
    )


def _is_short(parts: Sequence[Part]) -> bool:
    """Whether the parts go into a cell: every line of it is an element."""
    return sum(part.weight for part in parts) + RUN * plain(parts).count("\n") <= CELL


def _record(table: Table, number: int, row: tuple[Spans, ...]) -> list[Piece]:
    """One row of a wide table: its number, and each cell beside the name of its column."""
    width = max(len(row), len(table.columns))
    names = (*table.columns, *("",) * (width - len(table.columns)))
    title = block([Part(text=NUMBER.format(number=number), is_bold=True)])
    pairs = pair_pieces(list(zip(names, _whole(row, width), strict=True)))
    return [Piece(element=title, is_title=True), *pairs] if number else pairs


def _whole(row: tuple[Spans, ...], width: int) -> tuple[Spans, ...]:
    return (*row, *(((),) * width))[:width]


def _frame(table: Table) -> Element:
    names = [parts_of((Strong(one_line(name)),)) for name in table.columns]
    header = [_cell(name, is_right=at in table.numeric) for at, name in enumerate(names)]
    return {
        "type": "Table",
        "columns": [
            {
                "width": width,
                "horizontalCellContentAlignment": "Right" if at in table.numeric else "Left",
            }
            for at, width in enumerate(_widths(table))
        ],
        "firstRowAsHeader": True,
        "gridStyle": "default",
        "rows": [_row(header)],
    }


def _bare_frame() -> Element:
    return {
        "type": "Table",
        "columns": [{"width": 1}, {"width": 2}],
        "firstRowAsHeader": False,
        "showGridLines": False,
        "rows": [],
    }


def _widths(table: Table) -> list[int]:
    """The share of each column in letters: its longest word fits first of all; what is left is for lines."""
    columns = [_lengths(table, at) for at in range(len(table.columns))]
    words = [word + AROUND for word, _line in columns]
    wanted = [max(line - word, 0) for word, line in columns]
    spare = min(max(ROOM - sum(words), 0), sum(wanted))
    return [word + spare * more // (sum(wanted) or 1) for word, more in zip(words, wanted, strict=True)]


def _lengths(table: Table, at: int) -> tuple[int, int]:
    """The letters of the longest word of a column, and of its longest line."""
    texts = [table.columns[at], *(plain(parts_of(row[at])) for row in table.rows if at < len(row))]
    line = max(len(line) for text in texts for line in clean(text).split("\n"))
    word = max((len(word) for text in texts for word in text.split()), default=0)
    return min(max(word, NARROWEST), WIDEST), line


def _row(cells: Sequence[Element]) -> Element:
    return {"type": "TableRow", "cells": list(cells)}


def _cell(parts: Sequence[Part], *, is_right: bool = False) -> Element:
    look = {"horizontalAlignment": "Right"} if is_right else {}
    items = [piece.element for piece in paragraph_pieces(parts, look)]
    return {"type": "TableCell", "items": items or [block([Part(text=" ")], look)]}


def _is_fact(label: str, value: Spans) -> bool:
    parts = parts_of(value)
    text = plain(parts)
    is_unstyled = all(part == Part(text=part.text) for part in parts)
    is_short = length(label) <= HEADING and _is_short(parts) and "\n" not in text
    return is_unstyled and is_short and is_harmless(label) and is_harmless(text) and bool(label)


def _facts(pairs: Sequence[Pair]) -> Element:
    facts = [{"title": label, "value": plain(parts_of(value)) or " "} for label, value in pairs]
    return {"type": "FactSet", "facts": facts}


def _pair_rows(frame: Frame, label: str, value: Spans) -> list[Piece]:
    """One row for a pair, or the label above its value where that is long."""
    name = [Part(text=label or " ", is_bold=True)]
    parts = parts_of(value)
    if length(label) <= HEADING and _is_short(parts):
        row = _row([_cell(name), _cell(parts)])
        return [Piece(element=row, frame=frame, mentions=mentions_in(parts))]
    return [*paragraph_pieces(name), *paragraph_pieces(parts)]
