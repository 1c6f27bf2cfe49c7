"""Tables with one number to a line, and what of their lines and columns is left out."""

import re
from collections.abc import Sequence

from domain.numbers.typed import plain
from domain.spreadsheets import columns
from domain.spreadsheets.cells import Row, Sheet, column_letters, is_blank, is_cut, lines_named
from domain.spreadsheets.columns import Long, Sight
from domain.spreadsheets.entries import Entry, Table
from domain.wording import listed

ABOVE = "I left out what stands above the table: {lines}."
LEFT_OUT_ONE, LEFT_OUT = "I left out the column {names}.", "I left out the columns {names}."
NAMELESS = "I left out column {letters}: nothing stands above it."
IN_THE_NOTE = (
    "Line {line:,}: I read {value} with the note {note}. If {value},{note} is one number, put it into quotes."
)
MOST_NAMED = 5
LONGEST_NAME = 40

_DIGITS = re.compile(r"\d[\d.]*%?")
_THOUSAND = re.compile(r"\D{0,4}[1-9]\d{0,2}")
_REST = re.compile(r"\d{3}(?:\.\d+)?")


def one_to_a_line(sheet: Sheet, sight: Sight) -> Table | None:
    """Read a table with a date, a KPI and a value in each line; None where it is none."""
    headed = columns.by_header(sheet)
    found = headed or columns.by_content(sheet, sight)
    if found is None:
        return None
    header = sheet.rows[found.first - 1] if found.first else None
    body = sheet.rows[found.first :]
    entries = [_entry(row, found, is_cut=_is_cut(row, found, header)) for row in body]
    said = [*_above(sheet, found), *_in_the_note(body, entries, found)]
    if headed and header:
        said += _left_out(header, body, found)
    return Table(entries=tuple(entries), said=(*sheet.said, *said))


def _entry(row: Row, found: Long, *, is_cut: bool) -> Entry:
    return Entry(
        line=row.line,
        date=row.cell(found.date),
        kpi=row.cell(found.kpi).text.strip(),
        value=row.cell(found.value),
        value_column=found.value,
        note=row.cell(found.note).text.strip() if found.note is not None else "",
        is_cut=is_cut,
    )


def _is_cut(row: Row, found: Long, header: Row | None) -> bool:
    """Whether there are more cells than the header has; without one, a number right behind the value."""
    if header is not None:
        return is_cut(row, width=len(header.cells))
    behind = row.cell(found.value + 1)
    is_free = found.value + 1 not in (found.date, found.kpi)
    return is_free and is_cut(row, width=found.value + 1) and bool(_DIGITS.fullmatch(plain(behind.text)))


def _above(sheet: Sheet, found: Long) -> list[str]:
    lines = [row.line for row in sheet.rows[: max(found.first - 1, 0)]]
    return [ABOVE.format(lines=lines_named(lines))] if lines else []


def _in_the_note(body: Sequence[Row], entries: Sequence[Entry], found: Long) -> list[str]:
    """A sentence where the note right behind a value looks like the rest of it, for the first such line."""
    if found.note != found.value + 1:
        return []
    for row, one in zip(body, entries, strict=True):
        is_text = all(cell.kind == "text" for cell in row.cells)
        value = one.value.text.strip()
        if is_text and not one.is_cut and _THOUSAND.fullmatch(value) and _REST.fullmatch(one.note):
            return [IN_THE_NOTE.format(line=one.line, value=value, note=one.note)]
    return []


def _left_out(header: Row, body: Sequence[Row], found: Long) -> list[str]:
    """Sentences that name the columns with something in them that are not read."""
    whole = [row for row in body if not _is_cut(row, found, header)]
    width = max((len(row.cells) for row in whole), default=0)
    read = (found.date, found.kpi, found.value, found.note)
    strays = [
        column
        for column in range(width)
        if column not in read and any(not is_blank(row.cell(column)) for row in whole)
    ]
    names = [" ".join(header.cell(c).text.split())[:LONGEST_NAME] for c in strays]
    named = list(dict.fromkeys(name for name in names if name))
    letters = [column_letters(c) for c, name in zip(strays, names, strict=True) if not name]
    said = [(LEFT_OUT_ONE if len(named) == 1 else LEFT_OUT).format(names=_some_of(named))] if named else []
    return said + [NAMELESS.format(letters=one) for one in letters[:MOST_NAMED]]


def _some_of(names: Sequence[str]) -> str:
    left = len(names) - MOST_NAMED
    words = [*names[:MOST_NAMED], *([f"{left:,} more"] if left > 0 else [])]
    return listed(words)
