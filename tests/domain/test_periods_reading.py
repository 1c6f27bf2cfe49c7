"""Periods as people type them, one by one."""

import time
from datetime import date

import pytest

from domain.errors import Unreadable
from domain.periods import looks_like_period, read_period

SUNDAY = date(2026, 11, 15)


def read(text, cadence="monthly", *, locale="en-GB", fiscal=1, today=SUNDAY):
    return read_period(text, today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal)


def refusal(text, cadence="monthly", **more):
    with pytest.raises(Unreadable) as raised:
        read(text, cadence, **more)
    return raised.value.sentence


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sep", "2026-09"),
        ("Sept.", "2026-09"),
        ("september", "2026-09"),
        ("Sept 2026", "2026-09"),
        ("sep '25", "2025-09"),
        ("Oct 2025", "2025-10"),
        ("2025 oct", "2025-10"),
        ("2026-09", "2026-09"),
        ("2026/09", "2026-09"),
        ("09/2026", "2026-09"),
        ("9-2026", "2026-09"),
        ("１０/２０２６", "2026-10"),
        ("last month", "2026-10"),
        ("This Month", "2026-11"),
        ("next month", "2026-12"),
        ("for last month", "2026-10"),
        ("in october", "2026-10"),
        ("november", "2026-11"),
        ("dec", "2025-12"),
        ("today", "2026-11"),
        ("yesterday", "2026-11"),
        ("31 Oct", "2026-10"),
        ("Oct 31", "2026-10"),
        ("31st of October", "2026-10"),
        ("october 31st, 2025", "2025-10"),
        ("31 October 2026", "2026-10"),
        ("31-Oct-25", "2025-10"),
        ("2026-10-31", "2026-10"),
        ("2026\u201310\u201331", "2026-10"),
        ("31/10/2026", "2026-10"),
        ("10/31/2026", "2026-10"),
        ("31/10", "2026-10"),
        ("31.08.2025", "2025-08"),
        ("31.8.25", "2025-08"),
        ("3.4.", "2026-04"),
        ("30 nov", "2026-11"),
        ("1 dec", "2025-12"),
        ("29 feb", "2024-02"),
        ("05/05/2026", "2026-05"),
    ],
)
def test_a_month_is_read_from_its_name_its_number_or_a_day_in_it(text, written):
    found = read(text)
    assert (str(found.period), found.assumed) == (written, "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("w46", "2026-W46"),
        ("W 46", "2026-W46"),
        ("week 46", "2026-W46"),
        ("KW 46", "2026-W46"),
        ("2026-W34", "2026-W34"),
        ("w34 2026", "2026-W34"),
        ("w34/26", "2026-W34"),
        ("week 46 of 2026", "2026-W46"),
        ("w47", "2025-W47"),
        ("w53", "2026-W53"),
        ("last week", "2026-W45"),
        ("this week", "2026-W46"),
        ("today", "2026-W46"),
        ("31 oct", "2026-W44"),
        ("2027-01-01", "2026-W53"),
    ],
)
def test_a_week_is_read_from_its_number_or_a_day_in_it(text, written):
    assert str(read(text, "weekly").period) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Q3", "2026-Q3"),
        ("q3 2025", "2025-Q3"),
        ("q3/26", "2026-Q3"),
        ("q3'26", "2026-Q3"),
        ("2026-Q3", "2026-Q3"),
        ("FY26 Q3", "2026-Q3"),
        ("Q3 FY2026", "2026-Q3"),
        ("quarter 3", "2026-Q3"),
        ("q4", "2025-Q4"),
        ("this quarter", "2026-Q3"),
        ("last quarter", "2026-Q2"),
        ("31 march 2026", "2025-Q4"),
    ],
)
def test_a_quarter_is_the_fiscal_one(text, written):
    assert str(read(text, "quarterly", fiscal=4).period) == written


def test_the_first_week_of_a_year_may_have_begun_in_december():
    assert str(read("w1", "weekly", today=date(2025, 12, 30)).period) == "2026-W01"
    assert str(read("this week", "weekly", today=date(2027, 1, 2)).period) == "2026-W53"


