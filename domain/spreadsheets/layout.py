"""What stands where in a table: one number to a line, or KPIs and periods along its two sides."""

from collections.abc import Iterable

from domain.spreadsheets import columns, narrow, wide
from domain.spreadsheets.cells import Sheet, is_blank
from domain.spreadsheets.columns import Sight
from domain.spreadsheets.entries import NoTable, Table

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
NOT_A_PERIOD = (
    "I found KPIs there, and could not read the header “{header}” as a period. Please write it as in Oct 2026"
    " or 2026-10."
)
MOST_NAMES = 3
LOOKED_AT = 50


def guess(sheet: Sheet, sight: Sight) -> Table:
    """Find the numbers of a sheet, each with the words that name its KPI and its period.

    Raises NoTable, a UserError, with a sentence that says what is missing.
    """
    if not sheet.rows:
        raise NoTable(NOTHING)
    table = (
        narrow.one_to_a_line(sheet, sight)
        or wide.periods_across(sheet, sight)
        or wide.kpis_across(sheet, sight)
    )
    if table is None:
        raise _why_not(sheet, sight)
    if not table.entries:
        raise NoTable(ONLY_A_HEADER)
    if not any(sight.names.match(one.kpi).kpi or sight.names.match(one.kpi).near for one in table.entries):
        raise NoTable(_no_kpi([one.kpi for one in table.entries]))
    return table


def _why_not(sheet: Sheet, sight: Sight) -> NoTable:
    texts = [cell.text.strip() for row in sheet.rows[:LOOKED_AT] for cell in row.cells if not is_blank(cell)]
    has_kpis = any(sight.names.match(text).kpi for text in texts)
    has_dates = any(sight.is_date(cell) for row in sheet.rows[:LOOKED_AT] for cell in row.cells)
    if len(sheet.rows) == 1 and (has_kpis or columns.is_header(sheet.rows[0])):
        return NoTable(ONLY_A_HEADER)
    if has_kpis:
        return NoTable(NOT_A_TABLE if has_dates else _no_period(sheet, sight))
    return NoTable(_no_kpi(()) if has_dates else NOT_A_TABLE)


def _no_period(sheet: Sheet, sight: Sight) -> str:
    """What to say of KPIs without periods: which words stand where those would."""
    header = sheet.rows[0]
    words = [
        cell.text.strip()
        for cell in header.cells[1:]
        if any(char.isalpha() for char in cell.text) and not sight.is_number(cell)
    ]
    is_of_periods = not columns.roles_of(header).keys() - {columns.KPI, columns.DATE}
    if not words or not is_of_periods or any(map(sight.is_kpi, header.cells)):
        return NO_PERIOD
    return NOT_A_PERIOD.format(header=words[0][:40])


def _no_kpi(seen: Iterable[str]) -> str:
    names = [f"“{name[:40]}”" for name in dict.fromkeys(seen) if name]
    shown = ", ".join(names[:MOST_NAMES]) + (" ..." if len(names) > MOST_NAMES else "")
    return NO_KPI.format(seen=SEEN.format(names=shown) if names else "")
