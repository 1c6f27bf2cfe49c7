"""Numbers of a table: what could mean two things is decided by the others, else by the locale."""

from decimal import Decimal

import pytest

from domain.spreadsheets import Cell
from tests.domain.spreadsheets.steps import frame_of, judged, kept, long, reasons, sheet_of


def values_of(*texts, locale="en-GB", kpi="growth"):
    rows = [(f"20{year}-0{month}", kpi, text) for (year, month), text in zip(MONTHS, texts, strict=False)]
    found = long(*rows, frame=frame_of(locale=locale))
    return [one.value for one in found.numbers], found.said


MONTHS = [(year, month) for year in range(10, 26) for month in range(1, 10)]


@pytest.mark.parametrize(
    ("texts", "locale", "expected"),
    [
        (("1.234", "5,6"), "en-GB", ["1234", "5.6"]),
        (("1,234", "5.6"), "de-DE", ["1234", "5.6"]),
        (("1.234", "1.234.567"), "en-GB", ["1234", "1234567"]),
        (("1,234", "1.234,50"), "en-GB", ["1.234", "1234.50"]),
        (("1.234", "7"), "de-DE", ["1234", "7"]),
        (("1.234", "7"), "en-GB", ["1.234", "7"]),
        (("1,234", "5.6", "5,6"), "en-GB", ["1234", "5.6", "5.6"]),
        (("1,234", "5.6", "5,6"), "de-DE", ["1.234", "5.6", "5.6"]),
        (("£1,234k", "5.6"), "de-DE", ["1234000", "5.6"]),
        (("1.234k", "5.6"), "de-DE", ["1234", "5.6"]),
    ],
)
def test_the_other_numbers_of_the_column_decide_and_else_the_locale(texts, locale, expected):
    kpi = "revenue" if "£" in texts[0] else "growth"
    values, _said = values_of(*texts, locale=locale, kpi=kpi)
    assert values == [Decimal(value) for value in expected]


def test_how_a_number_was_read_is_said_once():
    _values, said = values_of("1,234", "2,345", "5.6", locale="de-DE")
    assert said == ('I read "1,234" as 1234, since other numbers of the table are written like that.',)
    _values, said = values_of("1,234", "2,345", locale="de-DE")
    (sentence,) = said
    assert sentence.startswith('I read "1,234" as a number with 3 decimals, as numbers are written in de-DE.')


def test_each_column_of_a_table_may_have_its_own_marks():
    rows = (("Month", "Growth factor", "Leads"), ("2026-08", "1.234", "1.234"), ("2026-09", "1,5", "1,234.0"))
    assert kept(judged(sheet_of(*rows))) == {
        ("growth", "2026-08"): Decimal(1234),
        ("growth", "2026-09"): Decimal("1.5"),
        ("leads", "2026-08"): Decimal("1.234"),
        ("leads", "2026-09"): Decimal("1234.0"),
    }


@pytest.mark.parametrize(
    ("text", "value"), [("1.234", "1.234"), ("8.9%", "8.9"), ("1.234%", "1.234"), ("58.75 €", None)]
)
def test_a_number_that_was_stored_as_one_has_a_point_in_every_locale(text, value):
    found = long(
        ("2026-09", "churn" if "%" in text else "growth", Cell(text, "number")),
        frame=frame_of(locale="de-DE"),
    )
    assert [one.value for one in found.numbers] == [Decimal(value) if value else None]


@pytest.mark.parametrize("text", ["", " ", "n/a", "N/A", "-", "–", "null", "not reported", "#N/A", "k.A."])
def test_nothing_is_not_reported(text):
    assert reasons(long(("2026-09", "leads", text))) == ["not_reported"]


@pytest.mark.parametrize("text", ["0", "0.0", "-0"])
def test_zero_is_a_value(text):
    (one,) = long(("2026-09", "leads", text)).numbers
    assert (one.result, one.value) == ("accepted", 0)


@pytest.mark.parametrize(
    ("kpi", "text", "reason"),
    [
        ("leads", "four hundred", "bad_number"),
        ("leads", "=SUM(A1:A3)", "formula"),
        ("leads", "#DIV/0!", "bad_number"),
        ("leads", "9%", "wrong_unit"),
        ("leads", "-3", "out_of_range"),
        ("churn", "101", "out_of_range"),
        ("revenue", "€58.70", "wrong_currency"),
        ("revenue", Cell("58.7 $", "number"), "wrong_currency"),
        ("leads", Cell("2026-09-30", "day"), "bad_number"),
    ],
)
def test_what_cannot_be_stored_says_why(kpi, text, reason):
    (one,) = long(("2026-09", kpi, text)).numbers
    assert (one.result, one.reason) == ("rejected", reason)
