"""Reading XLSX, with what its cells say of themselves: percentages, currencies, days."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from domain.numbers.currencies import CODES, SIGNS
from domain.spreadsheets import Cell, Row, Sheet
from domain.spreadsheets.cells import EMPTY, is_blank
from storage.spreadsheets.archive import DAMAGED, check_archive
from storage.spreadsheets.limits import MOST_CELLS, MOST_ROWS, BadSheet, Counter

FIRST_SHEET = "I read the sheet “{name}”, the first one with something in it; there are {count} sheets."
TOO_SPARSE = "Its cells are strewn over far too large a sheet. Please copy the table into a sheet of its own."

# Rows without anything are walked over, but not without end.
MOST_STEPS = 10 * MOST_ROWS
MOST_PADDING = 20 * MOST_CELLS
PERCENT_POINTS = 2
# What openpyxl raises for insides that do not fit together.
MISFITS = (
    *(ParseError, BadZipFile, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, OverflowError),
)

_BRACKETED = re.compile(r"\[\$([^\]\-]*)(?:-[^\]]*)?\]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_STRANGE = re.compile("[\x00\ud800-\udfff]")


def read_workbook(data: bytes) -> Sheet:
    """Read the first visible sheet with something in it. Raises BadSheet where that is not possible.

    The result of a formula counts as it was last worked out; where it was not, the cell holds its text.
    """
    has_formula = check_archive(data)
    try:
        title, sheet = _first_sheet(data, shows_formulas=has_formula)
        if not has_formula:
            return sheet
        return _with_results(sheet, _first_sheet(data, shows_formulas=False, title=title)[1])
    except MISFITS as error:
        raise BadSheet(DAMAGED) from error


def _first_sheet(data: bytes, *, shows_formulas: bool, title: str = "") -> tuple[str, Sheet]:
    # Imported late: it takes longer than most starts, and few runs read a workbook.
    from openpyxl import load_workbook  # noqa: PLC0415 - late

    book = load_workbook(BytesIO(data), read_only=True, data_only=not shows_formulas, keep_links=False)
    try:
        sheets = sorted(book.worksheets, key=lambda one: one.sheet_state != "visible")
        for sheet in sheets:
            rows = tuple(_rows(sheet)) if title in ("", sheet.title) else ()
            if rows:
                said = FIRST_SHEET.format(name=sheet.title, count=len(sheets))
                return sheet.title, Sheet(rows=rows, said=(said,) if len(sheets) > 1 else ())
        return title, Sheet(rows=())
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[Row]:
    # What a sheet says of its own size may be anything.
    sheet.reset_dimensions()
    counter, padding = Counter(), 0
    for line, found in enumerate(sheet.iter_rows(), start=1):
        padding += len(found)
        if line > MOST_STEPS or padding > MOST_PADDING:
            raise BadSheet(TOO_SPARSE)
        cells = _without_blank_end([_cell(cell) for cell in found])
        if cells:
            counter.add(line, len(cells))
            yield Row(line=line, cells=tuple(cells))


def _without_blank_end(cells: list[Cell]) -> Sequence[Cell]:
    while cells and is_blank(cells[-1]):
        cells.pop()
    return cells


def _cell(found: Any) -> Cell:
    value = found.value
    if value is None:
        return EMPTY
    if isinstance(value, datetime | date):
        return Cell((value.date() if isinstance(value, datetime) else value).isoformat(), "day")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, found.number_format)
    # Formulas that fill several cells are objects with a text.
    text = value if isinstance(value, str) else str(getattr(value, "text", value))
    return Cell(_STRANGE.sub("\ufffd", text))


def _number(value: float, number_format: str) -> Cell:
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return Cell(str(value))
    ending = _ending(number_format or "")
    if ending == "%":
        exact = exact.scaleb(PERCENT_POINTS)
    return Cell(f"{exact:f}{ending}", "number")


@lru_cache(maxsize=256)
def _ending(number_format: str) -> str:
    """What a number format shows behind its number: % or a currency; else nothing."""
    first = number_format.split(";", maxsplit=1)[0]
    bare = _IN_BRACKETS.sub("", _QUOTED.sub("", first))
    if "%" in bare:
        return "%"
    literal = [part for pair in _QUOTED.findall(first) for part in pair]
    signs = [*_BRACKETED.findall(first), *literal, *bare]
    for sign in (one.strip() for one in signs):
        if sign and (sign.upper() in CODES or sign.casefold() in SIGNS):
            return f" {sign}"
    return ""


def _with_results(shown: Sheet, results: Sheet) -> Sheet:
    """The sheet with the result of every formula, and the text of those that nobody worked out."""
    known = {row.line: row for row in results.rows}
    rows = [_beside(row, known.get(row.line, Row(line=row.line, cells=()))) for row in shown.rows]
    return Sheet(rows=tuple(rows), said=shown.said)


def _beside(shown: Row, result: Row) -> Row:
    cells = [
        shown.cell(column) if is_blank(result.cell(column)) else result.cell(column)
        for column in range(len(shown.cells))
    ]
    return Row(line=shown.line, cells=tuple(cells))
