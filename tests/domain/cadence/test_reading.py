"""How people write when something comes, and how it is said back to them."""

import contextlib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cadence import (
    LAST,
    Cadence,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Weekly,
    in_words,
    read_cadence,
)
from domain.errors import UserError
from domain.jobs import jobs
from tests.domain.cadence.making import STARTS, make_cadence, rules, times

DEFAULT = time(9, 30)
NOV_24, DEC_15 = date(2026, 11, 24), date(2026, 12, 15)


def read(typed: str) -> Cadence:
    return read_cadence(typed, zone="Europe/Berlin", starts=STARTS)


def weekly(*weekdays: int, weeks: int = 1) -> Weekly:
    return Weekly(weekdays=frozenset(weekdays), every_weeks=weeks)


FIRST_TUESDAY = MonthlyOnWeekday(nth=1, weekday=1, every_months=2)


@pytest.mark.parametrize(
    ("typed", "rule", "at"),
    [
        ("monday 9:30", weekly(0), time(9, 30)),
        ("mondays at 9:30", weekly(0), time(9, 30)),
        ("mondays 9:30 Uhr", weekly(0), time(9, 30)),
        ("At 10:15, every Monday!", weekly(0), time(10, 15)),
        ("mon", weekly(0), DEFAULT),
        ("every 2 weeks on tue 10am", weekly(1, weeks=2), time(10)),
        ("every two weeks on Tuesday, 10 a.m.", weekly(1, weeks=2), time(10)),
        ("every other tuesday 12 pm", weekly(1, weeks=2), time(12)),
        ("every second tuesday 12am", weekly(1, weeks=2), time(0)),
        ("every second week on wed and fri", weekly(2, 4, weeks=2), DEFAULT),
        ("every second wednesday and friday", weekly(2, 4, weeks=2), DEFAULT),
        ("fortnightly thursday 14:00", weekly(3, weeks=2), time(14)),
        ("thurs bi-weekly @ 14h30", weekly(3, weeks=2), time(14, 30)),
        ("every fortnight on thursday", weekly(3, weeks=2), DEFAULT),
        ("weekdays 9", weekly(0, 1, 2, 3, 4), time(9)),
        ("mon-thu 8.15", weekly(0, 1, 2, 3), time(8, 15)),
        ("friday to monday at noon", weekly(4, 5, 6, 0), time(12)),
        ("sat/sun", weekly(5, 6), DEFAULT),
        ("weekends at 11 o'clock", weekly(5, 6), time(11)),
        ("every day at midnight", weekly(*range(7)), time(0)),
        ("mon and thu 9:30", weekly(0, 3), time(9, 30)),
        ("mon, wed & fri 17:45", weekly(0, 2, 4), time(17, 45)),
        ("first tuesday every 2 months 15:00", FIRST_TUESDAY, time(15)),
        ("every 2 months on the 1st Tue at 3pm", FIRST_TUESDAY, time(15)),
        ("the first Tuesday of every other month at 15:00", FIRST_TUESDAY, time(15)),
        ("every second tuesday of the month", MonthlyOnWeekday(nth=2, weekday=1), DEFAULT),
        ("every first tuesday", MonthlyOnWeekday(nth=1, weekday=1), DEFAULT),
        ("third friday", MonthlyOnWeekday(nth=3, weekday=4), DEFAULT),
        ("last friday of the month", MonthlyOnWeekday(nth=LAST, weekday=4), DEFAULT),
        ("monthly on the 31st", MonthlyOnDay(day=31), DEFAULT),
        ("last day of the month 18:00", MonthlyOnDay(day=31), time(18)),
        ("end of month", MonthlyOnDay(day=31), DEFAULT),
        ("15 of every month at 9:00", MonthlyOnDay(day=15), time(9)),
        ("monthly, day 15, 8", MonthlyOnDay(day=15), time(8)),
        ("15th of the month", MonthlyOnDay(day=15), DEFAULT),
        ("every 2nd of the month", MonthlyOnDay(day=2), DEFAULT),
        ("the first of every second month", MonthlyOnDay(day=1, every_months=2), DEFAULT),
        ("15th a month", MonthlyOnDay(day=15), DEFAULT),
        ("every 6 months on the 1st", MonthlyOnDay(day=1, every_months=6), DEFAULT),
        ("last working day of the month at 16:00", MonthlyOnWorkingDay(nth=LAST), time(16)),
        ("3rd working day of the month", MonthlyOnWorkingDay(nth=3), DEFAULT),
        ("third business day each month", MonthlyOnWorkingDay(nth=3), DEFAULT),
        ("once a month on the last weekday", MonthlyOnWorkingDay(nth=LAST), DEFAULT),
        ("every month", MonthlyOnWorkingDay(nth=1), DEFAULT),
        ("quarterly on the 5th working day", QuarterlyOnWorkingDay(nth=5), DEFAULT),
        ("every quarter", QuarterlyOnWorkingDay(nth=1), DEFAULT),
        ("end of the quarter 12:00", QuarterlyOnWorkingDay(nth=LAST), time(12)),
        ("quarterly: last working day, 4pm", QuarterlyOnWorkingDay(nth=LAST), time(16)),
        ("all working days", EachWorkingDay(), DEFAULT),
        ("every first working day", MonthlyOnWorkingDay(nth=1), DEFAULT),
        ("every working day at 9:30", EachWorkingDay(), time(9, 30)),
        ("workdays, 8am", EachWorkingDay(), time(8)),
        ("on 24 Nov 2026 15:00", OnDates(days=(NOV_24,)), time(15)),
        ("Tue 24th of November at 3pm", OnDates(days=(NOV_24,)), time(15)),
        ("November 24th, 2026, 15:00", OnDates(days=(NOV_24,)), time(15)),
        ("2026-11-24T15:00", OnDates(days=(NOV_24,)), time(15)),
        ("24.11.2026 15:00", OnDates(days=(NOV_24,)), time(15)),
        ("24/11/2026", OnDates(days=(NOV_24,)), DEFAULT),
        ("2026-12-15, 2026-11-24 at 15:00", OnDates(days=(NOV_24, DEC_15)), time(15)),
        ("24 nov 15:00, 15 dec 15:00", OnDates(days=(NOV_24, DEC_15)), time(15)),
        ("3 feb", OnDates(days=(date(2027, 2, 3),)), DEFAULT),
        ("29 feb", OnDates(days=(date(2028, 2, 29),)), DEFAULT),
    ],
)
def test_it_reads_what_people_write(typed, rule, at):
    assert read(typed) == make_cadence(rule, at=at)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "When? Write it as in"),
        ("banana", 'could not read "banana" in "banana". Write it as in `monday 9:30`'),
        ("9:30", 'could not read "9:30" as a time that comes again'),
        ("x" * 500, "could not read"),
        ("monday 25:00", 'There is no time "25:00"'),
        ("monday 13pm", 'There is no time "13pm"'),
        ("monday 9:75", 'There is no time "9:75"'),
        ("monday 30", 'There is no time "30"'),
        ("monday 9:30 and 10:30", "one time of day"),
        ("monday 9-17", 'could not read "9-17"'),
        ("every 2 weeks", "On which day of the week?"),
        ("every 3 days", 'could not read "3"'),
        ("every third tuesday", "`3rd tue of the month` or `every 3 weeks on tue`"),
        ("every 4th friday", "`4th fri of the month` or `every 4 weeks on fri`"),
        ("every second day", "I know every day and every working day"),
        ("every 3rd working day at 9", "I know every day and every working day"),
        ("mondays until december", 'could not read "until"'),
        ("monthly on monday", "Which Monday of the month? Write it as in `first mon of the month`"),
        ("1st and 15th of the month", "make a schedule for each"),
        ("first monday and thursday of the month", "make a schedule for each"),
        ("6th friday of the month", "There are no 6 of them. Write a number from 1 to 5, or `last`."),
        ("24th working day of the month", "from 1 to 23"),
        ("monthly on the 32nd", "from 1 to 31"),
        ("0th monday", "count from 1"),
        ("every 0 weeks on monday", "count from 1"),
        ("every 53 weeks on monday", "At most every 52 weeks"),
        ("every 25 months on the 1st", "At most every 24 months"),
        ("quarterly on monday", "In a quarter I count working days"),
        ("first tuesday of the quarter", "`first tue every 3 months`"),
        ("70th working day of the quarter", "from 1 to 66"),
        ("every 2 quarters", "I know every quarter"),
        ("every 2 weeks every 2 months", "one rhythm"),
        ("the second week on tuesday", "could not read"),
        ("every 2 weeks on the 5th", "could not read"),
        ("every 2 weeks on working days", "could not read"),
        ("monthly on 24 nov 2026", "could not read"),
        ("mon 24 nov 2026", "24 Nov 2026 is a Tuesday"),
        ("1 jan 2020", "1 Jan 2020 is over"),
        ("30 feb 2027", 'There is no day "30 feb 2027"'),
        ("2026-13-01", "There is no day"),
        ("03/04/2027", "cannot tell day and month apart"),
        ("mondays from 1 dec from 8 dec", "one day to start from"),
    ],
)
def test_it_says_how_to_write_what_it_cannot_read(typed, sentence):
    with pytest.raises(UserError) as refused:
        read(typed)
    assert sentence in refused.value.sentence


