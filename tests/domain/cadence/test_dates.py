"""Which dates a cadence has: rules, holidays, single moves, and dates beside those of another."""

from datetime import date, timedelta
from itertools import islice

import pytest

from domain.cadence import (
    LAST,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Relative,
    Weekly,
    dates,
)
from tests.domain.cadence.making import NONE, STARTS, dates_of, days_of, make_cadence

MONDAYS = Weekly(weekdays=frozenset({0}))
UNTIL = date(2027, 3, 31)
MON_12, TUE_13, WED_14 = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)


def test_every_second_tuesday_keeps_its_step_over_a_year_of_53_weeks():
    fortnightly = make_cadence(Weekly(weekdays=frozenset({1}), every_weeks=2), starts=date(2026, 12, 15))
    assert days_of(fortnightly, date(2026, 12, 1), date(2027, 2, 1)) == [
        date(2026, 12, 15),
        date(2026, 12, 29),  # week 53
        date(2027, 1, 12),
        date(2027, 1, 26),
    ]


def test_weeks_are_counted_from_the_week_it_starts_in_and_nothing_comes_before_the_start():
    cadence = make_cadence(Weekly(weekdays=frozenset({0, 3}), every_weeks=2), starts=date(2026, 10, 7))
    assert days_of(cadence, date(2026, 1, 1), date(2026, 10, 23)) == [
        date(2026, 10, 8),
        date(2026, 10, 19),
        date(2026, 10, 22),
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(29, [28, 29, 29, 29]), (30, [28, 30, 30, 30]), (31, [28, 31, 30, 31])],
)
def test_a_month_without_the_day_has_its_last_one(day, expected):
    found = days_of(make_cadence(MonthlyOnDay(day=day)), date(2027, 1, 31), date(2027, 5, 31))
    assert [(each.month, each.day) for each in found] == list(zip([2, 3, 4, 5], expected, strict=True))


def test_the_29th_of_february_is_there_in_a_leap_year():
    assert days_of(make_cadence(MonthlyOnDay(day=31)), date(2028, 2, 1), date(2028, 3, 1)) == [
        date(2028, 2, 29)
    ]


def test_months_are_counted_from_the_one_it_starts_in():
    cadence = make_cadence(MonthlyOnWeekday(nth=1, weekday=1, every_months=2), starts=date(2026, 11, 20))
    assert days_of(cadence, STARTS, date(2027, 6, 1)) == [
        date(2027, 1, 5),
        date(2027, 3, 2),
        date(2027, 5, 4),
    ]


def test_a_month_without_a_fifth_friday_is_left_out():
    found = days_of(make_cadence(MonthlyOnWeekday(nth=5, weekday=4)), STARTS, date(2027, 2, 28))
    assert found == [date(2026, 10, 30), date(2027, 1, 29)]


def test_working_days_of_the_month_are_counted_without_holidays():
    own = {date(2026, 11, 2): "Founding day", date(2026, 12, 31): "New Year's Eve"}
    third, last = MonthlyOnWorkingDay(nth=3), MonthlyOnWorkingDay(nth=LAST)
    assert days_of(make_cadence(third), date(2026, 10, 31), date(2026, 11, 30), own) == [date(2026, 11, 5)]
    assert days_of(make_cadence(last), date(2026, 11, 30), date(2026, 12, 31), own) == [date(2026, 12, 30)]


@pytest.mark.parametrize(
    ("fiscal_start_month", "expected"),
    [
        (1, [date(2027, 1, 7), date(2027, 4, 7), date(2027, 7, 7), date(2027, 10, 7)]),
        (4, [date(2027, 1, 7), date(2027, 4, 7), date(2027, 7, 7), date(2027, 10, 7)]),
        (2, [date(2027, 2, 5), date(2027, 5, 7), date(2027, 8, 6), date(2027, 11, 5)]),
        (12, [date(2027, 3, 5), date(2027, 6, 7), date(2027, 9, 7), date(2027, 12, 7)]),
    ],
)
def test_quarters_follow_the_fiscal_year(fiscal_start_month, expected):
    rule = QuarterlyOnWorkingDay(nth=5, fiscal_start_month=fiscal_start_month)
    assert days_of(make_cadence(rule), date(2026, 12, 31), date(2027, 12, 31)) == expected


