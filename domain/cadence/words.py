"""A cadence in one English phrase."""

from collections.abc import Mapping
from datetime import date

from domain.cadence.rules import (
    LAST,
    WEEKDAYS,
    WORKING_WEEKDAYS,
    Cadence,
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
from domain.moments import clock
from domain.wording import listed
from domain.working_time import LONG_DAYS

AT = "{when} at {clock}"
EVERY = "every {days}"
EVERY_SECOND = "every second {days}"
EVERY_WEEKS = "every {weeks} weeks on {days}"
EVERY_DAY = "every day"
EVERY_WEEKDAY = "every weekday"
EVERY_WORKING_DAY = "every working day"
OF_MONTHS = "the {which} of every {months}"
OF_QUARTERS = "the {which} of every quarter"
MONTH = "month"
NTH_MONTH = "{nth} month"
LAST_DAY = "last day"
OR_LAST_DAY = "{nth} (or last day)"
WORKING_DAY = "working day"
NTH_OF_KIND = "{nth} {kind}"
ON_DATES = "on {days}"
ON_THE_DAY = "on the day of {what}"
BEFORE = "{days} before {what}"
AFTER = "{days} after {what}"
ONE_DAY = "the day"
SOME_DAYS = "{days} days"
NAMED = "the {name}"
OTHER = "the dates it follows"
LAST_WORD = "last"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
TEENS = range(11, 14)
SHORT_MONTHS_FROM = 29
LONGEST_MONTH = 31


def in_words(cadence: Cadence, *, names: Mapping[int, str] | None = None) -> str:
    """Say when it comes in one phrase, as in: every second Tuesday at 10:00.

    `names` says what the schedules are called that others follow, by their id.
    """
    return AT.format(when=days_in_words(cadence, names=names), clock=clock(cadence.at))


def days_in_words(cadence: Cadence, *, names: Mapping[int, str] | None = None) -> str:
    """The same without the time: every second Tuesday."""
    return _when(cadence.rule, names or {})


def day_in_words(day: date) -> str:
    """A day as people write it: 24 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def _when(rule: Rule, names: Mapping[int, str]) -> str:
    match rule:
        case Weekly():
            return _weekly(rule)
        case EachWorkingDay():
            return EVERY_WORKING_DAY
        case OnDates(days=days):
            return ON_DATES.format(days=listed([day_in_words(day) for day in days]))
        case Relative():
            return _relative(rule, names)
        case QuarterlyOnWorkingDay(nth=nth):
            return OF_QUARTERS.format(which=_nth_of_kind(nth, WORKING_DAY))
    return OF_MONTHS.format(which=_which(rule), months=_months(rule.every_months))


def _weekly(rule: Weekly) -> str:
    weeks, names = rule.every_weeks, [LONG_DAYS[day].title() for day in sorted(rule.weekdays)]
    days = listed(names)
    if weeks == 1 and rule.weekdays in {WEEKDAYS, WORKING_WEEKDAYS}:
        return EVERY_DAY if rule.weekdays == WEEKDAYS else EVERY_WEEKDAY
    if weeks == 1:
        return EVERY.format(days=days)
    if weeks == len(("this", "next")) and len(names) == 1:
        return EVERY_SECOND.format(days=days)
    return EVERY_WEEKS.format(weeks=weeks, days=days)


def _which(rule: MonthlyOnDay | MonthlyOnWeekday | MonthlyOnWorkingDay) -> str:
    match rule:
        case MonthlyOnDay(day=day) if day == LONGEST_MONTH:
            return LAST_DAY
        case MonthlyOnDay(day=day):
            nth = _ordinal_number(day)
            return OR_LAST_DAY.format(nth=nth) if day >= SHORT_MONTHS_FROM else nth
        case MonthlyOnWeekday(nth=nth, weekday=weekday):
            return _nth_of_kind(nth, LONG_DAYS[weekday].title())
    return _nth_of_kind(rule.nth, WORKING_DAY)


def _months(every: int) -> str:
    return MONTH if every == 1 else NTH_MONTH.format(nth=_ordinal(every))


def _nth_of_kind(nth: int, kind: str) -> str:
    return NTH_OF_KIND.format(nth=LAST_WORD if nth == LAST else _ordinal(nth), kind=kind)


def _ordinal(number: int) -> str:
    return ORDINALS[number - 1] if number <= len(ORDINALS) else _ordinal_number(number)


def _ordinal_number(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if number in TEENS else endings.get(number % 10, "th")
    return f"{number}{ending}"


def _relative(rule: Relative, names: Mapping[int, str]) -> str:
    name = names.get(rule.schedule_id, "")
    what = NAMED.format(name=_inside_a_sentence(name)) if name else OTHER
    if rule.days == 0:
        return ON_THE_DAY.format(what=what)
    days = ONE_DAY if abs(rule.days) == 1 else SOME_DAYS.format(days=abs(rule.days))
    return (BEFORE if rule.days < 0 else AFTER).format(days=days, what=what)


def _inside_a_sentence(name: str) -> str:
    """Begin a name with a small letter; KPI review and other names in capitals stay as they are."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
