"""Writing numbers as CSV and XLSX."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from domain.spreadsheets.writing import HEADER, Line, cells_of, value_text

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SHEET = "KPIs"
# Spreadsheet programs keep so many digits of a number; longer ones are written as text.
EXACT_DIGITS = 15


def to_csv(lines: Iterable[Line]) -> str:
    """The numbers as CSV with a header; text that a program would run has an apostrophe in front."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(cells_of(line) for line in lines)
    return out.getvalue()


def to_xlsx(lines: Iterable[Line]) -> bytes:
    """The numbers as a workbook with one sheet; every word in it is text, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415 - it takes longer than most starts

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append([_text(sheet, word) for word in HEADER])
    for line in lines:
        words = (line.date, line.kpi, line.note)
        date, kpi, note = (_text(sheet, word) for word in words)
        sheet.append([date, kpi, _value(sheet, line.value), note])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _value(sheet: "WriteOnlyWorksheet", value: Decimal) -> Any:
    if len(value.as_tuple().digits) > EXACT_DIGITS or len(f"{value:f}") > 2 * EXACT_DIGITS:
        return _text(sheet, value_text(value))
    return int(value) if value == value.to_integral_value() else float(value)


def _text(sheet: "WriteOnlyWorksheet", text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))
    # Else what begins with an equals sign would be a formula.
    cell.data_type = "s"
    return cell
