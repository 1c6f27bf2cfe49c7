"""What becomes of each number of a table: kept, known already, held back for a person, or refused."""

from dataclasses import dataclass, field, replace

from domain.errors import Unreadable
from domain.kpis import KpiName, fits_unit
from domain.numbers import Amount, is_other_currency
from domain.periods import Cadence, Period, is_ended
from domain.spreadsheets.amounts import Formula, Marks, marks_of, read_cell
from domain.spreadsheets.cells import Cell, is_null
from domain.spreadsheets.columns import Sight
from domain.spreadsheets.dates import Dated, Days, read_date
from domain.spreadsheets.entries import Entry, Table
from domain.spreadsheets.settling import mark_far_off, settle
from domain.spreadsheets.verdicts import REJECTED, Frame, Judged, Judgement, Reason


def judge(table: Table, frame: Frame, sight: Sight) -> Judgement:
    """Decide on every number of the table. Their order decides nothing but which of two equal ones counts."""
    reader = _Reader.of(table, frame, sight)
    read = [_cut(entry) if entry.is_cut else reader.read(entry) for entry in table.entries]
    settled = mark_far_off(settle(read), frame)
    return Judgement(numbers=tuple(settled), said=(*table.said, *reader.assumed.values()))


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """Reads entries one by one; `assumed` gathers what has to be said back, once for each kind."""

    frame: Frame
    sight: Sight
    days: Days
    marks: Marks
    assumed: dict[str, str] = field(default_factory=dict)
    _dates: dict[tuple[Cell, Cadence], Dated | Unreadable] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, frame: Frame, sight: Sight) -> "_Reader":
        days = sight.days(dict.fromkeys(entry.date for entry in table.entries))
        values = ((entry.value_column, entry.value) for entry in table.entries if not entry.is_cut)
        marks = marks_of(values, locale=frame.locale, currency=frame.currency)
        return cls(frame=frame, sight=sight, days=days, marks=marks)

    def read(self, entry: Entry) -> Judged:
        """Decide what can be decided on one entry without the others."""
        match = self.sight.names.match(entry.kpi)
        if match.kpi is None:
            return self._unnamed(entry, match.near)
        kpi = self.frame.kpis[match.kpi.id]
        dated = self._date(entry.date, kpi.cadence)
        begun = Judged(
            entry=entry, result="accepted", typed=entry.value.text.strip(), kpi=kpi, note=entry.note
        )
        if isinstance(dated, Unreadable):
            return self._undated(begun, dated)
        begun = replace(begun, period=dated.period)
        if is_null(entry.value.text):
            recorded = kpi.recorded.get(str(dated.period))
            return replace(begun, result="not_reported", recorded=recorded.value if recorded else None)
        try:
            amount, said = read_cell(entry.value, self.marks, column=entry.value_column)
        except Formula:
            return _refuse(begun, "formula")
        except Unreadable:
            return _refuse(begun, "bad_number")
        if said:
            self.assumed.setdefault("number", said)
        for kind, sentence in dated.assumed:
            self.assumed.setdefault(kind, sentence)
        return self._weigh(begun, amount, dated.period)

    def _unnamed(self, entry: Entry, near: KpiName | None) -> Judged:
        begun = Judged(entry=entry, result="rejected", typed=entry.kpi)
        if near is not None:
            return replace(begun, result="held", reason="kpi_unsure", near=near)
        if not entry.kpi and isinstance(self._date(entry.date, "monthly"), Unreadable):
            return replace(begun, reason="bad_date", typed=entry.date.text.strip())
        return replace(begun, reason="unknown_kpi")

    def _undated(self, begun: Judged, error: Unreadable) -> Judged:
        is_a_date = self.sight.is_date(begun.entry.date)
        reason: Reason = "other_cadence" if is_a_date else "bad_date"
        return replace(
            _refuse(begun, reason),
            typed=begun.entry.date.text.strip(),
            why=error.sentence if is_a_date else "",
        )

    def _date(self, cell: Cell, cadence: Cadence) -> Dated | Unreadable:
        if (cell, cadence) not in self._dates:
            try:
                self._dates[cell, cadence] = read_date(cell, self.days, cadence=cadence)
            except Unreadable as error:
                self._dates[cell, cadence] = error
        return self._dates[cell, cadence]

    def _weigh(self, begun: Judged, amount: Amount, period: Period) -> Judged:
        """Decide on a number that can be read: its currency, its unit, its period, its size."""
        kpi = begun.kpi
        if kpi is None:
            raise TypeError("a number is weighed for a KPI")
        if kpi.unit == "currency" and is_other_currency(amount, self.frame.currency):
            return _refuse(begun, "wrong_currency")
        try:
            fits_unit(amount, name=kpi.name.name, unit=kpi.unit, currency=self.frame.currency)
        except Unreadable:
            return _refuse(begun, "wrong_unit")
        valued = replace(begun, value=amount.value)
        low, high = kpi.bounds
        if (low is not None and amount.value < low) or (high is not None and amount.value > high):
            return _refuse(valued, "out_of_range")
        if not is_ended(period, self.frame.today, self.frame.fiscal_start_month):
            return _refuse(valued, "period_not_ended")
        return valued


def _cut(entry: Entry) -> Judged:
    return Judged(entry=entry, result="rejected", reason="too_many_cells")


def _refuse(begun: Judged, reason: Reason) -> Judged:
    return replace(begun, result="rejected" if reason in REJECTED else "held", reason=reason)
