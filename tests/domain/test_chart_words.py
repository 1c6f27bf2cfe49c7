"""The words of a chart say what the picture shows, and fit where they have to."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chat import Chart, ChartBand, ChartLine, ChartMark, ChartPoint, Panel, make_chart, reply
from domain.chat.charts import LONGEST_ALT
from domain.plain_text import plain_text
from storage.codec import reply_from_json, to_json

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")


def points(*values: float | None) -> tuple[ChartPoint, ...]:
    return tuple(
        ChartPoint(label=f"{month} 2026", value=value, shown="" if value is None else f"£{value:g}")
        for month, value in zip(MONTHS, values, strict=False)
    )


def mark(at: int, value: float) -> ChartMark:
    return ChartMark(at=at, label=f"month {at}", value=value, shown=f"£{value:g}")


def panel(*values: float | None, **overrides: object) -> Panel:
    made = Panel(name="Leads", unit="count", points=points(*values))
    return replace(made, **overrides)  # type: ignore[arg-type]  # a test names what it changes


def alt(*panels: Panel) -> str:
    return make_chart(title="Leads", panels=panels).alt


def test_the_words_name_first_last_lowest_and_highest():
    assert alt(panel(64, 61, 110, 103)) == (
        "Leads (count), Jan 2026 to Apr 2026."
        " First £64 in Jan 2026, last £103 in Apr 2026; lowest £61 in Feb 2026, highest £110 in Mar 2026."
    )


def test_gaps_are_named_as_spans_and_are_no_zeros():
    said = alt(panel(64, None, None, 70, None, 80))
    assert "Not reported: Feb 2026 to Mar 2026, May 2026." in said
    assert "lowest £64" in said


def test_corrected_and_provisional_values_are_named():
    made = list(points(64, 70, 80))
    made[1], made[2] = replace(made[1], is_corrected=True), replace(made[2], is_provisional=True)
    said = alt(panel(points=tuple(made)))
    assert "Corrected: Feb 2026." in said
    assert "Provisional: Mar 2026." in said


def test_one_value_and_equal_values_and_none_are_said_as_they_are():
    assert alt(panel(64)) == "Leads (count), Jan 2026. One value: £64 in Jan 2026."
    assert "All 3 values are £5, from Jan 2026 to Mar 2026." in alt(panel(5, 5, 5))
    assert alt(panel(None, None)) == "Leads (count), Jan 2026 to Feb 2026. No values yet."
    assert alt(panel()) == "Leads (count). No values yet."


def test_targets_plans_levels_baselines_and_ranges_are_said():
    lines = (
        ChartLine(name="Target", marks=(mark(8, 120),)),
        ChartLine(name="Plan", kind="plan", marks=(mark(0, 64), mark(4, 90))),
        ChartLine(name="Each month", kind="level", marks=(mark(0, 50),)),
        ChartLine(name="Start", kind="baseline", marks=(mark(0, 60),)),
    )
    band = ChartBand(name="Range", shown="2 to 3", low=2, high=3)
    said = alt(panel(64, 70, lines=lines, band=band))
    for words in (
        "Target: £120 by month 8.",
        "Plan: £64 in month 0, £90 in month 4.",
        "Each month: £50.",
        "Start: £60 in month 0.",
        "Range: 2 to 3.",
    ):
        assert words in said


def test_values_of_two_definitions_are_never_compared():
    made = tuple(replace(point, segment=int(at > 1)) for at, point in enumerate(points(900, 800, 3, 5)))
    said = alt(panel(points=made))
    assert "2 series that cannot be compared" in said
    assert "lowest £800 in Feb 2026, highest £900 in Jan 2026" in said
    assert "lowest £3 in Mar 2026, highest £5 in Apr 2026" in said


@given(st.text(max_size=3000), st.text(max_size=300), st.integers(1, 2), st.integers(0, 60))
def test_the_words_always_fit_and_speak_of_every_panel(name, shown, count, months):
    made = tuple(
        ChartPoint(label=shown, value=at % 7, shown=shown, segment=at % 3, is_corrected=at % 2 == 0)
        for at in range(months)
    )
    lines = tuple(ChartLine(name=name, kind="plan", marks=(mark(at, 1),) * 20) for at in range(9))
    panels = [Panel(name=f"{at}{name}", unit=name, points=made, lines=lines) for at in range(count)]
    said = alt(*panels)
    assert len(said) <= LONGEST_ALT
    assert said.startswith("0")
    assert count == 1 or " 1" in said


def test_a_chart_in_plain_words_is_its_title_and_what_it_shows():
    made = make_chart(title="Leads, 2026", panels=(panel(64, 70),))
    assert plain_text(reply("Here it is:", made)).splitlines() == ["Here it is:", "Leads, 2026", made.alt]


def test_a_chart_survives_being_kept():
    band = ChartBand(name="Range", shown="2 to 3", low=2, high=3)
    whole = panel(64, None, 0.1 + 0.2, lines=(ChartLine(name="Target", marks=(mark(8, 120),)),), band=band)
    answer = reply(make_chart(title="🚀 $x_1$", panels=(whole, whole)))
    assert reply_from_json(json.loads(json.dumps(to_json(answer)))) == answer


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e301])
def test_a_value_that_cannot_be_drawn_is_refused(value):
    with pytest.raises(ValueError, match="cannot be drawn"):
        ChartPoint(label="Jan 2026", value=value)
    with pytest.raises(ValueError, match="cannot be drawn"):
        mark(0, value)


def test_what_makes_no_chart_is_refused():
    with pytest.raises(ValueError, match="1 or 2 panels"):
        make_chart(title="x", panels=())
    with pytest.raises(ValueError, match="1 or 2 panels"):
        Chart(title="x", panels=(panel(1),) * 3, alt="")
    with pytest.raises(ValueError, match="no marks"):
        ChartLine(name="Target", marks=())
    with pytest.raises(ValueError, match="before the first period"):
        mark(-1, 3)
