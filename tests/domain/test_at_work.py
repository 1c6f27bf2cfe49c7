"""When somebody is at work, in their own zone and on no holiday."""

from datetime import UTC, date, datetime, time

import pytest

from domain.at_work import next_moment_at_work, week_of
from domain.holidays import Holidays
from domain.working_time import WorkingTime

OFFICE = WorkingTime(zone="Europe/London")
TUESDAYS = WorkingTime(zone="America/Los_Angeles", days=frozenset({1}), starts=time(8), ends=time(12))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("works", "moment", "then"),
    [
        (OFFICE, "2026-11-16 09:30", "2026-11-16 09:30"),
        (OFFICE, "2026-11-16 06:00", "2026-11-16 09:00"),
        (OFFICE, "2026-11-16 17:00", "2026-11-17 09:00"),
        (OFFICE, "2026-11-20 18:00", "2026-11-23 09:00"),
        # Christmas Day is a Friday; the Monday after it is the Boxing Day of 2026.
        (OFFICE, "2026-12-24 20:00", "2026-12-29 09:00"),
        (OFFICE, "2026-12-25 10:00", "2026-12-29 09:00"),
        (TUESDAYS, "2026-11-16 09:30", "2026-11-17 16:00"),
        (TUESDAYS, "2026-11-17 19:59", "2026-11-17 19:59"),
    ],
)
def test_the_next_moment_at_work_is_in_their_hours_and_on_no_holiday(works, moment, then):
    own = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day"}
    found = next_moment_at_work(works, utc(moment), holidays=Holidays(own=own))
    assert found == utc(then)


def test_their_week_goes_from_monday_to_sunday_where_they_are():
    since, until = week_of(TUESDAYS, utc("2026-11-16 07:59"))
    assert (since, until) == (utc("2026-11-09 08:00"), utc("2026-11-16 08:00"))
    assert week_of(TUESDAYS, utc("2026-11-16 08:00")) == (until, utc("2026-11-23 08:00"))
