"""What stands where in a table: one number to a line, or KPIs and periods along its two sides."""

from collections.abc import Iterable, Sequence

from domain.spreadsheets import columns, wide
from domain.spreadsheets.cells import Sheet, is_blank
from domain.spreadsheets.columns import Long, Sight
from domain.spreadsheets.entries import Entry, NoTable, Table

ONLY_A_HEADER = "There is a header and nothing below it, so there is nothing to import."
NOTHING = "There is nothing in it, so there is nothing to import."
NOT_A_TABLE = (
    "I could not make out a table of KPIs there. Give each number its own line with the columns"
    " date, kpi, value and note; or put the KPIs along one side and the periods along the other."
)
NO_KPI = "I found no KPI of this engagement there.{seen} `kpi list` shows what they are called."
SEEN = " What I read as names: {names}."
NO_PERIOD = (
    "I found KPIs there, and no dates or periods beside them. Please add a column or a line with them."
)
ABOVE = "I left out what stands above the table: {lines}."
MOST_NAMES = 3
LOOKED_AT = 50


def guess(sheet: Sheet, sight: Sight) -> Table:
    """Find the numbers of a sheet, each with the words that name its KPI and its period.

    Raises NoTable, a UserError, with a sentence that says what is missing.
    """
    if not sheet.rows:
        raise NoTable(NOTHING)
    table = _long(sheet, sight) or wide.periods_across(sheet, sight) or wide.kpis_across(sheet, sight)
    if table is None:
        raise _why_not(sheet, sight)
    if not table.entries:
        raise NoTable(ONLY_A_HEADER)
    if not any(sight.names.match(one.kpi).kpi or sight.names.match(one.kpi).near for one in table.entries):
        raise NoTable(_no_kpi([one.kpi for one in table.entries]))
    return table


def _long(sheet: Sheet, sight: Sight) -> Table | None:
    found = columns.by_header(sheet) or columns.by_content(sheet, sight)
    if found is None:
        return None
    entries = tuple(
        Entry(
            line=row.line,
            date=row.cell(found.date),
            kpi=row.cell(found.kpi).text.strip(),
            value=row.cell(found.value),
            value_column=found.value,
            note=row.cell(found.note).text.strip() if found.note is not None else "",
        )
        for row in sheet.rows[found.first :]
    )
    return Table(entries=entries, said=(*sheet.said, *_above(sheet, found)))


def _above(sheet: Sheet, found: Long) -> list[str]:
    header = found.first - 1
    lines = [row.line for row in sheet.rows[: max(header, 0)]]
    return [ABOVE.format(lines=lines_named(lines))] if lines else []


def lines_named(lines: Sequence[int], *, most: int | None = None) -> str:
    """Lines in words: line 3, lines 3 and 7; behind `most` of them how many more."""
    words = [f"{line:,}" for line in lines[:most]]
    left = len(lines) - len(words)
    words += [f"{left:,} more"] if left else []
    if len(words) == 1:
        return f"line {words[0]}"
    return f"lines {', '.join(words[:-1])} and {words[-1]}"


def _why_not(sheet: Sheet, sight: Sight) -> NoTable:
    texts = [cell.text.strip() for row in sheet.rows[:LOOKED_AT] for cell in row.cells if not is_blank(cell)]
    has_kpis = any(sight.names.match(text).kpi for text in texts)
    has_dates = any(sight.is_date(cell) for row in sheet.rows[:LOOKED_AT] for cell in row.cells)
    if len(sheet.rows) == 1 and (has_kpis or columns.is_header(sheet.rows[0])):
        return NoTable(ONLY_A_HEADER)
    if has_kpis:
        return NoTable(NOT_A_TABLE if has_dates else NO_PERIOD)
    return NoTable(_no_kpi(()) if has_dates else NOT_A_TABLE)


def _no_kpi(seen: Iterable[str]) -> str:
    names = [f"“{name[:40]}”" for name in dict.fromkeys(seen) if name]
    shown = ", ".join(names[:MOST_NAMES]) + (" ..." if len(names) > MOST_NAMES else "")
    return NO_KPI.format(seen=SEEN.format(names=shown) if names else "")
