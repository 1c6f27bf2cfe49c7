"""A number or words, and the period behind them."""

import time
from datetime import date

import pytest

from domain.errors import Unreadable
from domain.periods import split_trailing_period, split_words_and_period

SUNDAY = date(2026, 11, 15)


def split(text, cadence="monthly", *, by=split_trailing_period, locale="en-GB"):
    rest, found = by(text, today=SUNDAY, cadence=cadence, locale=locale, fiscal_start_month=1)
    return rest, str(found.period) if found else None


@pytest.mark.parametrize(
    ("text", "rest", "written"),
    [
        ("sep", "", "2026-09"),
        ("103 sep", "103", "2026-09"),
        ("103 sep.", "103", "2026-09"),
        ("103\u00a0sep", "103", "2026-09"),
        ("103 for last month", "103", "2026-10"),
        ("41 500 EUR last month", "41 500 EUR", "2026-10"),
        ("(120) oct 2025", "(120)", "2025-10"),
        ("-4 yesterday", "-4", "2026-11"),
        ("103 31 October 2026", "103", "2026-10"),
        ("103 2026-10", "103", "2026-10"),
        ("103 12 sep", "103", "2026-09"),
        ("103", "103", None),
        ("103 2026", "103 2026", None),
        ("2026", "2026", None),
        ("09.2026", "09.2026", None),
        ("  four   hundred ", "  four   hundred", None),
        ("", "", None),
    ],
)
def test_the_words_at_the_end_that_name_a_period_are_split_off(text, rest, written):
    assert split(text) == (rest, written)


def test_a_number_to_record_is_not_taken_for_the_day():
    assert split("12 sep") == ("12", "2026-09")


def test_a_day_without_a_number_stays_a_day_where_the_month_alone_says_nothing():
    assert split("12 sep", "weekly") == ("", "2026-W37")


def test_words_that_need_no_number_leave_the_day_whole():
    assert split("leads 31 oct", "weekly", by=split_words_and_period) == ("leads", "2026-W44")
    assert split("leads", by=split_words_and_period) == ("leads", None)


def test_a_period_at_the_end_that_the_kpi_cannot_use_is_refused_with_the_reason():
    with pytest.raises(Unreadable, match='"Q3" is a quarter, and this number is kept by the month'):
        split("103 Q3")


@pytest.mark.parametrize("piece", ["1", "sep ", "a", "2026-", "\u200b", "31 ", " "])
def test_only_the_end_of_forty_thousand_characters_is_looked_at(piece):
    text = (piece * 40_000)[:39_990].rstrip()
    before = time.perf_counter()
    assert split(f"{text} x last month") == (f"{text} x", "2026-10")
    assert time.perf_counter() - before < 0.5
