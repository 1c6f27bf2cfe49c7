"""What holds for every cadence, with dateutil's recurrences and plain counting as oracles."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cadence import (
    LAST,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    QuarterlyOnWorkingDay,
    Relative,
    Rule,
    Weekly,
)
from tests.domain.cadence.making import dates_of, days, days_of, make_cadence, some_rules

SPAN = timedelta(days=500)
holidays = st.dictionaries(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.just("Off"), max_size=40)
closings = st.builds(
    lambda first, length: {first + timedelta(days=step): "Closed" for step in range(length)},
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.integers(1, 25),
)
policies = st.sampled_from(["skip", "next", "keep"])
spans = st.integers(0, 500).map(lambda length: timedelta(days=length))


def recurrence(rule: Rule, starts: date) -> rrule.rrule:
    """What dateutil calls the rule; where a month is too short, the last of the 28th to that day counts."""
    begin = datetime.combine(starts, time())
    match rule:
        case Weekly():
            return rrule.rrule(
                rrule.WEEKLY, begin, interval=rule.every_weeks, byweekday=sorted(rule.weekdays), wkst=rrule.MO
            )
        case MonthlyOnDay(day=day):
            nearest = list(range(min(day, 28), day + 1))
            return rrule.rrule(
                rrule.MONTHLY, begin, interval=rule.every_months, bymonthday=nearest, bysetpos=-1
            )
        case MonthlyOnWeekday(nth=nth, weekday=weekday):
            return rrule.rrule(
                rrule.MONTHLY, begin, interval=rule.every_months, byweekday=rrule.weekdays[weekday](nth)
            )
        case MonthlyOnWorkingDay(nth=nth):
            return rrule.rrule(
                rrule.MONTHLY, begin, interval=rule.every_months, byweekday=range(5), bysetpos=nth
            )
    assert isinstance(rule, EachWorkingDay)
    return rrule.rrule(rrule.WEEKLY, begin, byweekday=range(5))


def first_working_day(day: date, off: Mapping[date, str]) -> date:
    later = (day + timedelta(days=step) for step in range(100))
    return next(each for each in later if each not in off and each.weekday() < 5)


@settings(max_examples=200)
@given(
    rule=some_rules.filter(lambda rule: not isinstance(rule, QuarterlyOnWorkingDay)), starts=days, after=days
)
def test_the_days_of_a_rule_are_those_that_dateutil_finds(rule, starts, after):
    first, last = (datetime.combine(day, time()) for day in (after + timedelta(days=1), after + SPAN))
    expected = [moment.date() for moment in recurrence(rule, starts).between(first, last, inc=True)]
    assert days_of(make_cadence(rule, starts=starts), after, after + SPAN) == expected


@given(nth=st.one_of(st.integers(1, 66), st.just(LAST)), month=st.integers(1, 12), off=holidays)
def test_the_working_day_of_a_quarter_is_the_one_that_counting_finds(nth, month, off):
    first, last = date(2025, month, 1), date(2028, month, 1) - timedelta(days=1)
    quarters: dict[int, list[date]] = {}
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day.weekday() < 5 and day not in off:
            quarters.setdefault((day.year * 12 + day.month - month) // 3, []).append(day)
    expected = [found[nth if nth < 0 else nth - 1] for found in quarters.values() if len(found) >= nth]
    rule = QuarterlyOnWorkingDay(nth=nth, fiscal_start_month=month)
    cadence = make_cadence(rule, starts=first)
    assert days_of(cadence, first - timedelta(days=1), last, off) == expected


@given(rule=some_rules, starts=days, off=st.one_of(holidays, closings))
def test_a_holiday_moves_a_date_to_the_first_working_day_after_it_and_never_doubles_one(rule, starts, off):
    after, until = starts - timedelta(days=1), starts + SPAN
    kept = days_of(make_cadence(rule, starts=starts, on_holiday="keep"), after, until, off)
    later = [first_working_day(day, off) if day in off else day for day in kept]
    found = days_of(make_cadence(rule, starts=starts, on_holiday="next"), after, until, off)
    assert found == sorted({day for day in later if day <= until})


@given(
    rule=some_rules,
    policy=policies,
    off=st.one_of(holidays, closings),
    moved=st.dictionaries(days, st.none() | days, max_size=6),
    shift=st.none() | st.integers(-40, 40),
    after=days,
    length=spans,
)
def test_dates_are_in_order_once_each_and_the_same_however_they_are_asked_for(
    *, rule, policy, off, moved, shift, after, length
):
    cadence = make_cadence(rule, starts=date(2024, 3, 15), on_holiday=policy, moved=moved)
    if shift is not None:
        cadence = make_cadence(Relative(schedule_id=1, days=shift, base=cadence), starts=date(2024, 1, 1))
    whole = dates_of(cadence, date(2023, 12, 31), date(2030, 12, 31), off)
    found = [each.day for each in whole]
    assert found == sorted(set(found))
    part = dates_of(cadence, after, after + length, off)
    assert part == [each for each in whole if after < each.day <= after + length]
