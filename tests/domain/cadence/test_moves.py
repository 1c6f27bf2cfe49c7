"""Single dates that are moved, left out, held on a holiday, or at another time."""

from datetime import date, time

import pytest

from domain.cadence import Weekly, move
from domain.errors import UserError
from domain.holidays import Holidays
from tests.domain.cadence.making import NONE, STARTS, dates_of, days_of, make_cadence

MONDAYS = Weekly(weekdays=frozenset({0}))
MON_12, TUE_13, WED_14 = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)


def test_single_dates_are_moved_or_left_out():
    moved = {MON_12: WED_14, date(2026, 10, 19): None, date(2026, 10, 26): date(2026, 10, 5)}
    cadence = make_cadence(MONDAYS, moved=moved)
    assert days_of(cadence, date(2026, 10, 4), date(2026, 11, 2)) == [STARTS, WED_14, date(2026, 11, 2)]
    assert days_of(cadence, TUE_13, WED_14) == [WED_14]


def test_what_is_moved_onto_a_skipped_date_is_posted():
    cadence = make_cadence(MONDAYS, moved={date(2026, 10, 19): MON_12})
    found = dates_of(cadence, STARTS, date(2026, 10, 20), {MON_12: "Thanksgiving"})
    assert [(each.day, each.holiday) for each in found] == [(MON_12, "")]


def test_a_move_of_a_day_that_the_rule_does_not_name_moves_nothing():
    assert days_of(make_cadence(MONDAYS, moved={TUE_13: WED_14}), STARTS, date(2026, 10, 19)) == [
        MON_12,
        date(2026, 10, 19),
    ]


def test_moving_a_date_twice_and_back_leaves_no_trace():
    cadence = make_cadence(MONDAYS)
    once = move(cadence, day=MON_12, to=TUE_13, holidays=NONE)
    twice = move(once, day=TUE_13, to=WED_14, holidays=NONE)
    assert twice.moved == {MON_12: WED_14}
    assert move(twice, day=WED_14, to=MON_12, holidays=NONE) == cadence


def test_a_date_that_a_holiday_had_moved_can_be_moved_on_or_left_out():
    holidays = Holidays(own={MON_12: "Thanksgiving"})
    cadence = make_cadence(MONDAYS, on_holiday="next")
    on = move(cadence, day=TUE_13, to=WED_14, holidays=holidays)
    out = move(cadence, day=TUE_13, to=None, holidays=holidays)
    assert days_of(on, STARTS, WED_14, holidays.own) == [WED_14]
    assert days_of(out, STARTS, WED_14, holidays.own) == []


def test_a_skipped_date_can_be_held_all_the_same():
    holidays = Holidays(own={MON_12: "Thanksgiving"})
    held = move(make_cadence(MONDAYS), day=MON_12, to=MON_12, holidays=holidays)
    assert days_of(held, STARTS, MON_12, holidays.own) == [MON_12]


def test_a_single_day_has_a_time_of_its_own():
    cadence = make_cadence(MONDAYS, moved={MON_12: WED_14}, times={WED_14: time(16)})
    found = dates_of(cadence, STARTS, date(2026, 10, 19))
    assert [each.moment.hour for each in found] == [14, 7]


def test_a_date_that_moves_past_another_one_keeps_the_order():
    friday_saturday = make_cadence(Weekly(weekdays=frozenset({4, 5})), on_holiday="next")
    assert days_of(friday_saturday, STARTS, MON_12, {date(2026, 10, 9): "Off"}) == [
        date(2026, 10, 10),
        MON_12,
    ]


def test_where_there_is_no_date_there_is_nothing_to_move():
    with pytest.raises(UserError, match="nothing to move on 13 October 2026"):
        move(make_cadence(MONDAYS), day=TUE_13, to=WED_14, holidays=NONE)
