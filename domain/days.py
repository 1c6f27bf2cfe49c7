"""Reading a day that lies ahead, as people type it: 3 Jan, monday, next week, in ten days, for two weeks."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from domain.errors import UserError
from domain.numbers.locales import is_day_first
from domain.numbers.typed import plain, quoted
from domain.periods.shapes import DayAgo, MonthDay, Named, Relative, Shape, shape_of
from domain.working_time import LONG_DAYS, SHORTEST_DAY, WEEK

NOT_A_DAY = "I could not read {typed} as a day. Write it as in 3 Jan, 2027-01-03, monday or in 2 weeks."
OTHER_WEEKDAY = "{typed} is a {weekday}. Which of the two do you mean?"
IS_OVER = "{typed} is over. Please name a day that is still to come."

DAY = timedelta(days=1)
MONTHS_A_QUARTER = 3
# 29 February comes back after 8 years at most.
YEARS_AHEAD = 9
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

_BEFORE = re.compile(r"\b(?:until|till|on|from|by|starting|coming) (?:the )?", re.IGNORECASE)
_SPAN = re.compile(
    rf"(?:for |in )?(?:the next )?(?P<count>\d{{1,3}}|{'|'.join(COUNTS)}) ?(?P<unit>day|week|month)s?"
)
_DAY_AND_MONTH = re.compile(r"\d{1,2}\.\d{1,2}")
_BEFORE_DAY = re.compile(r"(?P<weekday>[a-z]+)[.,]? (?P<day>.*\d.*)")
_WEEKDAY = re.compile(r"(?:(?:next|this|coming) )?(?P<day>[a-z]+)\.?")


def read_day(typed: str, *, today: date, locale: str) -> date:
    """The day that is meant: today or later. A span of time is counted from today.

    Raises UserError for anything else, and for a day that is over.
    """
    text = _BEFORE.sub("", plain(typed), count=1).casefold().strip(" ,;")
    try:
        found = _find(text, today, locale)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UserError(NOT_A_DAY.format(typed=quoted(typed)))
    if found < today:
        raise UserError(IS_OVER.format(typed=quoted(typed)))
    return found


def _find(text: str, today: date, locale: str) -> date | None:
    if text == "tomorrow":
        return today + DAY
    if span := _SPAN.fullmatch(text):
        return _after(today, span["count"], span["unit"])
    if (weekday := _weekday(text)) is not None:
        return today + DAY * ((weekday - today.weekday() - 1) % WEEK + 1)
    beside = _BEFORE_DAY.fullmatch(text)
    if beside and (weekday := _weekday(beside["weekday"])) is not None:
        return _on_weekday(beside["day"], weekday, today, locale)
    # Of a number, 24.12 would be a share: only what must be a day is read as one.
    is_dotted = is_day_first(locale) and _DAY_AND_MONTH.fullmatch(text)
    shape = shape_of(f"{text}." if is_dotted else text, locale=locale)
    return None if shape is None else _of_shape(shape, today)


def _on_weekday(typed: str, weekday: int, today: date, locale: str) -> date | None:
    """The day after the name of its weekday, which must be the right one."""
    found = _find(typed, today, locale)
    if found is not None and found.weekday() != weekday:
        raise UserError(OTHER_WEEKDAY.format(typed=quoted(typed), weekday=LONG_DAYS[found.weekday()].title()))
    return found


def _after(today: date, typed: str, unit: str) -> date:
    count = COUNTS.get(typed) or int(typed)
    if unit == "month":
        return today + relativedelta(months=count)
    return today + DAY * count * (WEEK if unit == "week" else 1)


def _weekday(text: str) -> int | None:
    match = _WEEKDAY.fullmatch(text)
    word = match["day"] if match else ""
    if len(word) < SHORTEST_DAY:
        return None
    return next((index for index, name in enumerate(LONG_DAYS) if name.startswith(word)), None)


def _of_shape(shape: Shape, today: date) -> date | None:
    match shape:
        case DayAgo():
            return today - DAY * shape.days
        case MonthDay():
            return _first(_days(shape.year, shape.month, shape.day, today), today)
        case Relative(offset=offset):
            return _start_of(shape, today) if offset == 1 else None
        case Named(cadence="monthly"):
            return _first(_days(shape.year, shape.index, 1, today), today)
        case Named(cadence="weekly"):
            return _first(_mondays(shape.year, shape.index, today), today)
        case _:
            return None


def _days(year: int | None, month: int, day: int, today: date) -> Iterable[date]:
    """That day of the year; without one, of each year from this on."""
    if year is not None:
        yield date(year, month, day)
        return
    for each in range(today.year, today.year + YEARS_AHEAD):
        try:
            yield date(each, month, day)
        except ValueError:
            continue


def _mondays(year: int | None, week: int, today: date) -> Iterable[date]:
    years = (year,) if year is not None else (today.year, today.year + 1)
    return (date.fromisocalendar(each, week, 1) for each in years)


def _first(found: Iterable[date], today: date) -> date | None:
    """The first one that is not over, else the last one that is."""
    last = None
    for last in found:
        if last >= today:
            return last
    return last


def _start_of(shape: Relative, today: date) -> date:
    """The first day of the next week, month or calendar quarter."""
    if shape.cadence == "weekly":
        return today + DAY * (WEEK - today.weekday())
    months = 1 if shape.cadence == "monthly" else MONTHS_A_QUARTER - (today.month - 1) % MONTHS_A_QUARTER
    return today.replace(day=1) + relativedelta(months=months)
