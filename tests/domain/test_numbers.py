"""Amounts as people type them, one by one."""

import time
from decimal import Decimal

import pytest

from domain.errors import Unreadable
from domain.numbers import is_other_currency, read_amount

REFUSED = [
    *("n/a", "", "   ", "four hundred", "1.2.3,4", "NaN", "inf", "-inf", "1e400", "9" * 41, "1,23,4", "1 2"),
    *(
        "0,123,456",
        "--5",
        "+-5",
        "- 4",
        "(-5)",
        "(5",
        "5)",
        "10²",
        "½",
        "5k%",
        "5 %%",
        "£5 %",
        "£5 EUR",
        "3-4",
    ),
    *(
        "31/10",
        "w46",
        "5 top",
        "5 apples",
        "~400",
        "1.234 567",
        "1,234.5,6",
        "1 234'567",
        "0x1f",
        "\x00",
        "💯",
    ),
]


def read(text, *, locale="en-GB", currency="GBP"):
    return read_amount(text, locale=locale, currency=currency)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("103", "103"),
        ("  410 ", "410"),
        ("1.2M", "1200000"),
        ("41.5k", "41500"),
        ("41.5 K", "41500"),
        ("3 mn", "3000000"),
        ("2bn", "2000000000"),
        ("1.5 million", "1500000"),
        ("2 crore", "20000000"),
        ("1,234.5", "1234.5"),
        ("6.730,00", "6730"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("12,34,567", "1234567"),
        ("41 500", "41500"),
        ("41\u00a0500", "41500"),
        ("41\u202f500", "41500"),
        ("41\u2009500", "41500"),
        ("9’900.50", "9900.50"),
        ("9'900", "9900"),
        ("1 234.567", "1234.567"),
        ("8,9", "8.9"),
        ("0.123", "0.123"),
        (".5", "0.5"),
        ("1234.567", "1234.567"),
        ("1.2345", "1.2345"),
        ("103.", "103"),
        ("12 days", "12"),
        ("１２３．５", "123.5"),
        ("١٢٣", "123"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("9" * 40, "9" * 40),
    ],
)
def test_a_plain_number_is_read_exactly(text, value):
    amount = read(text)
    assert (amount.value, amount.unit, amount.currency, amount.assumed) == (Decimal(value), "plain", None, "")


@pytest.mark.parametrize(
    ("text", "value"),
    [("-4", -4), ("−4", -4), ("+5", 5), ("(120)", -120), ("( 120 )", -120), ("-0", 0)],
)
def test_signs_and_the_parentheses_of_bookkeeping_are_read(text, value):
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5 %", "12.5"),
        ("8.6%", "8.6"),
        ("79 %", "79"),
        ("12.5 percent", "12.5"),
        ("(12%)", "-12"),
        ("%5", "5"),
    ],
)
def test_percentages_are_percent_points(text, value):
    amount = read(text)
    assert (amount.value, amount.unit) == (Decimal(value), "percent")


@pytest.mark.parametrize("text", ["3.2x", "3,2 x", "3.2X", "3.2×"])
def test_a_ratio_is_read(text):
    amount = read(text)
    assert (amount.value, amount.unit) == (Decimal("3.2"), "ratio")


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("$41.5k", "41500", "USD"),
        ("41 500 EUR", "41500", "EUR"),
        ("41500eur", "41500", "EUR"),
        ("USD 1,000.00", "1000", "USD"),
        ("EUR 1.234,50", "1234.50", "EUR"),
        ("£9,900.00", "9900", "GBP"),
        ("€58.70", "58.70", "EUR"),
        ("-£5", "-5", "GBP"),
        ("£-5", "-5", "GBP"),
        ("$(1,200.50)", "-1200.50", "USD"),
        ("(£120)", "-120", "GBP"),
        ("CHF 9’900", "9900", "CHF"),
        ("5 k€", "5000", "EUR"),
        ("1.2 MEUR", "1200000", "EUR"),
        ("500 kr", "500", "SEK"),
        ("Rs.500", "500", "INR"),
        ("$5k CAD", "5000", "CAD"),
        ("US$ 5", "5", "USD"),
        ("$.50", "0.50", "USD"),
    ],
)
def test_a_typed_currency_is_an_iso_code(text, value, code):
    amount = read(text)
    assert (amount.value, amount.unit, amount.currency) == (Decimal(value), "currency", code)


@pytest.mark.parametrize(
    ("text", "locale", "currency", "code"),
    [
        ("$5", "en-GB", "CAD", "CAD"),
        ("$5", "en-AU", "EUR", "AUD"),
        ("$5", "en-FI", "EUR", "USD"),
        ("500 kr", "sv", "NOK", "NOK"),
        ("500 kr", "da-DK", "EUR", "DKK"),
        ("¥500", "en", "CNY", "CNY"),
    ],
)
def test_a_shared_sign_means_the_engagements_own_currency_then_the_locales(text, locale, currency, code):
    assert read(text, locale=locale, currency=currency).currency == code


def test_another_currency_is_noticed_and_a_missing_one_is_not():
    assert is_other_currency(read("€58.70"), "GBP")
    assert not is_other_currency(read("£58.70"), "GBP")
    assert not is_other_currency(read("58.70"), "GBP")


@pytest.mark.parametrize(
    ("text", "locale", "value", "assumed"),
    [
        ("1,234", "en-GB", "1234", "I read 1,234 as 1234, not as a number with 3 decimals."),
        ("1.234", "en-GB", "1.234", "I read 1.234 as a number with 3 decimals, not as 1234."),
        ("1.234", "de", "1234", "I read 1.234 as 1234, not as a number with 3 decimals."),
        ("1,234", "de", "1.234", "I read 1,234 as a number with 3 decimals, not as 1234."),
        ("1.234", "fr", "1234", "I read 1.234 as 1234, not as a number with 3 decimals."),
        ("1,234", "de-CH", "1234", "I read 1,234 as 1234, not as a number with 3 decimals."),
        ("GBP 8,215", "en-GB", "8215", "I read GBP 8,215 as 8215, not as a number with 3 decimals."),
        ("1,234k", "en-GB", "1234000", "I read 1,234k as 1234000, not as 1234."),
        ("1,234k", "de", "1234", "I read 1,234k as 1234, not as 1234000."),
    ],
)
def test_the_locale_decides_between_thousands_and_decimals_and_it_is_said_back(text, locale, value, assumed):
    amount = read(text, locale=locale)
    assert (amount.value, amount.assumed) == (Decimal(value), assumed)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_exactly_one_number_is_refused(text):
    with pytest.raises(Unreadable):
        read(text)


def test_a_refusal_says_what_was_read_and_how_to_write_it():
    with pytest.raises(Unreadable) as refusal:
        read("four\nhundred", locale="de", currency="EUR")
    assert refusal.value.sentence == (
        'I could not read "four hundred" as a number.'
        " Write it in digits, such as 103, 1.234,50\u00a0€, 41.5k or 12%."
    )


def test_a_refusal_quotes_no_more_than_a_line():
    with pytest.raises(Unreadable) as refusal:
        read("word " * 8000)
    assert len(refusal.value.sentence) < 200
    assert "…" in refusal.value.sentence


@pytest.mark.parametrize(
    "text", ["1" * 40_000, "1," * 20_000, "(" * 40_000, " " * 39_999 + "x", "1 " * 20_000]
)
def test_a_very_long_text_is_refused_at_once(text):
    before = time.perf_counter()
    with pytest.raises(Unreadable):
        read(text)
    assert time.perf_counter() - before < 0.5
