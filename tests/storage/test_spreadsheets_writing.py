"""Spreadsheets that we write: nothing in them runs, and every number comes back."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spreadsheets.writing import Line
from storage.spreadsheets import read_sheet, to_csv, to_xlsx
from tests.domain.spreadsheets.steps import KPIS, frame_of, judged, kept, reasons

NOTES = ["=1+1", "+49 30", "-", "@here", "'=x", "plain, with; marks\t|", 'a "quoted" word', "two\nlines", "'"]


@pytest.mark.parametrize("write", [lambda lines: to_csv(lines).encode(), to_xlsx], ids=["csv", "xlsx"])
def test_notes_that_a_program_would_run_are_text_and_come_back(write):
    lines = [
        Line(date=f"2025-{at:02}", kpi="Growth factor", value=Decimal(at), note=note)
        for at, note in enumerate(NOTES, start=1)
    ]
    found = judged(read_sheet(write(lines)))
    assert [one.note for one in found.numbers] == NOTES
    assert reasons(found) == ["accepted"] * len(NOTES)


def test_no_cell_that_was_written_is_a_formula():
    lines = [Line(date="2025-01", kpi="=KPI()", value=Decimal(-1), note="=HYPERLINK(1)")]
    book = openpyxl.load_workbook(BytesIO(to_xlsx(lines)))
    assert [cell.data_type for cell in book.worksheets[0][2]] == ["s", "s", "n", "s"]
    assert to_csv(lines).splitlines()[1] == "2025-01,'=KPI(),-1,'=HYPERLINK(1)"


numbers = st.decimals(allow_nan=False, allow_infinity=False).filter(lambda value: abs(value.adjusted()) < 40)


@pytest.mark.parametrize("locale", ["en-GB", "de-DE", "fr-FR"])
@pytest.mark.parametrize("write", [lambda lines: to_csv(lines).encode(), to_xlsx], ids=["csv", "xlsx"])
@given(
    values=st.lists(numbers | st.integers(-(10**17), 10**17).map(lambda n: Decimal(n) / 1000), max_size=20)
)
def test_values_survive_export_and_import_exactly_in_every_locale(write, locale, values):
    known = [Decimal("1.234"), Decimal("-999.999"), Decimal("1234.5"), *values]
    dates = [f"20{10 + at // 12}-{at % 12 + 1:02}" for at in range(len(known))]
    name = KPIS["growth"][0]
    lines = [Line(date=day, kpi=name, value=value) for day, value in zip(dates, known, strict=True)]
    found = judged(read_sheet(write(lines)), frame_of(locale=locale))
    assert kept(found) == {("growth", day): value for day, value in zip(dates, known, strict=True)}