def test_a_day_to_start_from_can_be_named():
    for typed in (
        "every 2 weeks on tue 10:00 from 24 Nov 2026",
        "Starting on Tue, 24 Nov, fortnightly tue 10am",
    ):
        expected = make_cadence(weekly(1, weeks=2), at=time(10), starts=NOV_24)
        assert read(typed) == expected


def test_the_quarters_are_those_of_the_fiscal_year_and_the_time_is_the_one_that_is_usual():
    read_so = read_cadence(
        "quarterly", zone="Asia/Tokyo", starts=STARTS, default_at=time(8), fiscal_start_month=4
    )
    rule = QuarterlyOnWorkingDay(nth=1, fiscal_start_month=4)
    assert read_so == make_cadence(rule, at=time(8), zone="Asia/Tokyo")


def test_every_cadence_of_the_catalogue_of_jobs_is_read():
    typed = {name: job.cadence for name, job in jobs().items() if job.cadence}
    assert "checkin" in typed
    for name, cadence in typed.items():
        assert in_words(read(cadence)) == cadence.replace("monday", "Monday").replace(
            "thursday", "Thursday"
        ), name


@given(rule=rules, at=times)
def test_what_is_said_is_read_back_as_the_same(rule, at):
    cadence = make_cadence(rule, at=at)
    assert read(in_words(cadence)) == cadence


WORDS = [
    *("every", "each", "first", "second", "2nd", "31st", "last", "other", "monday", "tue", "weekday", "day"),
    *("week", "weeks", "month", "months", "quarter", "working", "fortnightly", "monthly", "of", "the", "on"),
    *(
        "at",
        "and",
        "to",
        "-",
        "/",
        ",",
        "0",
        "1",
        "2",
        "9",
        "15",
        "99",
        "9:30",
        "25:00",
        "10am",
        "13pm",
        "noon",
    ),
    *("from", "starting", "24", "nov", "2026", "2026-11-24", "24.11.", "3/4/2026", "30", "feb", "0000", "٣"),
    *("é", "\0"),
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=9).map(" ".join))
def test_any_words_are_read_or_refused_and_what_is_read_can_be_said(typed):
    with contextlib.suppress(UserError):
        found = read(typed)
        again = read_cadence(in_words(found), zone="Europe/Berlin", starts=found.starts)
        assert again == found
