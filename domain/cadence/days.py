"""Which days a rule names, before holidays and single moves; and what a working day is."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from domain.cadence.rules import (
    LAST,
    WORKING_WEEKDAYS,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Relative,
    Rule,
    Weekly,
)
from domain.holidays import Holidays

DAY = timedelta(days=1)
WEEK = 7
MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3

Monthly = MonthlyOnDay | MonthlyOnWeekday | MonthlyOnWorkingDay


def is_working_day(day: date, *, holidays: Holidays) -> bool:
    """Whether the day is one from Monday to Friday and no holiday."""
    return day.weekday() in WORKING_WEEKDAYS and not holidays.name_of(day)


def nth_working_day_after(day: date, n: int, *, holidays: Holidays) -> date:
    """The nth working day after the day, which is not counted. Raises ValueError where n is below 1."""
    if n < 1:
        raise ValueError("working days are counted from 1")
    for _ in range(n):
        day += DAY
        while not is_working_day(day, holidays=holidays):
            day += DAY
    return day


def days_of(rule: Rule, *, starts: date, first: date, last: date, holidays: Holidays) -> Iterator[date]:
    """The days that the rule names from `first` to `last`, both included, in order; none before `starts`."""
    named = _named(rule, starts, max(first, starts), last, holidays)
    return (day for day in named if max(first, starts) <= day <= last)


def _named(rule: Rule, starts: date, first: date, last: date, holidays: Holidays) -> Iterator[date]:
    match rule:
        case Weekly():
            return _weekly(rule, starts, first, last)
        case QuarterlyOnWorkingDay():
            return _quarterly(rule, first, last, holidays)
        case EachWorkingDay():
            return (day for day in _each(first, last) if is_working_day(day, holidays=holidays))
        case OnDates(days=days):
            return iter(days)
        case Relative():
            raise ValueError("days before or after another cadence follow from its dates")
    return _monthly(rule, starts, first, last, holidays)


def _each(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _weekly(rule: Weekly, starts: date, first: date, last: date) -> Iterator[date]:
    monday = starts.toordinal() - starts.weekday()
    step = WEEK * rule.every_weeks
    week = monday + max(first.toordinal() - monday, 0) // step * step
    for start in range(week, last.toordinal() + 1, step):
        for weekday in sorted(rule.weekdays):
            if start + weekday <= last.toordinal():
                yield date.fromordinal(start + weekday)


def _monthly(rule: Monthly, starts: date, first: date, last: date, holidays: Holidays) -> Iterator[date]:
    start, step = _month_number(starts), rule.every_months
    month = start + max(_month_number(first) - start, 0) // step * step
    for number in range(month, _month_number(last) + 1, step):
        day = _day_in_month(rule, _first_of(number), holidays)
        if day is not None:
            yield day


def _day_in_month(rule: Monthly, month: date, holidays: Holidays) -> date | None:
    length = monthrange(month.year, month.month)[1]
    if isinstance(rule, MonthlyOnDay):
        return month.replace(day=min(rule.day, length))
    days = list(_each(month, month.replace(day=length)))
    if isinstance(rule, MonthlyOnWeekday):
        return _nth((day for day in days if day.weekday() == rule.weekday), rule.nth)
    return _nth((day for day in days if is_working_day(day, holidays=holidays)), rule.nth)


def _quarterly(rule: QuarterlyOnWorkingDay, first: date, last: date, holidays: Holidays) -> Iterator[date]:
    offset = (_month_number(first) - (rule.fiscal_start_month - 1)) % MONTHS_A_QUARTER
    for number in range(_month_number(first) - offset, _month_number(last) + 1, MONTHS_A_QUARTER):
        end = _first_of(number + MONTHS_A_QUARTER) - DAY
        working = (day for day in _each(_first_of(number), end) if is_working_day(day, holidays=holidays))
        day = _nth(working, rule.nth)
        if day is not None:
            yield day


def _nth(days: Iterable[date], nth: int) -> date | None:
    if nth == LAST:
        return max(days, default=None)
    return next(islice(days, nth - 1, None), None)


def _month_number(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month - 1


def _first_of(number: int) -> date:
    return date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)