def test_a_date_on_a_holiday_comes_with_the_name_of_the_holiday():
    found = dates_of(make_cadence(MONDAYS), STARTS, date(2026, 10, 19), {MON_12: "Thanksgiving"})
    assert [(each.day, each.holiday) for each in found] == [
        (MON_12, "Thanksgiving"),
        (date(2026, 10, 19), ""),
    ]


def test_a_date_on_a_holiday_moves_to_the_next_working_day_or_stays_as_asked():
    own = {MON_12: "Thanksgiving", TUE_13: "The day after"}
    assert days_of(make_cadence(MONDAYS, on_holiday="next"), STARTS, WED_14, own) == [WED_14]
    assert days_of(make_cadence(MONDAYS, on_holiday="keep"), STARTS, WED_14, own) == [MON_12]


def test_a_date_that_moves_onto_another_one_comes_once():
    rule = Weekly(weekdays=frozenset({0, 1}))
    assert days_of(make_cadence(rule, on_holiday="next"), STARTS, TUE_13, {MON_12: "Off"}) == [
        date(2026, 10, 6),
        TUE_13,
    ]


def test_a_date_moves_out_of_weeks_in_which_the_company_is_closed():
    closed = {date(2026, 12, 21) + timedelta(days=step): "Closed" for step in range(14)}
    cadence = make_cadence(MONDAYS, on_holiday="next")
    assert days_of(cadence, date(2027, 1, 3), date(2027, 1, 4), closed) == [date(2027, 1, 4)]
    assert days_of(cadence, date(2026, 12, 20), date(2027, 1, 3), closed) == []


def test_a_rule_of_working_days_has_no_date_on_a_holiday():
    found = dates_of(make_cadence(EachWorkingDay()), date(2026, 10, 9), WED_14, {TUE_13: "Off"})
    assert [(each.day, each.holiday) for each in found] == [(MON_12, ""), (WED_14, "")]


def test_dates_beside_another_cadence_follow_its_moves_and_skips():
    meeting = make_cadence(MONDAYS, moved={date(2026, 10, 19): date(2026, 10, 21)})
    packs = make_cadence(Relative(schedule_id=3, days=-2, base=meeting))
    own = {date(2026, 10, 26): "Off"}
    assert days_of(packs, STARTS, date(2026, 10, 31), own) == [
        date(2026, 10, 10),
        date(2026, 10, 19),
        date(2026, 10, 31),
    ]
    after = make_cadence(Relative(schedule_id=3, days=1, base=meeting))
    assert days_of(after, STARTS, date(2026, 10, 22)) == [date(2026, 10, 6), TUE_13, date(2026, 10, 22)]


def test_dates_beside_a_cadence_that_is_not_given_are_refused_at_once():
    missing = make_cadence(Relative(schedule_id=3, days=-2))
    nested = make_cadence(Relative(schedule_id=4, days=1, base=missing))
    for cadence in (missing, nested):
        with pytest.raises(ValueError, match="schedule 3"):
            dates(cadence, after=STARTS, until=UNTIL, holidays=NONE)


def test_only_the_dates_that_are_asked_for_are_computed():
    for rule in (MONDAYS, MonthlyOnDay(day=31), EachWorkingDay(), QuarterlyOnWorkingDay(nth=1)):
        endless = dates(make_cadence(rule), after=date.min, until=date.max, holidays=NONE)
        assert len(list(islice(endless, 3))) == 3
    beside = make_cadence(
        Relative(schedule_id=3, days=-400, base=make_cadence(MONDAYS)), starts=date(2020, 1, 1)
    )
    assert next(dates(beside, after=date.min, until=date.max, holidays=NONE)).day == STARTS - timedelta(
        days=400
    )


def test_there_is_nothing_after_the_last_of_single_dates():
    cadence = make_cadence(OnDates(days=(MON_12, WED_14)))
    assert days_of(cadence, STARTS, UNTIL) == [MON_12, WED_14]
    assert days_of(cadence, MON_12, TUE_13) == []
