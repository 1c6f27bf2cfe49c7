"""What periods are, and how they are named."""

from datetime import date

import pytest

from domain.errors import Unreadable
from domain.periods import Period, due_on, is_ended, label, last_ended, period_of

SUNDAY = date(2026, 11, 15)


@pytest.mark.parametrize(
    ("written", "fiscal", "first", "last"),
    [
        ("2026-10", 4, date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", 1, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-W01", 1, date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", 1, date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-Q4", 1, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-Q1", 4, date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q4", 4, date(2027, 1, 1), date(2027, 3, 31)),
    ],
)
def test_a_period_knows_its_first_and_last_day(written, fiscal, first, last):
    period = Period.parse(written)
    assert (period.start(fiscal), period.end(fiscal)) == (first, last)
    assert period.contains(first, fiscal)
    assert period.contains(last, fiscal)


@pytest.mark.parametrize(
    "text",
    [
        "2026-13",
        "2026-00",
        "2025-W53",
        "2026-W00",
        "2026-Q0",
        "2026-Q5",
        "0000-01",
        "9999-12",
        "2026",
        "",
        "2026-1",
    ],
)
def test_a_written_period_that_does_not_exist_is_refused(text):
    with pytest.raises(
        Unreadable, match="Write a month as 2026-10, a week as 2026-W46, a quarter as 2026-Q4"
    ):
        Period.parse(text)


def test_a_period_that_does_not_exist_cannot_be_built():
    with pytest.raises(ValueError, match="no weekly period 53 in 2025"):
        Period(cadence="weekly", year=2025, index=53)


def test_periods_of_one_cadence_sort_by_time():
    written = ["2026-02", "2025-12", "2026-01"]
    assert [str(period) for period in sorted(map(Period.parse, written))] == ["2025-12", "2026-01", "2026-02"]


def test_a_period_has_ended_on_the_day_after_its_last():
    october = Period.parse("2026-10")
    assert not is_ended(october, date(2026, 10, 31), 1)
    assert is_ended(october, date(2026, 11, 1), 1)


@pytest.mark.parametrize(
    ("cadence", "written"), [("weekly", "2026-W45"), ("monthly", "2026-10"), ("quarterly", "2026-Q3")]
)
def test_the_last_ended_period_comes_before_the_running_one(cadence, written):
    assert str(last_ended(SUNDAY, cadence, 1)) == written


@pytest.mark.parametrize(
    ("written", "grace", "day"),
    [
        ("2026-10", 5, date(2026, 11, 6)),
        ("2026-W46", 2, date(2026, 11, 17)),
        ("2026-W46", 0, date(2026, 11, 15)),
        ("2026-Q4", 5, date(2027, 1, 7)),
    ],
)
def test_a_number_is_due_some_business_days_after_the_end(written, grace, day):
    assert due_on(Period.parse(written), grace, 1) == day


@pytest.mark.parametrize(
    ("written", "locale", "fiscal", "text"),
    [
        ("2026-10", "en-GB", 1, "October 2026"),
        ("2026-W46", "en-GB", 1, "week 46 of 2026 (9-15 November)"),
        ("2026-W46", "en-US", 1, "week 46 of 2026 (November 9-15)"),
        ("2026-W49", "en-GB", 1, "week 49 of 2026 (30 November-6 December)"),
        ("2026-W53", "en-GB", 1, "week 53 of 2026 (28 December 2026-3 January 2027)"),
        ("2026-Q4", "en-GB", 1, "Q4 2026 (October-December 2026)"),
        ("2026-Q4", "en-GB", 4, "Q4 2026 (January-March 2027)"),
        ("2026-Q4", "en-GB", 2, "Q4 2026 (November 2026-January 2027)"),
    ],
)
def test_a_period_is_named_in_words(written, locale, fiscal, text):
    assert label(Period.parse(written), locale, fiscal) == text


def test_a_day_belongs_to_the_fiscal_year_that_has_begun():
    assert str(period_of(date(2027, 3, 31), "quarterly", 4)) == "2026-Q4"
    assert str(period_of(date(2027, 4, 1), "quarterly", 4)) == "2027-Q1"
