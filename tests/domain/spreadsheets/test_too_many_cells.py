"""A number with a comma that lacks its quotes is cut in two: its stump must not be saved."""

import pytest

from domain.spreadsheets import Cell
from tests.domain.spreadsheets.steps import judged, kept, reasons, sheet_of

LONG = ("date", "kpi", "value")


def test_a_line_with_more_cells_than_the_header_is_refused_whole():
    found = judged(
        sheet_of(
            LONG,
            ("2025-01", "revenue", "£1", "234.50"),
            ("2025-02", "revenue", "1", "234"),
            ("2025-03", "churn", "9", "8"),
            ("2025-04", "leads", "7"),
        )
    )
    assert reasons(found) == ["too_many_cells"] * 3 + ["accepted"]
    assert kept(found) == {("leads", "2025-04"): 7}


def test_blank_cells_behind_the_header_are_none():
    assert reasons(judged(sheet_of(LONG, ("2025-04", "leads", "7", "", " ")))) == ["accepted"]


@pytest.mark.parametrize(
    "rows",
    [
        (("KPI", "2026-08", "2026-09"), ("Leads", "1", "234", "41"), ("Churn", "2", "3")),
        (("Month", "Leads", "Churn"), ("2026-08", "1", "234", "41"), ("2026-09", "2", "3")),
    ],
)
def test_in_a_table_with_two_sides_the_whole_line_is_refused(rows):
    found = judged(sheet_of(*rows))
    assert reasons(found) == ["too_many_cells"] * 2 + ["accepted"] * 2
    assert found.said == ()


def test_without_a_header_a_number_behind_the_value_refuses_the_line():
    found = judged(sheet_of(("2026-08", "leads", "1", "234"), ("2026-09", "leads", "41", "3 clinics")))
    assert reasons(found) == ["too_many_cells", "accepted"]


def test_cells_that_a_workbook_keeps_as_numbers_were_never_cut():
    day, number = Cell("2026-09-30", "day"), Cell("41", "number")
    found = judged(sheet_of(LONG, (day, "leads", number, Cell("9", "number"))))
    assert reasons(found) == ["accepted"]


def test_a_note_of_digits_alone_that_may_be_the_rest_of_the_value_is_pointed_out():
    found = judged(
        sheet_of((*LONG, "note"), ("2025-02", "revenue", "£1", "234.50"), ("2025-03", "leads", "4", "12"))
    )
    assert reasons(found) == ["accepted", "accepted"]
    assert found.said == (
        "Line 2: I read £1 with the note 234.50. If £1,234.50 is one number, put it into quotes.",
    )


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (("date", "kpi", "value", "client"), ("I left out the column client.",)),
        (("client", "date", "kpi", "value", "region"), ("I left out the columns client and region.",)),
        (("date", "", "kpi", "value"), ("I left out column B: nothing stands above it.",)),
        (("date", "kpi", "value"), ()),
    ],
)
def test_columns_that_are_not_read_are_named_once(header, sentence):
    cells = {"date": "2026-09", "kpi": "leads", "value": "41"}
    row = tuple(cells.get(name, "x") for name in header)
    assert judged(sheet_of(header, row)).said == sentence


def test_a_column_with_nothing_in_it_is_not_worth_a_word():
    assert judged(sheet_of((*LONG, "client"), ("2026-09", "leads", "41", ""))).said == ()
