"""When something comes again, as values: which days a rule names, and what a cadence makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

OnHoliday = Literal["skip", "next", "keep"]
LAST = -1
WEEKDAYS = frozenset(range(7))
WORKING_WEEKDAYS = frozenset(range(5))
MONTHS_OF_YEAR = range(1, 13)
DAYS_OF_MONTH = range(1, 32)
WEEKS_OF_MONTH = range(1, 6)
WORKING_DAYS_OF_MONTH = range(1, 24)
WORKING_DAYS_OF_QUARTER = range(1, 67)


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """On these days of the week (0 is Monday), every so many weeks from the one that it starts in."""

    weekdays: frozenset[int]
    every_weeks: int = 1

    def __post_init__(self) -> None:
        _check(bool(self.weekdays) and self.weekdays <= WEEKDAYS, "days of the week go from 0 to 6")
        _check(self.every_weeks > 0, "it comes every so many weeks")


@dataclass(frozen=True, kw_only=True)
class MonthlyOnDay:
    """On this day of the month, or its last day where the month is shorter, every so many months.

    Months are counted from the one the cadence starts in; so they are in the next two rules.
    """

    day: int
    every_months: int = 1

    def __post_init__(self) -> None:
        _check(self.day in DAYS_OF_MONTH, "days of the month go from 1 to 31")
        _check(self.every_months > 0, "it comes every so many months")


@dataclass(frozen=True, kw_only=True)
class MonthlyOnWeekday:
    """On the nth (1 to 5, or LAST) such weekday of the month, every so many months, where there is one."""

    nth: int
    weekday: int
    every_months: int = 1

    def __post_init__(self) -> None:
        _check(self.nth == LAST or self.nth in WEEKS_OF_MONTH, "a month has at most five of each weekday")
        _check(self.weekday in WEEKDAYS, "days of the week go from 0 to 6")
        _check(self.every_months > 0, "it comes every so many months")


@dataclass(frozen=True, kw_only=True)
class MonthlyOnWorkingDay:
    """On the nth (or LAST) working day of the month, every so many months, where there is one."""

    nth: int
    every_months: int = 1

    def __post_init__(self) -> None:
        _check(self.nth == LAST or self.nth in WORKING_DAYS_OF_MONTH, "a month has at most 23 working days")
        _check(self.every_months > 0, "it comes every so many months")


@dataclass(frozen=True, kw_only=True)
class QuarterlyOnWorkingDay:
    """On the nth (or LAST) working day of each fiscal quarter; the fiscal year starts with that month."""

    nth: int
    fiscal_start_month: int = 1

    def __post_init__(self) -> None:
        _check(
            self.nth == LAST or self.nth in WORKING_DAYS_OF_QUARTER, "a quarter has at most 66 working days"
        )
        _check(self.fiscal_start_month in MONTHS_OF_YEAR, "months go from 1 to 12")


@dataclass(frozen=True, kw_only=True)
class EachWorkingDay:
    """On every working day."""


@dataclass(frozen=True, kw_only=True)
class OnDates:
    """On these days alone."""

    days: tuple[date, ...]

    def __post_init__(self) -> None:
        _check(bool(self.days) and sorted(set(self.days)) == list(self.days), "the days stand in order, once")


@dataclass(frozen=True, kw_only=True)
class Relative:
    """So many days before (below zero) or after each date of another schedule that is not skipped.

    `base` is that schedule's cadence, filled in where the dates are computed; it is not stored.
    """

    schedule_id: int
    days: int
    base: "Cadence | None" = None


Rule = (
    Weekly
    | MonthlyOnDay
    | MonthlyOnWeekday
    | MonthlyOnWorkingDay
    | QuarterlyOnWorkingDay
    | EachWorkingDay
    | OnDates
    | Relative
)


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """A rule from the day `starts` on, at a time of day in an IANA zone.

    A date on a holiday is skipped, moved to the next working day, or kept. `moved` says of single dates, as
    the rule names them, to which day they go instead; None: that one is left out. `move` fills it.
    `times` says of single days that it comes at another time then.
    """

    rule: Rule
    at: time
    zone: str
    starts: date
    on_holiday: OnHoliday = "skip"
    moved: Mapping[date, date | None] = field(default_factory=dict)
    times: Mapping[date, time] = field(default_factory=dict)

    def __post_init__(self) -> None:
        clocks = (self.at, *self.times.values())
        _check(all(at.tzinfo is None for at in clocks), "the time of day is local, its zone stands beside it")
        _check(_is_zone(self.zone), f"there is no zone {self.zone}")


def _check(is_right: bool, why: str) -> None:
    if not is_right:
        raise ValueError(why)


@cache
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # unknown; a path; a folder of zones
        return False
    return True
