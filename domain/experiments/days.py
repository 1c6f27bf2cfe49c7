"""Reading the day on which an experiment began: today or before, as people type it."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from domain.errors import UserError
from domain.numbers.typed import plain, quoted
from domain.periods.shapes import DayAgo, MonthDay, shape_of
from domain.working_time import LONG_DAYS, SHORTEST_DAY, WEEK

NOT_A_DAY = "I could not read {typed} as a day. Write it as in 3 Nov, 2026-11-03, monday or yesterday."
AHEAD = "{typed} lies ahead. Start it on the day itself."
DAY = timedelta(days=1)
# 29 February comes back after 8 years at most.
YEARS_BACK = 9

_BEFORE = re.compile(r"\b(?:on|from|since|last) (?:the )?", re.IGNORECASE)


def read_start_day(typed: str, *, today: date, locale: str) -> date:
    """The day that is meant: today or before; without a year, the last such day.

    Raises UserError for anything else, and for a day that lies ahead.
    """
    text = _BEFORE.sub("", plain(typed), count=1).casefold().strip(" ,;.")
    try:
        found = _find(text, today, locale)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UserError(NOT_A_DAY.format(typed=quoted(typed)))
    if found > today:
        raise UserError(AHEAD.format(typed=quoted(typed)))
    return found


def _find(text: str, today: date, locale: str) -> date | None:
    if len(text) >= SHORTEST_DAY:
        for index, name in enumerate(LONG_DAYS):
            if name.startswith(text):
                return today - DAY * ((today.weekday() - index) % WEEK)
    match shape_of(text, locale=locale):
        case DayAgo(days=days):
            return today - DAY * days
        case MonthDay(month=month, day=day, year=int(year)):
            return date(year, month, day)
        case MonthDay(month=month, day=day):
            return next((found for found in _each_year(month, day, today) if found <= today), None)
        case _:
            return None


def _each_year(month: int, day: int, today: date) -> Iterable[date]:
    """That day of this year, and of each one before, where it exists."""
    for year in range(today.year, today.year - YEARS_BACK, -1):
        try:
            yield date(year, month, day)
        except ValueError:
            continue
