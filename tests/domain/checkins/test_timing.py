"""When a round is reminded of and closes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.checkins.timing import begun_at, working_days_after
from domain.holidays import Holidays


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "days", "zone", "then"),
    [
        ("2026-11-16 09:30", 1, "Europe/London", "2026-11-17 09:30"),
        ("2026-11-19 09:30", 2, "Europe/London", "2026-11-23 09:30"),
        # Thanksgiving of their own.
        ("2026-11-25 14:30", 1, "America/New_York", "2026-11-27 14:30"),
        # The clocks go back in between: the local time stays.
        ("2026-10-23 08:30", 2, "Europe/London", "2026-10-27 09:30"),
        # Monday evening in UTC is Tuesday there.
        ("2026-11-16 21:00", 1, "Pacific/Auckland", "2026-11-17 21:00"),
    ],
)
def test_the_same_local_time_so_many_working_days_later(began, days, zone, then):
    holidays = Holidays(own={date(2026, 11, 26): "Thanksgiving"})
    day, moment = working_days_after(utc(began), days, zone=zone, holidays=holidays)
    assert moment == utc(then)
    assert day >= moment.date()


def test_a_round_that_is_posted_late_runs_from_then_on():
    due = utc("2026-11-16 09:30")
    assert begun_at(due, due + timedelta(minutes=14)) == due
    late = due + timedelta(hours=5, seconds=7)
    assert begun_at(due, late) == late.replace(second=0)
