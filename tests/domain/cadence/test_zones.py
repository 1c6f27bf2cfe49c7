"""Two years of every day in many zones: clock changes neither lose nor double a date."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from domain.cadence import Weekly, from_json, to_json
from tests.domain.cadence.making import dates_of, make_cadence

DAILY = Weekly(weekdays=frozenset(range(7)))
ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
]
TIMES = [time(0), time(0, 30), time(2, 30), time(23, 30)]
# In the first two, Brazil, Iran and Samoa still changed their clocks, two of them at midnight.
YEARS = [(date(2016, 12, 31), date(2018, 12, 31)), (date(2025, 12, 31), date(2027, 12, 31))]


@pytest.mark.parametrize("name", ZONES)
def test_two_years_have_each_date_once_and_at_its_time(name):
    zone = ZoneInfo(name)
    for at in TIMES:
        for after, until in YEARS:
            found = dates_of(make_cadence(DAILY, at=at, zone=name, starts=date(2015, 1, 1)), after, until)
            expected = [after + timedelta(days=step + 1) for step in range((until - after).days)]
            assert [each.day for each in found] == expected
            assert all(early.moment < late.moment for early, late in pairwise(found))
            for each in found:
                assert_shows(each.moment.astimezone(zone), datetime.combine(each.day, at))


def assert_shows(local: datetime, wanted: datetime) -> None:
    """The clock shows the time in its first pass; or the clocks just skipped it."""
    shown = local.replace(tzinfo=None)
    if shown == wanted:
        assert local.fold == 0
        return
    before = (local.astimezone(UTC) - timedelta(seconds=1)).astimezone(local.tzinfo).replace(tzinfo=None)
    assert before < wanted < shown
    assert shown - before > timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28T01:00"),  # skipped: 3:00
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # the first of two
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-03T15:30"),  # half an hour: 2:30
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04T14:45"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0), "2018-11-04T03:00"),  # midnight is skipped
        ("Asia/Tehran", date(2018, 3, 22), time(0, 30), "2018-03-21T20:30"),
        ("Africa/Casablanca", date(2026, 3, 22), time(2, 30), "2026-03-22T02:00"),  # 3:00
        ("Asia/Kathmandu", date(2026, 10, 25), time(9, 30), "2026-10-25T03:45"),
    ],
)
def test_skipped_and_repeated_times_of_known_clock_changes(zone, day, at, moment):
    found = dates_of(make_cadence(DAILY, at=at, zone=zone, starts=day), day - timedelta(days=1), day)
    assert [each.moment for each in found] == [datetime.fromisoformat(moment).replace(tzinfo=UTC)]


@pytest.mark.parametrize(
    ("zone", "skipped", "ends"),
    [
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00"),
        ("Pacific/Kwajalein", date(1993, 8, 21), "1993-08-21T12:00"),
    ],
)
def test_a_day_that_a_zone_skips_falls_on_the_first_instant_after_it(zone, skipped, ends):
    after, until = skipped - timedelta(days=3), skipped + timedelta(days=3)
    found = dates_of(make_cadence(DAILY, zone=zone, starts=after), after, until)
    assert [each.day for each in found] == [after + timedelta(days=step) for step in range(1, 7)]
    assert all(early.moment < late.moment for early, late in pairwise(found))
    assert found[2].moment == datetime.fromisoformat(ends).replace(tzinfo=UTC)


def test_there_is_no_cadence_in_an_unknown_zone():
    for name in ("Europe/Nowhere", "", "../UTC", "Europe"):
        with pytest.raises(ValueError, match="no zone"):
            make_cadence(DAILY, zone=name)
        with pytest.raises(ValueError, match="no zone"):
            from_json(to_json(make_cadence(DAILY)) | {"zone": name})
