"""The past of one KPI as people paste it."""

from datetime import date

import pytest

from domain.errors import Unreadable
from domain.spreadsheets.history import Past, read_history, sheet_of

MONTHLY = Past(
    key="leads",
    name="Leads",
    cadence="monthly",
    today=date(2026, 11, 16),
    locale="en-GB",
    fiscal_start_month=1,
)
THREE = [("2026-08", "101"), ("2026-09", "98"), ("2026-10", "105")]


def read(text, **changes):
    past = Past(**{**vars(MONTHLY), **changes})
    return [(str(told.period), told.value) for told in read_history(text, past).told]


@pytest.mark.parametrize(
    "text",
    [
        "Aug 2026 101\nSep 2026 98\nOct 2026 105",
        "2026-08\t101\n2026-09\t98\n\n2026-10\t105\n",
        "August 2026: 101\nSeptember 2026: 98\nOctober 2026: 105",
        "Month\tLeads\nAug 26\t101\nSep 26\t98\nOct 26\t105",
        "31/08/2026, 101\n30/09/2026, 98\n31/10/2026, 105",
        "Aug 2026\tSep 2026\tOct 2026\n101\t98\t105",
        "101 98 105",
        "101, 98, 105",
        "101,98,105",
        "101\n98\n105",
    ],
)
def test_lines_with_periods_rows_and_bare_values_say_the_same(text):
    assert read(text) == THREE


def test_a_gap_stays_a_gap_and_keeps_its_place():
    assert read("101 - 105") == [("2026-08", "101"), ("2026-09", "-"), ("2026-10", "105")]
    assert read("Sep 2026 n/a\nOct 2026 105") == [("2026-09", "n/a"), ("2026-10", "105")]


def test_amounts_stay_as_they_were_typed():
    assert read("Sep 2026 £41,500\nOct 2026 9.1%") == [("2026-09", "£41,500"), ("2026-10", "9.1%")]


def test_other_cadences_are_read_and_counted_back_in_their_own_periods():
    assert read("2026-W45 7\n2026-W46 9", cadence="weekly") == [("2026-W45", "7"), ("2026-W46", "9")]
    assert read("Q3 2026 400", cadence="quarterly") == [("2026-Q3", "400")]
    assert read("390 400", cadence="quarterly") == [("2026-Q2", "390"), ("2026-Q3", "400")]


def test_values_that_were_counted_back_say_so():
    said = read_history("101 98 105", MONTHLY).said
    assert "3 values of Leads back from October 2026" in said
    assert said.endswith("that of August 2026.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Aug 2026 101\nquite good", 'Line 2: I could not read "quite good"'),
        ("Aug 2026 101\nSep 2026", 'Line 2: I found the period "Sep 2026" there, and no value'),
        ("Aug 2026\tSep 2026\n101", "2 periods in the first line and 1 values in the second"),
        ("Aug 2026 101\n31.02.2026 98", "Line 2: "),
        ("many, few, 101", 'Line 1: I could not read "many"'),
        (" ".join(["1"] * 121), "121 values are more than I take"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(text, sentence):
    with pytest.raises(Unreadable) as caught:
        read_history(text, MONTHLY)
    assert sentence in caught.value.sentence


def test_the_sheet_of_several_keeps_the_line_of_each():
    other = Past(**{**vars(MONTHLY), "key": "revenue", "name": "Revenue"})
    pasted = [(MONTHLY, read_history("98 105", MONTHLY)), (other, read_history("Oct 2026 41,500", other))]
    sheet = sheet_of(pasted)
    rows = [(row.line, *(cell.text for cell in row.cells)) for row in sheet.rows[1:]]
    assert rows == [
        (1, "2026-09", "leads", "98"),
        (1, "2026-10", "leads", "105"),
        (1, "2026-10", "revenue", "41,500"),
    ]
    assert len(sheet.said) == 1
