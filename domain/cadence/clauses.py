"""The dates and the time of day in what somebody typed about when something comes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

from babel import Locale

from domain.errors import UserError
from domain.numbers.typed import quoted
from domain.periods.words import month_named

NO_SUCH_DAY = "There is no day {typed}. Write it as in `24 Nov 2026`."
DAY_OR_MONTH = "I cannot tell day and month apart in {typed}. Write it as in `24 Nov 2026`."
NO_SUCH_HOUR = "There is no time {typed}. Times go from 0:00 to 23:59."
ONE_TIME = "Please write one time of day, as in `monday 9:30`."
ONE_START = "Please write one day to start from, as in `every 2 weeks on tue 10:00 from 24 Nov 2026`."

ENGLISH = Locale.parse("en")
NOON = 12
CENTURY = 100
THIS_CENTURY = 2000
YEARS_TO_LEAP = 9  # between two 29ths of February lie at most eight years

_HALF = r"(?P<half>[ap]\.?m\b\.?)"
_UNIT = r"(?:h|uhr)\b"
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:\bat ?|@ ?)?(?<!\d)(?P<hour>\d{{1,2}})[:.h](?P<minute>\d{{2}})(?!\d)(?: ?(?:{_HALF}|{_UNIT}))?",
        rf"(?:\bat ?|@ ?)?(?<!\d)(?P<hour>\d{{1,2}}) ?{_HALF}",
        r"(?:\bat ?|@ ?)?(?<!\d)(?P<hour>\d{1,2}) ?(?:o'clock|h|uhr)\b",
        r"(?:\bat ?|@ ?)(?P<hour>\d{1,2})\b",
        r"(?:\bat )?\b(?P<name>noon|midday|midnight)\b",
    )
)
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_DAYS = tuple(
    re.compile(rf"{pattern},?")
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)(?:t(?=\d))?",
        r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})?(?!\d)",
        r"(?<!\d)(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d{2})(?!\d)",
        r"(?<![\d:.])(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ?(?P<word>[a-z]{3,9})\b\.?"
        r"(?:,? (?P<year>\d{4})\b)?",
        r"\b(?P<word>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,? (?P<year>\d{4})\b)?",
    )
)
_FROM = r"\b(?:from|starting|beginning|starts|since)(?: on| from)?(?: [a-z]{3,9})?,? *"
_BEFORE_START = re.compile(_FROM + "$")
_START_FOUND = "\0"
_START = re.compile(_FROM + _START_FOUND)


@dataclass(kw_only=True)
class Clauses:
    """What was found in a text that is being read, and the words that are left of it."""

    rest: str
    days: set[date] = field(default_factory=set)
    starts: set[date] = field(default_factory=set)
    times: set[time] = field(default_factory=set)


def read_clauses(text: str, *, starts: date) -> Clauses:
    """Find the days and the time in a text of small letters.

    A day without a year is the next one from `starts` on. Raises UserError for days and times that do not
    exist, for two times, and for two days to start from.
    """
    found = Clauses(rest=text)
    for pattern in _DAYS:
        found.rest = pattern.sub(_day_into(found, starts), found.rest)
        found.rest = _START.sub(" ", found.rest)
    for pattern in _CLOCKS:
        found.rest = pattern.sub(_time_into(found), found.rest)
    if len(found.times) > 1:
        raise UserError(ONE_TIME)
    if len(found.starts) > 1:
        raise UserError(ONE_START)
    return found


def hour_of(typed: str) -> time:
    """A whole hour, typed as a number alone. Raises UserError where there is no such hour."""
    return _time_of(int(typed), 0, "", typed)


def _day_into(found: Clauses, starts: date) -> Callable[[re.Match[str]], str]:
    def keep(match: re.Match[str]) -> str:
        day = _day_of(match, starts)
        if day is None:
            return match[0]
        is_start = _BEFORE_START.search(match.string[: match.start()]) is not None
        (found.starts if is_start else found.days).add(day)
        return _START_FOUND if is_start else " "

    return keep


def _time_into(found: Clauses) -> Callable[[re.Match[str]], str]:
    def keep(match: re.Match[str]) -> str:
        parts = match.groupdict()
        name = parts.get("name")
        if name:
            found.times.add(_NAMED_TIMES[name])
        else:
            hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
            found.times.add(_time_of(hour, minute, parts.get("half") or "", match[0].strip()))
        return " "

    return keep


def _time_of(hour: int, minute: int, half: str, typed: str) -> time:
    if half and 1 <= hour <= NOON:
        hour = hour % NOON + (NOON if half.startswith("p") else 0)
    elif half:
        raise UserError(NO_SUCH_HOUR.format(typed=quoted(typed)))
    try:
        return time(hour, minute)
    except ValueError:
        raise UserError(NO_SUCH_HOUR.format(typed=quoted(typed))) from None


def _day_of(match: re.Match[str], starts: date) -> date | None:
    """The day that was typed; None where the word beside the number is no month."""
    parts = match.groupdict()
    month = month_named(parts["word"], ENGLISH) if parts.get("word") else _month_number(parts, match[0])
    if month is None:
        return None
    day = int(parts.get("day") or parts["second" if int(parts["first"]) == month else "first"])
    year = int(parts["year"] or 0)
    year += THIS_CENTURY if 0 < year < CENTURY else 0
    years = [year] if year else range(starts.year, starts.year + YEARS_TO_LEAP)
    days = [found for each in years if (found := _date(each, month, day)) and (year or found >= starts)]
    if not days:
        raise UserError(NO_SUCH_DAY.format(typed=quoted(match[0].strip(" ,"))))
    return days[0]


def _month_number(parts: dict[str, str], typed: str) -> int:
    if parts.get("month"):
        return int(parts["month"])
    first, second = int(parts["first"]), int(parts["second"])
    if first <= NOON and second <= NOON and first != second:
        raise UserError(DAY_OR_MONTH.format(typed=quoted(typed.strip(" ,"))))
    return min(first, second)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
