"""From what a text looks like to the period that it means, on a day and for a cadence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import Unreadable
from domain.numbers.typed import quoted
from domain.periods.calendar import day_label, is_ended, label, period_of
from domain.periods.period import UNITS, Cadence, Period
from domain.periods.shapes import DayAgo, MonthDay, Named, Relative, Shape

NO_SUCH = "The calendar has no {typed}. Write {examples}."
OTHER_CADENCE = "{typed} is a {unit}, and this number is kept by the {own}. Write {examples}."
FAR_AWAY = "{typed} lies outside the years that I keep here, {first} to {last}."
DECIDED = "I read {typed} as {day}, the {which} first."
SHORT_YEAR = "I read {typed} as {period}, not as a day of the month."
PART_OF = "I read {typed} as part of {period}."
EXAMPLES: dict[Cadence, str] = {
    "weekly": "w46, 2026-W46, last week, or a day in the week such as 2026-11-09",
    "monthly": "sep, 2026-09, last month, or a day in the month such as 2026-09-30",
    "quarterly": "Q3, 2026-Q3, last quarter, or a day in the quarter such as 2026-09-30",
}
EXAMPLES_AHEAD: dict[Cadence, str] = {
    "weekly": "w46, 2027-W46, next week, or a day in the week such as 2027-11-15",
    "monthly": "dec, 2027-03, next month, or a day in the month such as 2027-03-31",
    "quarterly": "Q4, 2027-Q1, next quarter, or a day in the quarter such as 2027-03-31",
}

FIRST_YEAR = 2000
YEARS_KEPT_AHEAD, YEARS_PLANNED_AHEAD = 1, 20
# 29 February comes back after 8 years at most, week 53 after 7.
YEARS_AROUND = 9
RARE_WEEK = 53


@dataclass(frozen=True, kw_only=True)
class ReadPeriod:
    """A period as it was read; `assumed` is a sentence to say back when the text allowed another reading."""

    period: Period
    assumed: str = ""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What decides the reading of a text: the day, the KPI's cadence, and the engagement's habits.

    `is_ahead`: a year left out means the next such period that has not ended, not the latest that has begun.
    """

    today: date
    cadence: Cadence
    locale: str
    fiscal_start_month: int
    is_ahead: bool = False

    @property
    def examples(self) -> str:
        """Periods of this cadence, as somebody would type them."""
        return (EXAMPLES_AHEAD if self.is_ahead else EXAMPLES)[self.cadence]

    @property
    def last_year(self) -> int:
        """The last year that a text may name."""
        return self.today.year + (YEARS_PLANNED_AHEAD if self.is_ahead else YEARS_KEPT_AHEAD)

    def years(self) -> Iterable[int]:
        """The years that a text without one may mean, the likeliest first."""
        # A week at the end of December may already be the first of the next year.
        if self.is_ahead:
            return range(self.today.year - 1, self.today.year + YEARS_AROUND + 1)
        return range(self.today.year + 1, self.today.year - YEARS_AROUND, -1)

    def is_meant(self, period: Period) -> bool:
        """Tell whether a period on the right side of today is what a text without a year may mean."""
        if self.is_ahead:
            return not is_ended(period, self.today, self.fiscal_start_month)
        return period.start(self.fiscal_start_month) <= self.today


def resolve(shape: Shape, text: str, reader: Reader) -> ReadPeriod:
    """Say which period a shape means to this reader. Raises Unreadable, with `text` quoted, for none."""
    try:
        found = _find(shape, text, reader)
    except (ValueError, OverflowError) as error:
        raise Unreadable(NO_SUCH.format(typed=quoted(text), examples=reader.examples)) from error
    first, last = FIRST_YEAR, reader.last_year
    if not first <= found.period.year <= last:
        raise Unreadable(FAR_AWAY.format(typed=quoted(text), first=first, last=last))
    return found


def _find(shape: Shape, text: str, reader: Reader) -> ReadPeriod:
    if isinstance(shape, DayAgo):
        return ReadPeriod(period=_around(reader.today - timedelta(days=shape.days), reader))
    if isinstance(shape, MonthDay):
        return _of_day(shape, text, reader)
    if isinstance(shape, Relative):
        return _fitting(_relative(shape, reader), text, reader)
    period = _of_name(shape, reader)
    name = label(period, reader.locale, reader.fiscal_start_month)
    assumed = SHORT_YEAR.format(typed=quoted(text), period=name) if shape.is_short_year else ""
    return _fitting(period, text, reader, assumed)


def _fitting(period: Period, text: str, reader: Reader, assumed: str = "") -> ReadPeriod:
    """Fit a named period to the cadence of the KPI; a month also has its place in a quarter."""
    if period.cadence == reader.cadence:
        return ReadPeriod(period=period, assumed=assumed)
    if (period.cadence, reader.cadence) == ("monthly", "quarterly"):
        quarter = _around(period.start(reader.fiscal_start_month), reader)
        name = label(quarter, reader.locale, reader.fiscal_start_month)
        return ReadPeriod(period=quarter, assumed=PART_OF.format(typed=quoted(text), period=name))
    unit, own, examples = UNITS[period.cadence], UNITS[reader.cadence], reader.examples
    raise Unreadable(OTHER_CADENCE.format(typed=quoted(text), unit=unit, own=own, examples=examples))


def _relative(shape: Relative, reader: Reader) -> Period:
    period = period_of(reader.today, shape.cadence, reader.fiscal_start_month)
    return {-1: period.previous, 0: lambda: period, 1: period.next}[shape.offset]()


def _of_name(shape: Named, reader: Reader) -> Period:
    """Find a numbered period; without a year the nearest on the reader's side of today."""
    if shape.year is not None:
        return Period(cadence=shape.cadence, year=shape.year, index=shape.index)
    for year in reader.years():
        try:
            period = Period(cadence=shape.cadence, year=year, index=shape.index)
        except ValueError:
            continue
        # Week 53 comes every few years: this year's is meant, not the one of years ago.
        is_rare = period.index == RARE_WEEK and year == reader.today.year and not reader.is_ahead
        if is_rare or reader.is_meant(period):
            return period
    raise ValueError(shape)


def _of_day(shape: MonthDay, text: str, reader: Reader) -> ReadPeriod:
    day = _day(shape, reader)
    name = day_label(day, reader.locale)
    assumed = DECIDED.format(typed=quoted(text), day=name, which=shape.decided) if shape.decided else ""
    return ReadPeriod(period=_around(day, reader), assumed=assumed)


def _day(shape: MonthDay, reader: Reader) -> date:
    """Find a day; without a year the nearest whose period is meant: 30 Nov is near all November."""
    if shape.year is not None:
        return date(shape.year, shape.month, shape.day)
    for year in reader.years():
        try:
            day = date(year, shape.month, shape.day)
        except ValueError:
            continue
        if reader.is_meant(_around(day, reader)):
            return day
    raise ValueError(shape)


def _around(day: date, reader: Reader) -> Period:
    return period_of(day, reader.cadence, reader.fiscal_start_month)
