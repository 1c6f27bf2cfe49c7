"""Read when something comes, as people write it: mondays 9:30, last friday of the month, on 24 Nov 2026."""

import re
from collections.abc import Iterable
from datetime import date, time

from domain.cadence.clauses import Clauses, hour_of, read_clauses
from domain.cadence.phrases import WHICH_DAY, Phrases, Position, read_phrases
from domain.cadence.rules import (
    DAYS_OF_MONTH,
    LAST,
    WEEKS_OF_MONTH,
    WORKING_DAYS_OF_MONTH,
    WORKING_DAYS_OF_QUARTER,
    Cadence,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Rule,
    Weekly,
)
from domain.cadence.vocabulary import canonical
from domain.cadence.words import day_in_words
from domain.errors import UserError
from domain.numbers.typed import plain, quoted
from domain.periods.words import fold
from domain.working_time import DAYS, LONG_DAYS

EXAMPLES = "`monday 9:30`, `every 2 weeks on tue 10:00`, `last friday of the month` or `on 24 Nov 2026 15:00`"
WRITE_IT = "Write it as in {examples}."
NOTHING = "When?"
NOT_READ = "I could not read {typed} as a time that comes again."
WORD_NOT_READ = "I could not read {word} in {typed}."
WHICH_OF_MONTH = "Which {day} of the month? Write it as in `first {short} of the month` or `every {short}`."
IN_A_QUARTER = (
    "In a quarter I count working days, as in `5th working day of the quarter`. "
    "For another day, write it as in `first tue every 3 months`."
)
ONE_DAY = "One day of the month at a time, please: make a schedule for each of them."
TOO_MANY = "There are no {nth} of them. Write a number from 1 to {most}, or `last`."
OTHER_WEEKDAY = "{day} is a {weekday}. Which of the two do you mean?"
IS_OVER = "{day} is over. Write a day that lies ahead."
LONGEST = 400


class RhythmNotRead(UserError):
    """Nobody can tell from that when it comes. `what` says so without the examples of how to write it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} {WRITE_IT.format(examples=EXAMPLES)}")
        self.what = what


def read_cadence(
    typed: str, *, zone: str, starts: date, default_at: time = time(9, 30), fiscal_start_month: int = 1
) -> Cadence:
    """Read when something comes: how often, on which days, at which time of day; in any order.

    Without a time it is `default_at`; `from 24 Nov 2026` lets it start on another day than `starts`. Raises
    UserError (RhythmNotRead where it is no rhythm), which says how to write it, and ValueError where there
    is no such zone.
    """
    if not typed.strip():
        raise RhythmNotRead(NOTHING)
    if len(typed) > LONGEST:
        raise RhythmNotRead(NOT_READ.format(typed=quoted(typed)))
    clauses = read_clauses(fold(plain(typed)), starts=starts)
    found = read_phrases(canonical(clauses.rest))
    _take_number(found, clauses)
    if found.rest:
        word = found.rest.split()[0].lstrip("#")
        raise RhythmNotRead(WORD_NOT_READ.format(word=quoted(word), typed=quoted(typed)))
    begins = min(clauses.starts, default=starts)
    rule = _on_dates(clauses.days, found, begins) if clauses.days else _rule(found, fiscal_start_month)
    if rule is None:
        raise RhythmNotRead(NOT_READ.format(typed=quoted(typed)))
    return Cadence(rule=rule, at=min(clauses.times, default=default_at), zone=zone, starts=begins)


def _take_number(found: Phrases, clauses: Clauses) -> None:
    """A number alone is the day of the month where one is missing, and else the hour."""
    if not re.fullmatch(r"\d{1,2}", found.rest):
        return
    has_day = found.positions or found.weekdays or found.is_each_working_day
    if found.unit == "month" and not has_day:
        found.positions.append(Position(nth=int(found.rest), kind="day"))
        found.rest = ""
    elif not clauses.times:
        clauses.times.add(hour_of(found.rest))
        found.rest = ""


def _on_dates(days: Iterable[date], found: Phrases, starts: date) -> OnDates | None:
    if found.unit or found.positions or found.is_each_working_day:
        return None
    for day in sorted(days):
        if day < starts:
            raise UserError(IS_OVER.format(day=day_in_words(day)))
        if found.weekdays and day.weekday() not in found.weekdays:
            weekday = LONG_DAYS[day.weekday()].title()
            raise UserError(OTHER_WEEKDAY.format(day=day_in_words(day), weekday=weekday))
    return OnDates(days=tuple(sorted(days)))


def _rule(found: Phrases, fiscal_start_month: int) -> Rule | None:
    if found.positions:
        return _at_position(found, fiscal_start_month)
    if found.is_each_working_day:
        return None if found.weekdays or found.unit else EachWorkingDay()
    if found.weekdays:
        return _weekly(found)
    if found.unit == "week":
        raise UserError(WHICH_DAY)
    if found.unit == "quarter":
        return QuarterlyOnWorkingDay(nth=1, fiscal_start_month=fiscal_start_month)
    return MonthlyOnWorkingDay(nth=1, every_months=found.count) if found.unit else None


def _weekly(found: Phrases) -> Weekly:
    if found.unit == "quarter":
        raise UserError(IN_A_QUARTER)
    if found.unit == "month":
        day = min(found.weekdays)
        raise UserError(WHICH_OF_MONTH.format(day=LONG_DAYS[day].title(), short=DAYS[day]))
    return Weekly(weekdays=found.weekdays, every_weeks=found.count)


def _at_position(found: Phrases, fiscal_start_month: int) -> Rule | None:
    if found.unit == "week":
        return None
    if len(found.positions) > 1 or found.weekdays or found.is_each_working_day:
        raise UserError(ONE_DAY)
    position = found.positions[0]
    if found.unit == "quarter":
        return _in_quarter(position, fiscal_start_month)
    return _in_month(position, found.count)


def _in_quarter(position: Position, fiscal_start_month: int) -> QuarterlyOnWorkingDay:
    if position.kind != "working day":
        raise UserError(IN_A_QUARTER)
    _check(position.nth, WORKING_DAYS_OF_QUARTER)
    return QuarterlyOnWorkingDay(nth=position.nth, fiscal_start_month=fiscal_start_month)


def _in_month(position: Position, every: int) -> Rule:
    nth = position.nth
    match position.kind:
        case "weekday":
            _check(nth, WEEKS_OF_MONTH)
            return MonthlyOnWeekday(nth=nth, weekday=position.weekday, every_months=every)
        case "working day":
            _check(nth, WORKING_DAYS_OF_MONTH)
            return MonthlyOnWorkingDay(nth=nth, every_months=every)
    _check(nth, DAYS_OF_MONTH)
    return MonthlyOnDay(day=DAYS_OF_MONTH[-1] if nth == LAST else nth, every_months=every)


def _check(nth: int, numbers: range) -> None:
    if nth != LAST and nth not in numbers:
        raise UserError(TOO_MANY.format(nth=nth, most=numbers[-1]))
