"""Tables with KPIs along one side and periods along the other."""

import re
from collections.abc import Callable, Sequence

from domain.kpis.names import fold
from domain.numbers.currencies import CODES, SIGNS
from domain.periods.shapes import Named, shape_of
from domain.spreadsheets.cells import EMPTY, Cell, Row, Sheet, column_letters, is_blank, is_cut
from domain.spreadsheets.columns import DATE, ENOUGH, FOLDED, HEADER_WITHIN, LOOKED_AT, NOTE, Sight
from domain.spreadsheets.dates import is_serial
from domain.spreadsheets.entries import Entry, NoTable, Table
from domain.spreadsheets.runs import settle_run

TWO_HEADERS = (
    "The header has a second line with “{word}” in it, and I can't tell safely which number is which."
    " Please keep one column for each KPI, with the numbers that were reached, and one line of headings."
)
LEFT_OUT = "I left out {columns}: no {kind} stands above {it}."
NOT_A_PERIOD = "I could not read the header “{header}” as a period, so I left out column {letters}."
LONGEST_HEADER = 40
UNIT_WORDS = frozenset(
    {"unit", "units", "count", "number", "ratio", "day", "days", "score", "percent", "pct", "amount"}
    | {"currency", "k", "%", "#", "x", "-", "einheit", "anzahl", "unité"}
)  # fmt: skip
PLANS = frozenset(
    {"actual", "actuals", "target", "targets", "plan", "planned", "budget", "goal", "forecast", "ist", "soll"}
    | {"ziel", "real", "objectif", "prior year", "previous year", "ly", "yoy", "change", "delta"}
)  # fmt: skip

_YEAR = re.compile(r"(?:fy ?)?((?:19|20)\d\d)", re.IGNORECASE)


class TwoHeaders(NoTable):
    """The header of this table has two lines. Please keep one. Nothing was saved."""


def periods_across(sheet: Sheet, sight: Sight) -> Table | None:
    """Read a table with a line for each KPI and a column for each period; None where it is none.

    Raises TwoHeaders where two lines of headings part actual numbers from planned ones.
    """
    place = _most(sheet.rows[:HEADER_WITHIN], sight.is_date)
    if place is None:
        return None
    header, body = sheet.rows[place], sheet.rows[place + 1 :]
    periods = [column for column, cell in enumerate(header.cells) if sight.is_date(cell)]
    if not body or _are_dates(body, periods, sight):
        return None
    names = _column(body, range(periods[0]), sight.is_kpi)
    if names is None:
        return None
    _refuse_plans(body[0], periods)
    dates, assumed = _headings(sheet.rows[:place], header, periods, sight)
    entries = [
        _entry(row, column, date=dates[column], kpi=row.cell(names).text, header=header)
        for row in body
        if not _is_unit_row(row, names)
        for column in periods
        if not is_blank(row.cell(column)) or sight.is_kpi(row.cell(names))
    ]
    strays = [c for c in _filled(body, header, start=names + 1) if c not in periods]
    return Table(
        entries=tuple(entries),
        said=(*sheet.said, *assumed, *_unread(header, strays)),
    )


def kpis_across(sheet: Sheet, sight: Sight) -> Table | None:
    """Read a table with a line for each period and a column for each KPI; None where it is none.

    Raises TwoHeaders as `periods_across` does.
    """
    place = _most(sheet.rows[:HEADER_WITHIN], sight.is_kpi)
    if place is None:
        return None
    header, body = sheet.rows[place], sheet.rows[place + 1 :]
    width = max(len(row.cells) for row in sheet.rows)
    dates = _column(body, range(width), lambda cell: sight.is_date(cell) or is_serial(cell))
    if dates is None:
        return None
    _refuse_plans(body[0], range(width))
    if body[1:] and _is_unit_row(body[0], dates):
        body = body[1:]
    other = FOLDED[NOTE] | FOLDED[DATE]
    columns = [
        column
        for column, cell in enumerate(header.cells)
        if column != dates and not is_blank(cell) and fold(cell.text) not in other
    ]
    entries = [
        _entry(row, column, date=row.cell(dates), kpi=header.cell(column).text, header=header)
        for row in body
        for column in columns
        if not is_blank(row.cell(column)) or _is_cell_of_both(row, header, (dates, column), sight)
    ]
    strays = [c for c in _filled(body, header, start=0) if c not in (dates, *columns)]
    return Table(entries=tuple(entries), said=(*sheet.said, *_left_out(strays, "KPI")))


def _is_cell_of_both(row: Row, header: Row, where: tuple[int, int], sight: Sight) -> bool:
    """Whether a blank cell belongs to a KPI and a period, so that it says "not reported"."""
    dates, column = where
    date = row.cell(dates)
    return (sight.is_date(date) or is_serial(date)) and sight.is_kpi(header.cell(column))


