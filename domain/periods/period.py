"""One week, month or fiscal quarter, and its place in the calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from domain.errors import Unreadable
from domain.numbers.typed import quoted

NOT_A_PERIOD = "{typed} is not a period. Write a month as 2026-10, a week as 2026-W46, a quarter as 2026-Q4."

Cadence = Literal["weekly", "monthly", "quarterly"]
CADENCES: tuple[Cadence, ...] = get_args(Cadence)
PeriodUnit = Literal["week", "month", "quarter"]
UNITS: dict[Cadence, PeriodUnit] = {"weekly": "week", "monthly": "month", "quarterly": "quarter"}
FIRST_YEAR, LAST_YEAR = 1, 9997
MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7
MONTHS_A_QUARTER, QUARTERS_A_YEAR = 3, 4
PERIODS_A_YEAR: dict[Cadence, int] = {"weekly": 52, "monthly": MONTHS_A_YEAR, "quarterly": QUARTERS_A_YEAR}
DAY = timedelta(days=1)
# The last week of an ISO year always holds 28 December.
IN_LAST_WEEK = (12, 28)
WRITTEN = re.compile(r"(\d{4})-(?:(\d{2})|W(\d{2})|Q(\d))", re.ASCII)


@dataclass(frozen=True, kw_only=True, order=True)
class Period:
    """A calendar month, an ISO week or a fiscal quarter.

    `index` counts from 1 within `year`: the ISO year of a week, the year in which the fiscal year
    of a quarter begins. Periods of one cadence order by time. Raises ValueError for one that does not exist.
    """

    cadence: Cadence
    year: int
    index: int

    def __post_init__(self) -> None:
        is_known = FIRST_YEAR <= self.year <= LAST_YEAR
        if not is_known or not 1 <= self.index <= periods_in(self.year, self.cadence):
            raise ValueError(f"no {self.cadence} period {self.index} in {self.year}")

    def __str__(self) -> str:
        if self.cadence == "weekly":
            return f"{self.year:04d}-W{self.index:02d}"
        return f"{self.year:04d}-" + (f"{self.index:02d}" if self.cadence == "monthly" else f"Q{self.index}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read the written form: 2026-10, 2026-W46 or 2026-Q4, and nothing looser. Raises Unreadable."""
        match = WRITTEN.fullmatch(text)
        try:
            return cls._of(match) if match else _refuse(text)
        except ValueError:
            return _refuse(text)

    @classmethod
    def _of(cls, match: re.Match[str]) -> "Period":
        year, month, week, quarter = match.groups()
        if month:
            return cls(cadence="monthly", year=int(year), index=int(month))
        if week:
            return cls(cadence="weekly", year=int(year), index=int(week))
        return cls(cadence="quarterly", year=int(year), index=int(quarter))

    def start(self, fiscal_start_month: int) -> date:
        """Give the first day."""
        if self.cadence == "weekly":
            return date.fromisocalendar(self.year, self.index, 1)
        return self._first_of(self.index, fiscal_start_month)

    def end(self, fiscal_start_month: int) -> date:
        """Give the last day."""
        if self.cadence == "weekly":
            return date.fromisocalendar(self.year, self.index, 7)
        return self._first_of(self.index + 1, fiscal_start_month) - DAY

    def _first_of(self, index: int, fiscal_start_month: int) -> date:
        """Give the first day of a month or quarter counted from this year's first; 13 is next January."""
        months = index - 1
        if self.cadence == "quarterly":
            months = fiscal_start_month - 1 + MONTHS_A_QUARTER * (index - 1)
        return date(self.year + months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)

    @property
    def ordinal(self) -> int:
        """Its place on a line of periods without gaps: neighbours of one cadence differ by 1."""
        if self.cadence == "weekly":
            return date.fromisocalendar(self.year, self.index, 1).toordinal() // DAYS_A_WEEK
        return self.year * periods_in(self.year, self.cadence) + self.index

    def contains(self, day: date, fiscal_start_month: int) -> bool:
        """Tell whether a day lies in it."""
        return self.start(fiscal_start_month) <= day <= self.end(fiscal_start_month)

    def next(self) -> "Period":
        """Give the one after."""
        if self.index < periods_in(self.year, self.cadence):
            return Period(cadence=self.cadence, year=self.year, index=self.index + 1)
        return Period(cadence=self.cadence, year=self.year + 1, index=1)

    def previous(self) -> "Period":
        """Give the one before."""
        if self.index > 1:
            return Period(cadence=self.cadence, year=self.year, index=self.index - 1)
        last = periods_in(self.year - 1, self.cadence)
        return Period(cadence=self.cadence, year=self.year - 1, index=last)


def periods_in(year: int, cadence: Cadence) -> int:
    """Count the periods of a year: 52 or 53 weeks, 12 months, 4 quarters."""
    if cadence == "weekly":
        return date(max(year, FIRST_YEAR), *IN_LAST_WEEK).isocalendar().week
    return MONTHS_A_YEAR if cadence == "monthly" else QUARTERS_A_YEAR


def _refuse(text: str) -> Period:
    raise Unreadable(NOT_A_PERIOD.format(typed=quoted(text)))
