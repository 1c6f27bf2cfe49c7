"""Tables: Slack's own where it fits, else in letters of one width; what is not shown is in a file."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import Any

from slack_sdk.models.blocks import (
    ContextBlock,
    RawTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    TableBlock,
    TableBlockColumnSettings,
)

from bot.slack.render.limits import CELL_TEXT, PAGE, TABLE_COLUMNS, TABLE_ROWS, TABLE_TEXT, length, shorten
from bot.slack.render.text import Mentions, Part, clean, parts_of, plain, plain_object, rich_block
from domain.chat import Reply, Table
from domain.plain_text import plain_text

FEWER_ROWS = "The first {shown} of {count} rows."
SHORTENED = "Some of this table is shortened."
IN_FILE = "All of it is in {name}."
FILE_NAME = "table.csv"
LATER_FILE_NAME = "table-{number}.csv"
LETTER_CELL = 40
# A spreadsheet would compute what begins like this; a plain number is none of it.
COMPUTED = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]*[\d%]*$)")

Row = list[list[Part]]


@dataclass(frozen=True, kw_only=True)
class SlackFile:
    """A file to upload beside a message."""

    name: str
    content: str


@dataclass(kw_only=True)
class Drawn:
    """What a block became; `is_cut`: some of its words are neither in the blocks nor in the files."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    files: list[SlackFile] = field(default_factory=list)
    is_cut: bool = False


def draw_table(table: Table, mentions: Mentions, *, is_native: bool, number: int, has_files: bool) -> Drawn:
    """The table; `number` counts the tables of the message from 1."""
    if not table.columns:
        return Drawn()
    kept = _without_long_rows(table)
    shown, block = _native(kept, mentions) if is_native else _letters(kept)
    is_whole = shown == len(table.rows) and not _is_shortened(table, CELL_TEXT if is_native else LETTER_CELL)
    if is_whole:
        return Drawn(blocks=[block])
    name = FILE_NAME if number == 1 else LATER_FILE_NAME.format(number=number)
    note = _note(shown, len(table.rows), name if has_files else "")
    files = [SlackFile(name=name, content=csv_text(table))] if has_files else []
    return Drawn(blocks=[block, note], files=files, is_cut=not has_files)


def csv_text(table: Table) -> str:
    """The whole table as comma-separated values that no spreadsheet computes."""
    made = StringIO()
    rows = [
        [clean(name) for name in table.columns],
        *([plain(parts_of(cell)) for cell in row] for row in table.rows),
    ]
    csv.writer(made).writerows([_inert(cell) for cell in row] for row in rows)
    return made.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if COMPUTED.match(cell) else cell


def _without_long_rows(table: Table) -> Table:
    """Keep as many cells in a row as there are columns, and no more than Slack's."""
    width = min(len(table.columns), TABLE_COLUMNS)
    rows = tuple((*row, *(((),) * width))[:width] for row in table.rows)
    return replace(table, columns=table.columns[:width], rows=rows)


def _is_shortened(table: Table, longest: int) -> bool:
    too_wide = len(table.columns) > TABLE_COLUMNS or any(len(row) > len(table.columns) for row in table.rows)
    cells = (plain(parts_of(cell)) for row in table.rows for cell in row)
    names = (clean(name) for name in table.columns)
    return too_wide or any(length(text) > longest for group in (names, cells) for text in group)


def _native(table: Table, mentions: Mentions) -> tuple[int, dict[str, Any]]:
    """How many rows fit, and the block that holds them."""
    header: Row = [
        [Part(text=shorten(clean(name), CELL_TEXT) or " ", is_bold=True)] for name in table.columns
    ]
    rows: list[Row] = [header]
    room = TABLE_TEXT - _row_length(header)
    for row in table.rows[: TABLE_ROWS - 1]:
        cells = [_short(parts_of(cell, mentions)) for cell in row]
        room -= _row_length(cells)
        if room < 0:
            break
        rows.append(cells)
    settings = [_setting(table, at) for at in range(len(table.columns))]
    block = TableBlock(rows=[[_cell(cell) for cell in row] for row in rows], column_settings=settings)
    return len(rows) - 1, block.to_dict()


def _short(parts: list[Part]) -> list[Part]:
    text = plain(parts)
    return parts if length(text) <= CELL_TEXT else [Part(text=shorten(text, CELL_TEXT))]


def _row_length(row: Row) -> int:
    return sum(max(1, length(plain(cell))) for cell in row)


def _setting(table: Table, at: int) -> TableBlockColumnSettings:
    if at in table.numeric:
        return TableBlockColumnSettings(align="right", is_wrapped=False)
    return TableBlockColumnSettings(align="left", is_wrapped=True)


def _cell(parts: Sequence[Part]) -> RawTextObject | RichTextBlock:
    if all(part == Part(text=part.text) for part in parts):
        return RawTextObject(text=plain(parts) or " ")
    return rich_block(parts)


def _letters(table: Table) -> tuple[int, dict[str, Any]]:
    """How many rows fit on a page in letters of one width, and the block that holds them."""
    short = replace(
        table,
        columns=tuple(_one_line(clean(name)) for name in table.columns),
        rows=tuple(tuple((_one_line(plain(parts_of(cell))),) for cell in row) for row in table.rows),
    )
    lines = plain_text(Reply(blocks=(short,))).split("\n")
    kept: list[str] = []
    room = PAGE
    for line in lines:
        room -= length(line) + 1
        if kept and room < 0:
            break
        kept.append(line)
    text = RichTextElementParts.Text(text="\n".join(kept) if "".join(kept).strip() else " ")
    return len(kept) - 1, RichTextBlock(elements=[RichTextPreformattedElement(elements=[text])]).to_dict()


def _one_line(text: str) -> str:
    return shorten(" ".join(text.split()), LETTER_CELL)


def _note(shown: int, count: int, name: str) -> dict[str, Any]:
    said = FEWER_ROWS.format(shown=shown, count=count) if shown < count else SHORTENED
    where = IN_FILE.format(name=name) if name else ""
    return ContextBlock(elements=[plain_object(f"{said} {where}".strip(), PAGE)]).to_dict()
