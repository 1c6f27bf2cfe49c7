"""What holds for every table: its order does not matter, and what is written comes back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spreadsheets.writing import Line, cells_of, guard, unguard, value_text
from tests.domain.spreadsheets.steps import KPIS, frame_of, kept, long

DATES = (
    "2026-09",
    "30/09/2026",
    "09/08/2026",
    "Oct 2026",
    "31.10.2026",
    "2026-W40",
    "46295",
    "last summer",
    "",
    "Nov",
)
NAMES = ("leads", "Leads", "Leeds", "Revenue", "churn", "calls", "NPS", "", "Pipeline")
VALUES = ("4", "4.0", "5", "1.234", "1,234", "1,5", "£7", "€7", "9%", "n/a", "", "x", "-3", "=A1")
RECORDED = {"leads": {"2026-09": "4"}, "revenue": {"2026-10": "7"}}

row = st.tuples(st.sampled_from(DATES), st.sampled_from(NAMES), st.sampled_from(VALUES))
table = st.lists(row, min_size=1, max_size=12).map(lambda rows: [("2026-08", "growth", "1"), *rows])


@given(data=st.data(), rows=table, locale=st.sampled_from(("en-GB", "en-US", "de-DE")))
def test_the_order_of_the_lines_changes_nothing(data, rows, locale):
    frame = frame_of(locale=locale, recorded=RECORDED)
    shuffled = data.draw(st.permutations(rows))
    before, after = long(*rows, frame=frame), long(*shuffled, frame=frame)
    assert kept(before) == kept(after)
    assert tallied(before) == tallied(after)


def tallied(found):
    return sorted(
        (
            one.kpi.name.key if one.kpi else one.entry.kpi,
            str(one.period) if one.period else one.entry.date.text,
            str(one.value and one.value.normalize()),
            one.result,
            one.reason,
        )
        # Of two that say the same, the first one counts.
        for one in found.numbers
        if one.result != "duplicate"
    )


values = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda v: abs(v.adjusted()) < 30
) | st.builds(
    lambda whole, digits: Decimal(f"{whole}.{digits:03}"), st.integers(-999_999, 999_999), st.integers(0, 999)
)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)
notes = (
    texts | texts.map(lambda text: f"={text}") | st.sampled_from(["-", "+1", "@here", "'=x", "''", "'", "'+"])
)


@pytest.mark.parametrize("locale", ["en-GB", "de-DE", "fr-FR"])
@given(value=values)
def test_a_value_that_was_written_is_read_as_the_same(locale, value):
    line = Line(date="2026-10", kpi=KPIS["growth"][0], value=value)
    found = long(cells_of(line), frame=frame_of(locale=locale))
    assert kept(found) == {("growth", "2026-10"): value}
    assert found.said == ()


@given(text=notes | st.text(max_size=10))
def test_text_that_a_program_would_run_is_made_safe_and_comes_back(text):
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguard(guard(text)) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1.234", "1.2340"),
        ("-12.345", "-12.3450"),
        ("0.123", "0.123"),
        ("1234.567", "1234.567"),
        ("1E+3", "1000"),
    ],
)
def test_a_value_is_written_so_that_its_point_can_part_no_thousands(value, written):
    assert value_text(Decimal(value)) == written
