"""Amounts as they are written out, one by one."""

from decimal import Decimal

import pytest

from domain.numbers import format_amount


def write(value, unit, *, locale="en-GB", currency="GBP"):
    return format_amount(Decimal(value), unit=unit, locale=locale, currency=currency)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("9900", "currency", "£9,900"),
        ("9900.00", "currency", "£9,900"),
        ("60.5", "currency", "£60.50"),
        ("0.125", "currency", "£0.125"),
        ("-60.5", "currency", "-£60.50"),
        ("33.4", "percent", "33.4%"),
        ("100", "percent", "100%"),
        ("3.2", "ratio", "3.2x"),
        ("12", "days", "12 days"),
        ("1", "days", "1 day"),
        ("1206", "count", "1,206"),
        ("1E+3", "count", "1,000"),
        ("4.70", "score", "4.7"),
        ("1234.123456", "count", "1,234.123456"),
        ("-0.0000001", "count", "0"),
        ("12345678901234567890123456789.5", "count", "12,345,678,901,234,567,890,123,456,789.5"),
    ],
)
def test_an_amount_is_written_in_full_with_the_marks_of_the_locale(value, unit, text):
    assert write(value, unit) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [("de", "1.234,50\u00a0€"), ("en-FI", "1\u00a0234,50\u00a0€"), ("de-CH", "€\u00a01’234.50")]
    + [(unknown, "€1,234.50") for unknown in ("", "xx-YY", "en-x-private", "../../etc/passwd", "x" * 5000)],
)
def test_an_unknown_locale_falls_back_to_its_language_and_then_to_english(locale, text):
    assert write("1234.5", "currency", locale=locale, currency="EUR").replace("EUR", "€") == text


def test_a_currency_without_a_sign_is_written_by_its_code():
    assert write("5", "currency", currency="QQQ") == "QQQ\u00a05"
    assert write("-9900", "currency", currency="CHF") == "-CHF\u00a09,900"
