"""Days and hours of work, exact about clock changes."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UserError
from domain.working_time import EVERY, Hours, WorkingTime, instant, looks_like_hours, read_hours

USUAL = WorkingTime(zone="Europe/London")
PART = WorkingTime(zone="Europe/Berlin", days=frozenset({1, 3}), starts=time(9), ends=time(15))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "is_working"),
    [
        ("2026-11-16 08:59:59", False),
        ("2026-11-16 09:00", True),
        ("2026-11-16 16:59:59", True),
        ("2026-11-16 17:00", False),
        ("2026-11-15 12:00", False),
        ("2026-07-06 08:30", True),  # summer time
    ],
)
def test_the_usual_week_is_monday_to_friday_from_nine_to_five(moment, is_working):
    assert USUAL.is_working(at(moment)) is is_working


def test_a_day_is_the_day_where_the_person_is():
    auckland = WorkingTime(zone="Pacific/Auckland")
    assert auckland.is_working(at("2026-11-15 20:30"))  # Monday morning there
    assert not auckland.is_working(at("2026-11-20 20:30"))  # Saturday there


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        ("2026-11-16 07:00", "2026-11-17 08:00"),
        ("2026-11-17 08:00", "2026-11-17 08:00"),
        ("2026-11-17 08:01", "2026-11-19 08:00"),
        ("2026-11-19 20:00", "2026-11-24 08:00"),
        ("2026-10-22 20:00", "2026-10-27 08:00"),  # the clocks went back on the 25th
    ],
)
def test_the_next_start_is_at_the_moment_or_after_it(moment, start):
    assert PART.next_start(at(moment)) == at(start)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-17 10:00", "2026-11-19 14:00"),
        ("2026-11-17 05:00", "2026-11-19 14:00"),
        ("2026-11-18 10:00", "2026-11-19 14:00"),
        ("2026-11-19 23:30", "2026-11-24 14:00"),
    ],
)
def test_the_end_of_the_next_working_day_is_on_a_later_day(moment, end):
    assert PART.end_of_next_working_day(at(moment)) == at(end)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "moment"),
    [
        (date(2026, 3, 29), time(1, 30), "Europe/London", "2026-03-29 01:00"),  # 1:00 to 2:00 is skipped
        (date(2026, 3, 29), time(1), "Europe/London", "2026-03-29 01:00"),
        (date(2026, 3, 29), time(2), "Europe/London", "2026-03-29 01:00"),
        (date(2026, 10, 25), time(1, 30), "Europe/London", "2026-10-25 00:30"),  # twice: the first pass
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03 15:30"),  # half an hour
        (date(2011, 12, 30), time(9), "Pacific/Apia", "2011-12-30 10:00"),  # a whole day that never was
    ],
)
def test_a_skipped_hour_is_the_first_instant_after_it_and_a_repeated_one_its_first_pass(
    day, clock, zone, moment
):
    assert instant(day, clock, ZoneInfo(zone)) == at(moment)


def test_hours_that_a_clock_change_swallows_are_no_working_hours():
    night = WorkingTime(zone="Europe/London", days=EVERY, starts=time(1), ends=time(2))
    assert night.next_start(at("2026-03-28 23:00")) == at("2026-03-30 00:00")
    assert not night.is_working(at("2026-03-29 01:00"))
    assert WorkingTime(zone="Pacific/Apia").next_start(at("2011-12-30 06:00")) == at("2012-01-01 19:00")


zones = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
)
moments = st.integers(0, 10**9).map(lambda seconds: at("2005-01-01") + timedelta(seconds=seconds))
hours = st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1])


@given(zone=zones, moment=moments, days=st.frozensets(st.integers(0, 6), min_size=1), span=hours)
def test_starts_and_ends_lie_where_they_say(zone, moment, days, span):
    working = WorkingTime(zone=zone, days=days, starts=span[0], ends=span[1])
    start, end = working.next_start(moment), working.end_of_next_working_day(moment)
    assert start >= moment
    assert working.is_working(start)
    assert end > moment
    assert not working.is_working(end)
    assert working.is_working(end - timedelta(microseconds=1))
    for local in (start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))):
        assert local.weekday() in days


@given(zone=zones, moment=moments)
def test_every_instant_of_the_clock_is_found_again(zone, moment):
    local = moment.replace(microsecond=0).astimezone(ZoneInfo(zone))
    found = instant(local.date(), local.time(), ZoneInfo(zone))
    assert found == moment.replace(microsecond=0) - (timedelta(0) if not local.fold else _repeated(local))


def _repeated(local: datetime) -> timedelta:
    early, late = local.replace(fold=0).utcoffset(), local.utcoffset()
    assert early is not None
    assert late is not None
    return early - late


@pytest.mark.parametrize(
    ("typed", "days", "starts", "ends"),
    [
        ("tue thu 9-15", (1, 3), time(9), time(15)),
        ("Tue, Thu 9:00 – 15:30", (1, 3), time(9), time(15, 30)),
        ("tuesdays and thursdays from 9 to 15", (1, 3), time(9), time(15)),
        ("mon-fri 9am-5pm", (0, 1, 2, 3, 4), time(9), time(17)),
        ("mon to wed 9 am - 12.30 pm", (0, 1, 2), time(9), time(12, 30)),
        ("fri-mon", (0, 4, 5, 6), None, None),
        ("8-12", None, time(8), time(12)),
        ("weekdays 7-15", (0, 1, 2, 3, 4), time(7), time(15)),
        ("every day 12am-11:59pm", tuple(range(7)), time(0), time(23, 59)),
        ("thurs sat", (3, 5), None, None),
    ],
)
def test_days_and_hours_are_read_as_people_type_them(typed, days, starts, ends):
    assert read_hours(typed) == Hours(days=days, starts=starts, ends=ends)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "I could not read that"),
        (" , and ", "I could not read that"),
        ("someday 9-15", "“someday”"),
        ("tue 9", "“9”"),
        ("tue 9-12-15", "“9-12-15”"),
        ("tue 9-12 13-15", "one span"),
        ("tue 15-9", "after the start"),
        ("tue 9-9", "after the start"),
        ("tue 9-24", "no hour “24”"),
        ("tue 9-12:60", "no hour “12:60”"),
        ("tue 13pm-15", "no hour “13pm”"),
        ("tue-thu-fri", "“tue-thu-fri”"),
        ("mo 9-15", "“mo”"),
        ("x" * 5000, "“xxx"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(typed, said):
    with pytest.raises(UserError, match=re.escape(said)) as caught:
        read_hours(typed)
    assert len(caught.value.sentence) < 200


@given(st.text())
def test_any_text_is_read_or_refused(typed):
    try:
        read = read_hours(typed)
    except UserError:
        return
    assert read.days or read.starts


@pytest.mark.parametrize(
    ("working", "words"),
    [
        (PART, "Tue and Thu, 9:00–15:00 in Europe/Berlin"),
        (USUAL, "Mon to Fri, 9:00–17:00 in Europe/London"),
        (WorkingTime(zone="UTC", days=EVERY, starts=time(0, 5)), "Every day, 0:05–17:00 in UTC"),
        (
            WorkingTime(zone="UTC", days=frozenset({0, 1, 2, 4, 6})),
            "Mon to Wed, Fri and Sun, 9:00–17:00 in UTC",
        ),
        (WorkingTime(zone="UTC", days=frozenset({5})), "Sat, 9:00–17:00 in UTC"),
    ],
)
def test_they_can_be_read_back(working, words):
    assert working.in_words() == words
    days_and_hours = working.in_words(with_zone=False)
    assert read_hours(days_and_hours).ends == working.ends
    assert read_hours(days_and_hours).days == tuple(sorted(working.days))


@pytest.mark.parametrize(
    ("word", "looks"), [("tue", True), ("mon-fri", True), ("9-15", True), ("@Tom", False), ("Tom", False)]
)
def test_a_name_is_told_from_hours(word, looks):
    assert looks_like_hours(word) is looks


@pytest.mark.parametrize("wrong", [{"days": frozenset()}, {"days": frozenset({7})}, {"ends": time(9)}])
def test_no_working_time_at_all_cannot_be_made(wrong):
    with pytest.raises(ValueError, match="somebody works"):
        WorkingTime(zone="UTC", **wrong)
