"""Thresholds as people write them, and what can be held against a number."""

from decimal import Decimal

import pytest

from domain.thresholds import read_bar, span_in, without_side

HERE = {"locale": "en-GB", "currency": "GBP"}


@pytest.mark.parametrize(
    ("typed", "bar"),
    [
        ("at least 40% of new patients name search", (">=", "40", "share", None)),
        (">= 42% booked on >= 300 enquiries", (">=", "42", "share", 300)),
        ("on at least 300 enquiries, at least 42%", (">=", "42", "share", 300)),
        ("<= 7% no-shows on >= 400 visits", ("<=", "7", "share", 400)),
        ("no more than 5 %", ("<=", "5", "share", None)),
        ("40% or more", (">=", "40", "share", None)),
        ("50 or fewer complaints", ("<=", "50", "number", None)),
        ("cost per lead below £1.5k", ("<", "1500", "number", None)),
        ("over two months at least three", (">=", "3", "number", None)),
        ("at least 15% more bookings than in May", (">=", "15", "comparison", None)),
        ("3+ a week for 4 weeks", (">=", "3", "each", None)),
        ("at least 3 contracts a month", (">=", "3", "each", None)),
    ],
)
def test_what_is_to_be_reached_is_read_out_of_a_sentence(typed, bar):
    found = read_bar(typed, **HERE)
    assert found is not None
    kind = "comparison" if found.is_comparison else "each" if found.is_each else "number"
    op, value, is_share, sample = bar
    assert (found.op, found.amount.value, found.sample) == (op, Decimal(value), sample)
    assert ("share" if found.is_share else kind) == is_share


@pytest.mark.parametrize(
    "typed",
    ["", "bookings up 15%", "more than half", "at least 1 in 5", "turnover rises", "in over two months"],
)
def test_where_no_number_is_asked_for_none_is_made_up(typed):
    assert read_bar(typed, **HERE) is None


@pytest.mark.parametrize(
    ("typed", "cadence", "periods"),
    [
        ("at least 3 a month for two months", "monthly", 2),
        ("at least 6 a month, three months running", "monthly", 3),
        ("above 3% two weeks in a row", "weekly", 2),
        ("at least 3 in each of 2 months", "monthly", 2),
        ("at least 3 for a month", "monthly", 1),
        ("at least 3 a month", "monthly", None),
        ("at least 3 over two months", "monthly", None),
        ("at least 3 for two weeks", "monthly", None),
        ("at least 3 a week for two months", "monthly", None),
    ],
)
def test_a_span_is_one_of_the_periods_of_the_kpi_and_each_of_them(typed, cadence, periods):
    assert span_in(typed, cadence=cadence) == periods


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("40%", "40%"),
        ("mind. 40 %", "40 %"),
        ("3 a month for two months", "3"),
        ("at least 40%", None),
        ("8 of 10 say yes", None),
        ("bookings up 15%", None),
        ("15% more bookings", None),
        ("many like it within 2 months", None),
    ],
)
def test_a_number_that_says_neither_at_least_nor_at_most_is_asked_about(typed, number):
    assert without_side(typed, **HERE) == number
