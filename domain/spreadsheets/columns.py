"""Which column holds what, in a table with one number to a line: by its header, or by what stands there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.errors import Unreadable
from domain.kpis.names import fold
from domain.numbers import read_amount
from domain.spreadsheets.cells import Cell, Row, Sheet, is_blank, is_null
from domain.spreadsheets.dates import Days, days_of, is_date, is_serial
from domain.spreadsheets.naming import Names

DATE, KPI, VALUE, NOTE = "date", "kpi", "value", "note"
HEADERS: dict[str, frozenset[str]] = {
    DATE: frozenset(
        {"date", "day", "period", "month", "week", "quarter", "when", "as of", "month ending", "week ending"}
        | {"datum", "monat", "woche", "quartal", "zeitraum", "mois", "semaine", "trimestre", "periode"}
        | {"période", "fecha", "mes", "data", "kuukausi", "pvm"}
    ),
    KPI: frozenset(
        {"kpi", "metric", "measure", "indicator", "name", "kpi name", "metric name", "what", "item"}
        | {"kennzahl", "indikator", "messgröße", "indicateur", "métrique", "nom", "mittari", "indicador"}
    ),
    VALUE: frozenset(
        {"value", "amount", "number", "actual", "result", "figure", "total", "reported", "actual value"}
        | {"wert", "betrag", "zahl", "ist", "valeur", "montant", "résultat", "valor", "arvo"}
    ),
    NOTE: frozenset(
        {"note", "comment", "remark", "source", "explanation"}
        | {"notiz", "bemerkung", "kommentar", "anmerkung", "commentaire", "remarque", "nota"}
    ),
}  # fmt: skip
FOLDED = {role: frozenset(fold(word) for word in words) for role, words in HEADERS.items()}
# Words that say what a column holds only where no other one says it.
WEAK = frozenset(map(fold, ("name", "what", "item", "total", "number", "figure", "source", "explanation")))
HEADER_WITHIN = 10
ENOUGH = 0.5
# So many lines show what stands in a column.
LOOKED_AT = 300
# A table with one number to a line has few columns.
WIDEST = 12


@dataclass(frozen=True, kw_only=True)
class Long:
    """The columns of a table with one number to a line; `first` is the place of its first row of numbers."""

    first: int
    date: int
    kpi: int
    value: int
    note: int | None


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a cell can be recognised by: the names of the KPIs, and how numbers and dates are written."""

    names: Names
    today: date
    locale: str
    currency: str
    fiscal_start_month: int
    _dates: dict[Cell, bool] = field(default_factory=dict)
    _numbers: dict[str, bool] = field(default_factory=dict)

    def days(self, cells: Iterable[Cell]) -> Days:
        """How the dates among these cells are read."""
        return days_of(
            cells, today=self.today, locale=self.locale, fiscal_start_month=self.fiscal_start_month
        )

    def is_date(self, cell: Cell) -> bool:
        """Whether the cell has the form of a day or a period."""
        if cell not in self._dates:
            self._dates[cell] = is_date(cell, locale=self.locale)
        return self._dates[cell]

    def is_kpi(self, cell: Cell) -> bool:
        """Whether the cell names a KPI, or nearly."""
        if not any(char.isalpha() for char in cell.text):
            return False
        match = self.names.match(cell.text)
        return match.kpi is not None or match.near is not None

    def is_number(self, cell: Cell) -> bool:
        """Whether the cell holds an amount."""
        if cell.kind != "text":
            return cell.kind == "number"
        if cell.text not in self._numbers:
            self._numbers[cell.text] = self._reads(cell.text)
        return self._numbers[cell.text]

    def _reads(self, text: str) -> bool:
        try:
            read_amount(text, locale=self.locale, currency=self.currency)
        except Unreadable:
            return False
        return True