@pytest.mark.parametrize(
    ("text", "locale", "written"),
    [
        ("okt", "de", "2026-10"),
        ("März 2026", "de", "2026-03"),
        ("31. Oktober 2026", "de", "2026-10"),
        ("août", "fr", "2026-08"),
        ("AOUT 2026", "fr", "2026-08"),
        ("aou\u0302t", "fr", "2026-08"),
        ("31. lokakuuta", "fi", "2026-10"),
        ("loka", "fi", "2026-10"),
        ("october", "fi", "2026-10"),
        ("maj", "sv", "2026-05"),
        ("sep", "xx-YY", "2026-09"),
    ],
)
def test_months_are_read_in_the_language_of_the_locale_and_in_english(text, locale, written):
    assert str(read(text, locale=locale).period) == written


@pytest.mark.parametrize(
    ("text", "locale", "written", "assumed"),
    [
        ("03/04", "en-GB", "2026-04", 'I read "03/04" as 3 April 2026, the day first.'),
        ("03/04", "en-US", "2026-03", 'I read "03/04" as March 4, 2026, the month first.'),
        ("03/04/2025", "fi", "2025-04", 'I read "03/04/2025" as 3 April 2025, the day first.'),
        ("Sep-26", "en-GB", "2026-09", 'I read "Sep-26" as September 2026, not as a day of the month.'),
    ],
)
def test_what_could_be_read_in_two_ways_is_decided_and_said_back(text, locale, written, assumed):
    found = read(text, locale=locale)
    assert (str(found.period), found.assumed) == (written, assumed)


def test_a_month_typed_for_a_quarterly_kpi_means_the_quarter_around_it_and_is_said_back():
    found = read("sep", "quarterly")
    assert str(found.period) == "2026-Q3"
    assert found.assumed == 'I read "sep" as part of Q3 2026 (July-September 2026).'


@pytest.mark.parametrize(
    ("text", "cadence", "sentence"),
    [
        ("sep", "weekly", '"sep" is a month, and this number is kept by the week. Write w46, 2026-W46,'),
        ("Q3", "monthly", '"Q3" is a quarter, and this number is kept by the month. Write sep, 2026-09,'),
        ("last week", "monthly", '"last week" is a week, and this number is kept by the month. Write sep,'),
        ("w46", "quarterly", '"w46" is a week, and this number is kept by the quarter. Write Q3, 2026-Q3,'),
        (
            "last summer",
            "monthly",
            'I could not read "last summer" as a period. Write sep, 2026-09, last month,',
        ),
        ("Total", "monthly", 'I could not read "Total" as a period.'),
        ("", "monthly", "There is no period here yet. Write sep,"),
        ("2026-13", "monthly", 'The calendar has no "2026-13". Write sep, 2026-09, last month,'),
        ("31 feb", "monthly", 'The calendar has no "31 feb".'),
        ("29/02/2025", "monthly", 'The calendar has no "29/02/2025".'),
        ("2025-W53", "weekly", 'The calendar has no "2025-W53".'),
        ("w60", "weekly", 'The calendar has no "w60".'),
        ("Q7", "quarterly", 'The calendar has no "Q7".'),
        ("1999-12", "monthly", '"1999-12" lies outside the years that I keep here, 2000 to 2027.'),
        ("2028-01", "monthly", '"2028-01" lies outside the years that I keep here, 2000 to 2027.'),
        ("0000-01", "monthly", 'The calendar has no "0000-01".'),
        ("31/12/9999", "quarterly", 'The calendar has no "31/12/9999".'),
    ],
)
def test_a_refusal_says_what_was_read_and_how_to_write_it(text, cadence, sentence):
    assert refusal(text, cadence).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "is_one"), [("sep", True), ("2026-13", True), ("103", False), ("1234.50", False)]
)
def test_a_period_is_told_from_a_number_by_its_form(text, is_one):
    assert looks_like_period(text, locale="en") is is_one


def test_the_dates_of_the_messy_spreadsheet_are_read():
    texts = {"2026-09-30": "2026-09", "31/10/2026": "2026-10", "31.08.2025": "2025-08", "Oct 2025": "2025-10"}
    assert {text: str(read(text).period) for text in texts} == texts
    assert str(read("2026-W34", "weekly").period) == "2026-W34"


@pytest.mark.parametrize("piece", ["1", "sep ", "a", "2026-", "w", "é", "\u200b", "31 ", "q3/"])
def test_forty_thousand_characters_take_no_time(piece):
    text = (piece * 40_000)[:40_000]
    before = time.perf_counter()
    refusal(text)
    assert time.perf_counter() - before < 0.5


def test_week_53_of_this_year_is_not_one_of_years_ago():
    read = read_period("w53", today=SUNDAY, cadence="weekly", locale="en-GB", fiscal_start_month=1)
    assert str(read.period) == "2026-W53"
