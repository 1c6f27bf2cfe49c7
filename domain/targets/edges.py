"""The first and the last period of a target, as people name them: dec, the end of 2027, Q1, this year."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from domain.errors import Unreadable
from domain.kpis.items import Habits
from domain.numbers.typed import quoted
from domain.periods import Cadence, Period, ReadPeriod, label, looks_like_period, period_of
from domain.periods import read_future_period as read_ahead
from domain.periods import read_period as read_back
from domain.periods.period import periods_in

UP_TO = "I read {typed} as up to {period}."
FROM_ON = "I read {typed} as from {period} on."

END_OF = re.compile(
    r"(?:the\s+)?(?:very\s+)?(?:end\s+of|close\s+of|eo(?=[myq]\b))\s*(?:the\s+)?", re.IGNORECASE
)
YEAR_END = re.compile(r"(?:the\s+)?(?:year[\s\-]?end|y|xmas|christmas)", re.IGNORECASE)
YEAR = re.compile(r"(?:(?P<side>this|the|current|next)\s+)?year|(?:cy\s*)?(?P<year>20\d\d)", re.IGNORECASE)
RELATIVE = re.compile(
    r"\s*(?:the\s+)?(?:this|current|last|previous|prev|next|today|yesterday)\b", re.IGNORECASE
)
NOW = re.compile(r"(?:right )?now(?: on(?:wards?)?)?|today on(?:wards?)?", re.IGNORECASE)
SHORT_UNITS = {"m": "this month", "q": "this quarter", "quarter": "this quarter", "month": "this month"}
COARSER: dict[Cadence, tuple[Cadence, ...]] = {
    "weekly": ("monthly", "quarterly"),
    "monthly": ("quarterly",),
    "quarterly": (),
}


@dataclass(frozen=True, kw_only=True)
class Span:
    """From a first to a last period."""

    first: Period
    last: Period


def running(habits: Habits) -> Period:
    """The period that today lies in."""
    return period_of(habits.today, habits.cadence, habits.fiscal_start_month)


def is_edge(text: str, habits: Habits) -> bool:
    """Tell whether a text has the form of a period, of a year, or of an end of one."""
    rest = END_OF.sub("", text.strip(), count=1)
    if looks_like_period(rest, locale=habits.locale) or YEAR_END.fullmatch(rest):
        return True
    return _year(rest, habits) is not None or (rest != text.strip() and rest.casefold() in SHORT_UNITS)


def read_last(text: str, habits: Habits) -> ReadPeriod:
    """Read the last period of a target; a longer one that was named ends with it. Raises Unreadable."""
    rest = END_OF.sub("", text.strip(), count=1)
    year = running(habits).year if YEAR_END.fullmatch(rest) else _year(rest, habits)
    if year is not None:
        return ReadPeriod(period=whole_year(year, habits).last)
    typed = rest if rest == text.strip() else SHORT_UNITS.get(rest.casefold(), rest)
    return _read(typed, habits, read_ahead, _last_within, UP_TO)


def read_first(text: str, habits: Habits, *, last: Period | None) -> ReadPeriod:
    """Read the first period of a target that ends with `last`; a year left out means the nearest before it.

    Where the last one is not known, the next that has not ended. Raises Unreadable.
    """
    if NOW.fullmatch(text.strip()):
        return ReadPeriod(period=running(habits))
    year = _year(text, habits)
    if year is not None:
        return ReadPeriod(period=whole_year(year, habits).first)
    if last is None:
        return _read(text, habits, read_ahead, _first_within, FROM_ON)
    # "From this month" counts from today, "from jul to dec" from December.
    is_relative = RELATIVE.match(text) is not None
    seen = habits if is_relative else replace(habits, today=last.start(habits.fiscal_start_month))
    return _read(text, seen, read_back, _first_within, FROM_ON)


def read_past(text: str, habits: Habits) -> ReadPeriod:
    """Read a period that has begun, such as the one of a baseline. Raises Unreadable."""
    return _read(text, habits, read_back, _last_within, UP_TO)


def read_point(text: str, habits: Habits) -> ReadPeriod:
    """Read a period of a plan. Raises Unreadable."""
    return _read(text, habits, read_ahead, _last_within, UP_TO)


def year_span(text: str, habits: Habits) -> Span | None:
    """Read `this year`, `next year` or `2027` as its periods; None for anything else."""
    year = _year(text, habits)
    return None if year is None else whole_year(year, habits)


def whole_year(year: int, habits: Habits) -> Span:
    """Every period that is counted to a year; for quarters that is the fiscal year that begins in it."""
    last = periods_in(year, habits.cadence)
    return Span(
        first=Period(cadence=habits.cadence, year=year, index=1),
        last=Period(cadence=habits.cadence, year=year, index=last),
    )


def _year(text: str, habits: Habits) -> int | None:
    found = YEAR.fullmatch(text.strip())
    if found is None:
        return None
    if found["year"]:
        return int(found["year"])
    return running(habits).year + ((found["side"] or "").casefold() == "next")


def _read(
    text: str,
    habits: Habits,
    read: Callable[..., ReadPeriod],
    within: Callable[[date, date, Habits], Period],
    sentence: str,
) -> ReadPeriod:
    """Read a period of the KPI; else a longer one and what of it is meant; else refuse as for the KPI."""
    settings = {
        "today": habits.today,
        "locale": habits.locale,
        "fiscal_start_month": habits.fiscal_start_month,
    }
    try:
        return read(text, cadence=habits.cadence, **settings)
    except Unreadable as error:
        for cadence in COARSER[habits.cadence]:
            longer = _longer(text, cadence, read, settings)
            if longer is not None:
                start_month = habits.fiscal_start_month
                found = within(longer.start(start_month), longer.end(start_month), habits)
                name = label(found, habits.locale, start_month)
                return ReadPeriod(period=found, assumed=sentence.format(typed=quoted(text), period=name))
        raise error


def _longer(
    text: str, cadence: Cadence, read: Callable[..., ReadPeriod], settings: dict[str, object]
) -> Period | None:
    try:
        return read(text, cadence=cadence, **settings).period
    except Unreadable:
        return None


def _last_within(first: date, last: date, habits: Habits) -> Period:
    """The last period of the KPI that ends by the last of these days."""
    found = period_of(last, habits.cadence, habits.fiscal_start_month)
    is_inside = (
        found.end(habits.fiscal_start_month) <= last or found.start(habits.fiscal_start_month) <= first
    )
    return found if is_inside else found.previous()


def _first_within(first: date, _last: date, habits: Habits) -> Period:
    """The first period of the KPI that begins on the first of these days or later."""
    found = period_of(first, habits.cadence, habits.fiscal_start_month)
    return found if found.start(habits.fiscal_start_month) >= first else found.next()
