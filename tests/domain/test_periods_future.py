"""Periods that lie ahead, such as the last one of a target."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Unreadable, UserError
from domain.periods import Period, is_ended, read_future_period, read_period
from tests.domain.test_periods_properties import cadences, fiscal_months, locales, todays, typed

SUNDAY = date(2026, 11, 15)


def read(text, cadence="monthly", *, locale="en-GB", fiscal=1, today=SUNDAY):
    return read_future_period(text, today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal)


@pytest.mark.parametrize(
    ("text", "cadence", "written"),
    [
        ("dec", "monthly", "2026-12"),
        ("november", "monthly", "2026-11"),
        ("oct", "monthly", "2027-10"),
        ("2025-12", "monthly", "2025-12"),
        ("March 2027", "monthly", "2027-03"),
        ("next month", "monthly", "2026-12"),
        ("last month", "monthly", "2026-10"),
        ("this month", "monthly", "2026-11"),
        ("31 oct", "monthly", "2027-10"),
        ("1 nov", "monthly", "2026-11"),
        ("29 feb", "monthly", "2028-02"),
        ("2040-01", "monthly", "2040-01"),
        ("w46", "weekly", "2026-W46"),
        ("w45", "weekly", "2027-W45"),
        ("w53", "weekly", "2026-W53"),
        ("Q4", "quarterly", "2026-Q4"),
        ("q3", "quarterly", "2027-Q3"),
        ("feb", "quarterly", "2027-Q1"),
    ],
)
def test_a_year_left_out_means_the_next_that_has_not_ended(text, cadence, written):
    assert str(read(text, cadence).period) == written


def test_week_53_is_the_next_there_is():
    assert str(read("w53", "weekly", today=date(2027, 1, 10)).period) == "2032-W53"
    assert str(read("w53", "weekly", today=date(2027, 1, 2)).period) == "2026-W53"


def test_a_fiscal_quarter_of_the_year_before_may_still_run():
    assert str(read("q4", "quarterly", fiscal=4, today=date(2027, 2, 1)).period) == "2026-Q4"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("smarch", 'I could not read "smarch" as a period. Write dec, 2027-03, next month,'),
        ("q4", '"q4" is a quarter, and this number is kept by the month. Write dec,'),
        ("2047-01", '"2047-01" lies outside the years that I keep here, 2000 to 2046.'),
        ("31 feb", 'The calendar has no "31 feb".'),
        ("", "There is no period here yet. Write dec,"),
    ],
)
def test_a_refusal_shows_periods_that_lie_ahead(text, sentence):
    with pytest.raises(Unreadable) as raised:
        read(text)
    assert raised.value.sentence.startswith(sentence)


@given(todays, fiscal_months, locales, st.integers(1, 12), st.sampled_from("qmw"))
def test_nothing_nearer_was_meant(today, fiscal, locale, index, kind):
    forms = {
        "m": ("monthly", f"{date(2000, index, 1):%B}"),
        "q": ("quarterly", f"q{(index - 1) // 3 + 1}"),
        "w": ("weekly", f"w{index}"),
    }
    cadence, text = forms[kind]
    found = read(text, cadence, locale=locale, fiscal=fiscal, today=today).period
    earlier = Period(cadence=found.cadence, year=found.year - 1, index=found.index)
    assert is_ended(earlier, today, fiscal)
    assert not is_ended(found, today, fiscal)


@given(typed, todays, cadences, locales, fiscal_months)
def test_the_two_readers_refuse_the_same_shapes(text, today, cadence, locale, fiscal):
    settings = {"today": today, "cadence": cadence, "locale": locale, "fiscal_start_month": fiscal}
    with contextlib.suppress(UserError):
        behind = read_period(text, **settings).period
        ahead = read_future_period(text, **settings).period
        assert ahead.cadence == behind.cadence == cadence
        assert ahead >= behind or ahead.index == behind.index == 53