def _entry(row: Row, column: int, *, date: Cell, kpi: str, header: Row) -> Entry:
    return Entry(
        line=row.line,
        column=column_letters(column),
        date=date,
        kpi=kpi.strip(),
        value=row.cell(column),
        value_column=column,
        is_cut=is_cut(row, width=len(header.cells)),
    )


def _most(rows: Sequence[Row], is_one: Callable[[Cell], bool]) -> int | None:
    """The place of the row with the most such cells, the first one of equals; None without any."""
    counts = [sum(not is_blank(cell) and is_one(cell) for cell in row.cells) for row in rows]
    return counts.index(max(counts)) if any(counts) else None


def _column(rows: Sequence[Row], columns: Sequence[int], is_one: Callable[[Cell], bool]) -> int | None:
    """The column with the most such cells, where they are at least half of what stands there."""
    best, most = None, 0
    for column in columns:
        cells = [cell for row in rows[:LOOKED_AT] if not is_blank(cell := row.cell(column))]
        count = sum(is_one(cell) for cell in cells)
        if count > most and count >= ENOUGH * len(cells):
            best, most = column, count
    return best


def _are_dates(rows: Sequence[Row], columns: Sequence[int], sight: Sight) -> bool:
    """Whether dates stand below what would be headings: then they are none."""
    looked_at = rows[:LOOKED_AT]
    cells = [cell for row in looked_at for column in columns if not is_blank(cell := row.cell(column))]
    return sum(sight.is_date(cell) for cell in cells) > ENOUGH * len(cells)


def _is_unit_row(row: Row, label: int) -> bool:
    """Whether units stand in a line, and no number."""
    words = [
        cell.text.strip() for column, cell in enumerate(row.cells) if column != label and not is_blank(cell)
    ]
    label_is_free = is_blank(row.cell(label)) or fold(row.cell(label).text) in UNIT_WORDS
    return label_is_free and bool(words) and all(_is_unit(word) for word in words)


def _is_unit(word: str) -> bool:
    bare = word.casefold().strip("()[] .")
    return bare in UNIT_WORDS or bare in SIGNS or bare.upper() in CODES


def _refuse_plans(row: Row, columns: Sequence[int]) -> None:
    """Raise TwoHeaders where words such as actual and target stand in the line below the header."""
    words = [row.cell(column).text.strip() for column in columns]
    found = next((word for word in words if word.casefold() in PLANS), None)
    if found is not None:
        raise TwoHeaders(TWO_HEADERS.format(word=found))


def _headings(
    above: Sequence[Row], header: Row, columns: Sequence[int], sight: Sight
) -> tuple[dict[int, Cell], list[str]]:
    """The heading of each column with its year, and a sentence where years were assumed."""
    dated = _with_years(above, header, columns, sight.locale)
    cells, said = settle_run([dated[column] for column in columns], sight.days(dated.values()))
    return dict(zip(columns, cells, strict=True)), [said] if said else []


def _with_years(above: Sequence[Row], header: Row, columns: Sequence[int], locale: str) -> dict[int, Cell]:
    """The headings with the years that stand in the line above them, each over the columns that follow."""
    years = above[-1] if above else None
    found: dict[int, Cell] = {}
    year = ""
    for column in range(max(columns) + 1):
        over = _YEAR.fullmatch((years.cell(column) if years else EMPTY).text.strip())
        year = over[1] if over else year
        if column in columns:
            cell = header.cell(column)
            shape = shape_of(cell.text.strip(), locale=locale)
            lacks = year and isinstance(shape, Named) and shape.year is None
            found[column] = Cell(f"{cell.text.strip()} {year}") if lacks else cell
    return found


def _filled(rows: Sequence[Row], header: Row, *, start: int) -> list[int]:
    """Columns from `start` on in which something stands, in the header or with digits below it."""
    whole = [row for row in rows if not is_cut(row, width=len(header.cells))]
    width = max((len(row.cells) for row in (*whole, header)), default=0)
    return [
        column
        for column in range(start, width)
        if any(any(char.isdigit() for char in row.cell(column).text) for row in whole)
    ]


def _unread(header: Row, strays: Sequence[int]) -> list[str]:
    """Sentences about the columns that no period stands above: those with a header by what it says."""
    named = {c: words for c in strays if (words := " ".join(header.cell(c).text.split()))}
    said = [
        NOT_A_PERIOD.format(header=words[:LONGEST_HEADER], letters=column_letters(c))
        for c, words in named.items()
    ]
    return said + _left_out([c for c in strays if c not in named], "period")


def _left_out(columns: Sequence[int], kind: str) -> list[str]:
    if not columns:
        return []
    letters = [column_letters(column) for column in columns]
    named = f"column {letters[0]}" if len(letters) == 1 else f"columns {', '.join(letters)}"
    return [LEFT_OUT.format(columns=named, kind=kind, it="it" if len(letters) == 1 else "them")]
