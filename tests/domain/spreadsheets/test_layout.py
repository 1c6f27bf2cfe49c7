"""Finding the numbers of a table, whatever way round it is."""

from decimal import Decimal

import pytest

from domain.spreadsheets import Cell, NoTable
from domain.spreadsheets.wide import TwoHeaders
from tests.domain.spreadsheets.steps import judged, kept, long, reasons, sheet_of

TWO = {("leads", "2026-09"): Decimal(41), ("leads", "2026-10"): Decimal(44)}


@pytest.mark.parametrize(
    "rows",
    [
        (("date", "kpi", "value", "note"), ("2026-09", "Leads", "41", ""), ("2026-10", "leads", "44", "")),
        (
            ("Notes", "Actual", "Metric", "Month"),
            ("", "41", "Leads", "Sep 2026"),
            ("", "44", "Leads", "Oct 2026"),
        ),
        (
            ("Name", "Total", "KPI", "Date", "Value"),
            ("x", "9", "Leads", "2026-09", "41"),
            ("", "", "Leads", "2026-10", "44"),
        ),
        (("Datum", "Kennzahl", "Wert"), ("30.09.2026", "Leads", "41"), ("31.10.2026", "Leads", "44")),
        (("2026-09", "Leads", "41"), ("2026-10", "Leads", "44")),
        (("41", "Leads", "2026-09"), ("44", "Leads", "2026-10")),
        (("Was", "Wann", "Zahlen"), ("Leads", "2026-09", "41"), ("Leads", "2026-10", "44")),
        (("Our numbers",), ("date", "kpi", "value"), ("2026-09", "Leads", "41"), ("2026-10", "Leads", "44")),
        (("KPI", "Sep 2026", "Oct 2026"), ("Leads", "41", "44")),
        (("KPI", "Unit", "2026-09", "2026-10"), ("Leads", "#", "41", "44")),
        (("", "2026-09", "", "2026-10"), ("Leads", "41", "", "44")),
        (("Month", "Leads"), ("2026-09", "41"), ("2026-10", "44")),
        (("Month", "", "Leads (count)"), ("2026-09", "", "41"), ("2026-10", "", "44")),
        (("Month", "Leads"), ("", "count"), ("2026-09", "41"), ("2026-10", "44")),
        (("", "2026", ""), ("KPI", "Sep", "Oct"), ("Leads", "41", "44")),
    ],
)
def test_the_same_numbers_are_found_in_tables_of_many_shapes(rows):
    assert kept(judged(sheet_of(*rows))) == TWO


def test_both_sides_of_a_table_may_hold_several():
    table = sheet_of(
        ("", "Sep 2026", "Oct 2026", "Total"), ("Leads", "41", "44", "85"), ("Churn", "2.5%", "n/a", "")
    )
    found = judged(table)
    assert kept(found) == {**TWO, ("churn", "2026-09"): Decimal("2.5")}
    assert reasons(found) == ["accepted", "accepted", "accepted", "not_reported"]
    assert found.said == ("I could not read the header “Total” as a period, so I left out column D.",)


def test_a_blank_cell_of_a_table_is_not_reported_and_never_zero():
    found = judged(sheet_of(("Month", "Leads", "Churn"), ("2026-09", "", "0"), ("2026-10", "44", "-")))
    assert kept(found) == {("churn", "2026-09"): 0, ("leads", "2026-10"): 44}
    assert reasons(found).count("not_reported") == 2


def test_a_number_of_a_table_knows_its_column():
    found = judged(sheet_of(("Month", "Leads", "Leeds"), ("2026-09", "41", "40")))
    assert [(one.entry.line, one.entry.column, one.reason) for one in found.numbers] == [
        (2, "B", ""),
        (2, "C", "kpi_unsure"),
    ]


def test_cells_that_are_days_and_numbers_are_read_as_such():
    rows = (("When", "What", "Much"), (Cell("2026-09-30", "day"), "Leads", Cell("41", "number")))
    assert kept(judged(sheet_of(*rows, ("2026-10", "Leads", Cell("44", "number"))))) == TWO


def test_the_note_of_a_line_is_kept():
    (one,) = long(("2026-10", "Leads", "44", " from the desk ")).numbers
    assert one.note == "from the desk"


@pytest.mark.parametrize("second", ["Actual", "Target", "Ist"])
def test_two_lines_of_headings_with_plans_in_them_are_not_guessed_at(second):
    with pytest.raises(TwoHeaders, match=f"“{second}”"):
        judged(sheet_of(("Month", "Leads", ""), ("", second, "Plan"), ("2026-09", "41", "50")))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "There is nothing in it"),
        ((("date", "kpi", "value"),), "There is a header and nothing below it"),
        ((("Month", "Leads"),), "There is a header and nothing below it"),
        ((("Leads", "44"), ("Churn", "2%")), "no dates or periods beside them"),
        ((("date", "kpi", "value"), ("2026-10", "NPS", "42")), "I found no KPI of this engagement there."),
        ((("2026-10", "42"), ("2026-11", "43")), "I found no KPI"),
        ((("Dear all,",), ("see you on Monday",)), "could not make out a table"),
    ],
)
def test_what_is_no_table_is_said_in_a_sentence(rows, sentence):
    with pytest.raises(NoTable) as caught:
        judged(sheet_of(*rows))
    assert sentence in caught.value.sentence
