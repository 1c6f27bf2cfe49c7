"""The window for the next meeting, the rhythm of a series, and what became of each meeting of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.cadence import Cadence, EachWorkingDay, Relative, move, read_cadence
from domain.holidays import Holidays
from domain.meetings import (
    RhythmBroken,
    Term,
    Window,
    begun_in,
    breach_of,
    check_rhythm,
    chronicle,
    days_paused,
    regular_after,
    window_after,
)

NONE = Holidays()
START = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def series(typed: str, starts: date = START) -> Cadence:
    cadence = read_cadence(typed, zone="Europe/London", starts=starts, default_at=time(15))
    return replace(cadence, on_holiday="next")


@pytest.mark.parametrize(
    ("held", "first", "last"),
    [
        (date(2026, 11, 16), date(2026, 12, 16), date(2027, 2, 16)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2027, 1, 31), date(2027, 2, 28), date(2027, 4, 30)),
        (date(2027, 11, 29), date(2027, 12, 29), date(2028, 2, 29)),
    ],
)
def test_the_window_goes_from_a_month_to_a_quarter_and_ends_where_a_month_does(held, first, last):
    assert window_after(held) == Window(first=first, last=last)


def test_days_of_a_pause_do_not_count():
    assert window_after(START, days_paused=10).last == date(2027, 2, 26)
    assert window_after(START, days_paused=10).first == date(2026, 12, 16)


def test_a_series_by_months_keeps_its_own_rhythm_some_days_outside():
    near = regular_after(series("monthly first tuesday"), date(2026, 11, 3), holidays=NONE)
    assert near == date(2026, 12, 1)
    assert window_after(date(2026, 11, 3), regular=near).first == near
    far = regular_after(
        series("every 3 months first tuesday", date(2026, 9, 1)), date(2026, 9, 1), holidays=NONE
    )
    assert far == date(2026, 12, 1)
    assert window_after(date(2026, 9, 1), regular=date(2026, 12, 10)).last == date(2026, 12, 10)
    assert window_after(date(2026, 9, 1), regular=date(2026, 12, 11)).last == date(2026, 12, 1)
    assert window_after(date(2026, 11, 3), regular=date(2026, 11, 23)).first == date(2026, 12, 3)


def test_other_series_have_no_regular_date():
    assert regular_after(series("every 6 weeks on thu"), START, holidays=NONE) is None


@pytest.mark.parametrize(
    "typed",
    [
        "monthly first tuesday",
        "every 2 months first tuesday",
        "every 3 months last friday",
        "monthly on the 31st",
        "every 3 months on the 31st",
        "monthly last working day",
        "first working day of the quarter",
        "every 5 weeks on thu",
        "every 12 weeks on thu",
        "on 12 Jan 2027",
        "on 12 Jan 2027 and 30 Mar 2027",
    ],
)
def test_a_rhythm_of_one_to_three_months_is_one(typed):
    check_rhythm(series(typed))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("every monday", "too near"),
        ("every 4 weeks on mon", "too near"),
        ("on 12 Jan 2027 and 11 Feb 2027", "too near"),
        ("every 14 weeks on mon", "too far"),
        ("every 4 months first monday", "too far"),
        ("every 3 months fifth friday", "too far"),
        ("on 12 Jan 2027 and 13 Apr 2027", "too far"),
    ],
)
def test_any_other_rhythm_is_refused(typed, kind):
    with pytest.raises(RhythmBroken) as broken:
        check_rhythm(series(typed))
    assert broken.value.kind == kind


def test_meetings_follow_no_other_schedule_and_come_not_every_day():
    for rule, kind in ((Relative(schedule_id=1, days=-2), "follows"), (EachWorkingDay(), "too near")):
        with pytest.raises(RhythmBroken) as broken:
            check_rhythm(replace(series("every monday"), rule=rule))
        assert broken.value.kind == kind


def first_of(typed: str, since: date = START, now: datetime = NOW) -> date | None:
    _series, first = begun_in(series(typed, now.date()), window_after(since), now=now, holidays=NONE)
    return first.day if first else None


def test_a_series_begins_as_early_in_the_window_as_its_rule_allows():
    assert first_of("monthly first tuesday") == date(2027, 1, 5)
    assert first_of("every 2 months first tuesday") == date(2027, 1, 5)
    assert first_of("every 3 months first tuesday") == date(2027, 1, 5)
    assert first_of("every 2 months third thursday") == date(2026, 12, 17)
    assert first_of("monthly third monday") == date(2026, 12, 21)


def test_a_series_says_itself_when_it_begins():
    assert first_of("monthly first tuesday from 1 Apr 2027") == date(2027, 4, 6)
    assert first_of("on 20 Nov 2026") == date(2026, 11, 20)


def test_a_window_that_is_over_counts_from_today():
    late = datetime(2027, 3, 2, 16, 0, tzinfo=UTC)
    assert first_of("monthly first tuesday", now=late) == date(2027, 4, 6)
    assert first_of("monthly first wednesday", now=late) == date(2027, 3, 3)


def days(*typed: str) -> list[date]:
    return [date.fromisoformat(one) for one in typed]


BEFORE = days("2026-11-16", "2027-01-05", "2027-03-02", "2027-05-04")


def breach(*after: str):
    return breach_of(BEFORE, days("2026-11-16", *after), window_of=window_after)


def test_a_move_inside_the_window_is_fine_and_so_is_the_one_that_comes_nearer_after_it():
    assert breach("2027-01-12", "2027-03-02", "2027-05-04") is None
    assert breach("2027-02-16", "2027-03-02", "2027-05-04") is None


def test_a_move_or_a_gap_beyond_the_window_is_a_breach_with_the_last_day():
    late = breach("2027-02-17", "2027-03-02", "2027-05-04")
    assert (late.day, late.window.last, late.is_too_soon) == (date(2027, 2, 17), date(2027, 2, 16), False)
    soon = breach("2026-12-15", "2027-03-02", "2027-05-04")
    assert (soon.day, soon.window.first, soon.is_too_soon) == (date(2026, 12, 15), date(2026, 12, 16), True)
    gap = breach("2027-01-05", "2027-05-04")
    assert (gap.day, gap.since, gap.window.last) == (date(2027, 5, 4), date(2027, 1, 5), date(2027, 4, 5))
    assert breach("2027-03-02", "2027-05-04").day == date(2027, 3, 2)


def test_leaving_out_the_only_one_is_a_breach_of_no_day():
    only = breach_of(BEFORE[:2], BEFORE[:1], window_of=window_after)
    assert only is not None
    assert only.day is None
    assert breach_of(BEFORE[:1], BEFORE[:1], window_of=window_after) is None


def term(cadence: Cadence, **changes) -> Term:
    return Term(**{"schedule_id": 1, "cadence": cadence, "minutes": 60, "since": NOW, **changes})


def told(*terms: Term, holidays: Holidays = NONE):
    return chronicle(terms, after=date(2026, 1, 1), until=date(2027, 7, 31), holidays=holidays)


MONTHLY = series("monthly first tuesday", date(2026, 12, 1))
LATER = NOW + timedelta(days=30)  # 16 December


def test_a_moved_meeting_keeps_its_name_and_counts_its_changes():
    moved = move(MONTHLY, day=date(2027, 1, 5), to=date(2027, 1, 12), holidays=NONE)
    moved = replace(moved, times={date(2027, 1, 12): time(16, 30)})
    again = replace(moved, moved={date(2027, 1, 5): None}, times={})
    after = LATER + timedelta(days=1)
    terms = [term(MONTHLY, until=LATER), term(moved, since=LATER, until=after), term(again, since=after)]
    first, second, third = (
        next(one for one in told(*known) if one.named == date(2027, 1, 5))
        for known in ([term(MONTHLY)], [terms[0], replace(terms[1], until=None)], terms)
    )
    assert (first.day, first.revision, first.changed_at) == (date(2027, 1, 5), 0, NOW)
    assert (second.moment, second.revision) == (datetime(2027, 1, 12, 16, 30, tzinfo=UTC), 1)
    assert (third.is_left_out, third.revision, third.changed_at) == (True, 2, after)


def test_what_was_held_stays_when_the_series_changes():
    quarterly = series("every 3 months third thursday", date(2027, 2, 1))
    found = told(term(MONTHLY, until=LATER), term(quarterly, since=LATER))
    assert [one.day for one in found] == days("2026-12-01", "2027-02-18", "2027-05-20")


def test_a_change_that_is_undone_goes_on_counting():
    other = series("monthly third thursday", date(2026, 12, 1))
    back = LATER + timedelta(hours=1)
    found = told(term(MONTHLY, until=LATER), term(other, since=LATER, until=back), term(MONTHLY, since=back))
    january = next(one for one in found if one.named == date(2027, 1, 5))
    assert (january.is_left_out, january.revision) == (False, 2)


def test_a_series_that_was_ended_leaves_what_was_held():
    found = told(term(MONTHLY, until=LATER))
    assert [one.day for one in found] == days("2026-12-01")


def test_a_meeting_of_a_pause_is_left_out_and_one_on_a_holiday_comes_a_day_later():
    found = told(term(MONTHLY, is_paused=True, paused_until=date(2027, 2, 1)))
    assert [one.day for one in found if one.is_left_out] == days("2026-12-01", "2027-01-05")
    feast = Holidays(own={date(2027, 1, 5): "a feast"})
    assert told(term(MONTHLY), holidays=feast)[1].day == date(2027, 1, 6)


def test_a_meeting_that_did_not_take_place_is_none_that_was_held():
    first = date(2026, 12, 1)
    found = told(term(MONTHLY, until=LATER), term(MONTHLY, since=LATER, not_held=frozenset({first})))
    assert [one.day for one in found if one.is_left_out] == [first]


def test_days_of_a_pause_are_counted_once_and_from_the_last_meeting_on():
    pause = term(MONTHLY, is_paused=True, since=NOW, until=NOW + timedelta(days=20))
    assert days_paused([pause], since=START, today=date(2027, 3, 1)) == 20
    assert days_paused([pause], since=date(2026, 12, 1), today=date(2027, 3, 1)) == 5
    open_end = term(MONTHLY, is_paused=True, since=NOW)
    assert days_paused([open_end], since=START, today=date(2026, 11, 26)) == 10
    assert days_paused([replace(open_end, paused_until=date(2026, 12, 1))], since=START, today=START) == 15
