"""Cadences for tests, and every kind of them for properties."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from domain.cadence import (
    LAST,
    Cadence,
    Date,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Rule,
    Weekly,
    dates,
)
from domain.holidays import Holidays

NONE = Holidays()
STARTS = date(2026, 10, 5)  # a Monday


def make_cadence(rule: Rule, **overrides: Any) -> Cadence:
    return Cadence(
        **{"rule": rule, "at": time(9, 30), "zone": "Europe/Berlin", "starts": STARTS, **overrides}
    )


def dates_of(cadence: Cadence, after: date, until: date, own: Mapping[date, str] | None = None) -> list[Date]:
    return list(dates(cadence, after=after, until=until, holidays=Holidays(own=own or {})))


def days_of(cadence: Cadence, after: date, until: date, own: Mapping[date, str] | None = None) -> list[date]:
    """The days on which something is posted."""
    return [found.day for found in dates_of(cadence, after, until, own) if not found.holiday]


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
weekday_sets = st.frozensets(st.integers(0, 6), min_size=1)
months = st.integers(1, 24)
some_rules = st.one_of(
    st.builds(Weekly, weekdays=weekday_sets, every_weeks=st.integers(1, 52)),
    st.builds(MonthlyOnDay, day=st.integers(1, 31), every_months=months),
    st.builds(
        MonthlyOnWeekday,
        nth=st.sampled_from([1, 2, 3, 4, 5, LAST]),
        weekday=st.integers(0, 6),
        every_months=months,
    ),
    st.builds(MonthlyOnWorkingDay, nth=st.one_of(st.integers(1, 23), st.just(LAST)), every_months=months),
    st.builds(QuarterlyOnWorkingDay, nth=st.one_of(st.integers(1, 66), st.just(LAST))),
    st.just(EachWorkingDay()),
)
on_dates = st.builds(
    OnDates,
    days=st.sets(days.filter(lambda day: day >= STARTS), min_size=1, max_size=5).map(sorted).map(tuple),
)
rules = st.one_of(some_rules, on_dates)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