def by_header(sheet: Sheet) -> Long | None:
    """Find the columns by the words of a header among the first rows."""
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        roles = roles_of(row)
        if {DATE, KPI, VALUE} <= roles.keys():
            return Long(
                first=place + 1,
                date=roles[DATE],
                kpi=roles[KPI],
                value=roles[VALUE],
                note=roles.get(NOTE),
            )
    return None


def roles_of(row: Row) -> dict[str, int]:
    """What the cells of a header say: role -> column, the first one of each."""
    found: dict[str, int] = {}
    words = [fold(cell.text) for cell in row.cells]
    for column in sorted(range(len(words)), key=lambda column: words[column] in WEAK):
        role = next((role for role, known in FOLDED.items() if words[column] in known), None)
        if role is not None:
            found.setdefault(role, column)
    return found


def is_header(row: Row) -> bool:
    """Whether the row is made of words for columns."""
    return len(roles_of(row)) > 1


def by_content(sheet: Sheet, sight: Sight) -> Long | None:
    """Find the columns of a table without a header: dates, names of KPIs, numbers, and maybe notes."""
    if any(_is_heading(row, sight) for row in sheet.rows[:HEADER_WITHIN]):
        return None
    width = min(max(len(row.cells) for row in sheet.rows), WIDEST)
    shares = {column: _Shares.of(sheet.rows[:LOOKED_AT], column, sight) for column in range(width)}
    kpi = _best(shares, lambda one: one.kpis)
    date = _best({c: s for c, s in shares.items() if c != kpi}, lambda one: one.dates)
    value = _best({c: s for c, s in shares.items() if c not in (kpi, date)}, lambda one: one.numbers)
    if kpi is None or date is None or value is None:
        return None
    if not any(_is_dated(row.cell(date), sight) and sight.is_kpi(row.cell(kpi)) for row in sheet.rows):
        return None
    first = 0 if _is_data(sheet.rows[0], (date, kpi, value), sight) else 1
    rest = [c for c, one in shares.items() if c not in (kpi, date, value) and one.words > 0]
    return Long(first=first, date=date, kpi=kpi, value=value, note=rest[0] if rest else None)


def _is_dated(cell: Cell, sight: Sight) -> bool:
    return sight.is_date(cell) or is_serial(cell)


def _is_heading(row: Row, sight: Sight) -> bool:
    """Whether a line names several periods or several KPIs, and no number: a table with two sides."""
    if any(not sight.is_date(cell) and sight.is_number(cell) for cell in row.cells):
        return False
    return any(sum(map(is_one, row.cells)) > 1 for is_one in (sight.is_date, sight.is_kpi))


@dataclass(frozen=True, kw_only=True)
class _Shares:
    """Which part of the filled cells of a column are dates, names, numbers, or other words."""

    dates: float
    kpis: float
    numbers: float
    words: float

    @classmethod
    def of(cls, rows: Sequence[Row], column: int, sight: Sight) -> "_Shares":
        cells = [cell for row in rows if not is_blank(cell := row.cell(column))]
        count = len(cells) or 1
        dates = sum(sight.is_date(cell) or is_serial(cell) for cell in cells)
        kpis = sum(sight.is_kpi(cell) for cell in cells)
        numbers = sum(not sight.is_date(cell) and sight.is_number(cell) for cell in cells)
        words = sum(not is_null(cell.text) for cell in cells) - dates - kpis - numbers
        return cls(dates=dates / count, kpis=kpis / count, numbers=numbers / count, words=words / count)


def _best(shares: dict[int, _Shares], share: Callable[[_Shares], float]) -> int | None:
    best = max(shares, key=lambda column: (share(shares[column]), -column), default=None)
    return best if best is not None and share(shares[best]) >= ENOUGH else None


def _is_data(row: Row, where: tuple[int, int, int], sight: Sight) -> bool:
    date, kpi, value = (row.cell(column) for column in where)
    return _is_dated(date, sight) or sight.is_kpi(kpi) or sight.is_number(value)
