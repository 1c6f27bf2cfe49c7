"""What becomes of a number beside the others, and beside what is recorded."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from domain.engagement_file import sample
from domain.kpis import KpiName
from domain.kpis.doubts import lowest_and_highest
from domain.spreadsheets import Cell, Followed, Frame, Recorded, Row, Sheet
from tests.domain.spreadsheets.steps import TODAY, frame_of, judged, kept, long, reasons

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = json.loads(
    (SAMPLES / "kpis_messy.expected.json").read_text(), parse_float=Decimal, parse_int=Decimal
)


def alder():
    document = json.loads(sample(), parse_float=Decimal, parse_int=Decimal)
    entries = next(one for one in document["engagements"] if one["key"] == "alder")["kpis"]
    kpis = {number: _followed(number, entry) for number, entry in enumerate(entries, start=1)}
    return Frame(kpis=kpis, today=TODAY, locale="en-GB", currency="GBP", fiscal_start_month=1)


def _followed(number, entry):
    recorded = {period: Recorded(value=value) for period, value in entry["values"].items()}
    if running := entry.get("running"):
        recorded[running["period"]] = Recorded(value=running["value"], is_provisional=True)
    return Followed(
        name=KpiName(id=number, key=entry["key"], name=entry["name"], aliases=tuple(entry["aliases"])),
        unit=entry["unit"],
        cadence=entry["cadence"],
        bounds=lowest_and_highest(entry["unit"], entry.get("valid_min"), entry.get("valid_max")),
        recorded=recorded,
    )


def messy():
    with (SAMPLES / "kpis_messy.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [(at, cells) for at, cells in enumerate(csv.reader(file), start=1) if any(cells)]
    return Sheet(rows=tuple(Row(line=at, cells=tuple(map(Cell, cells))) for at, cells in lines))


@pytest.fixture(scope="module")
def of_messy():
    return {one.entry.line: one for one in judged(messy(), alder()).numbers}


@pytest.mark.parametrize("expected", EXPECTED["rows"], ids=lambda row: f"line {row['line']}")
def test_every_line_of_the_messy_sample_becomes_what_is_expected(of_messy, expected):
    one = of_messy[expected["line"]]
    found = {
        "line": one.entry.line,
        "result": one.result,
        "reason": one.reason,
        "kpi": one.kpi.name.key if one.kpi else None,
        "period": str(one.period),
        "value": one.value,
        "recorded": one.recorded,
        "suggests": one.near.key if one.near else None,
        "of_line": one.other_line,
        "with_line": one.other_line,
    }
    assert {name: found[name] for name in expected} == expected


def test_the_counts_of_the_messy_sample_are_right(of_messy):
    results = [one.result for one in of_messy.values()]
    assert {name: results.count(name) for name in set(results)} | {"rows": len(results)} == EXPECTED[
        "summary"
    ]


def test_a_value_like_the_recorded_one_is_unchanged_and_another_is_held():
    frame = frame_of(recorded={"leads": {"2026-09": "41.0", "2026-10": "44"}})
    found = long(("2026-09", "leads", "41"), ("2026-10", "leads", "45"), frame=frame)
    assert reasons(found) == ["unchanged", "differs_from_recorded"]
    assert found.numbers[1].recorded == 44


def test_what_was_retracted_or_provisional_gives_way():
    recorded = {"2026-09": Recorded(value=None), "2026-10": Recorded(value=Decimal(3), is_provisional=True)}
    found = long(
        ("2026-09", "leads", "41"), ("2026-10", "leads", "3"), frame=frame_of(recorded={"leads": recorded})
    )
    assert kept(found) == {("leads", "2026-09"): 41, ("leads", "2026-10"): 3}


@pytest.mark.parametrize("date", ["2026-11-15", "2026-11", "2026-12-01", "2027-03"])
def test_a_period_that_is_not_over_is_held(date):
    (one,) = long((date, "leads", "4")).numbers
    assert (one.result, one.reason, one.value) == ("held", "period_not_ended", 4)


def test_lines_that_disagree_are_all_held_and_name_each_other():
    found = long(("2026-10", "leads", "4"), ("2026-10-31", "Leads", "5"), ("2026-10", "leads", "4"))
    assert reasons(found) == ["conflict_in_file"] * 3
    assert [one.other_line for one in found.numbers] == [3, 2, 3]
    assert found.numbers[0].others == (4, 5)


def test_lines_that_agree_are_one_with_the_first_note_there_is():
    found = long(("2026-10", "leads", "4"), ("2026-10", "leads", "4.0", "counted"))
    assert reasons(found) == ["accepted", "duplicate"]
    assert (found.numbers[0].note, found.numbers[1].other_line) == ("counted", 2)


def test_a_kpi_of_somebody_else_is_held_unless_nothing_changes():
    frame = frame_of(recorded={"leads": {"2026-09": "41"}}, closed=("leads",))
    found = long(
        ("2026-09", "leads", "41"), ("2026-10", "leads", "44"), ("2026-10", "churn", "2"), frame=frame
    )
    assert reasons(found) == ["unchanged", "not_writer", "accepted"]


def test_a_value_far_from_the_others_is_pointed_out_and_kept():
    recorded = {"revenue": {f"2026-0{month}": "100" for month in range(1, 5)}}
    found = long(
        ("2026-05", "revenue", "501"), ("2026-06", "revenue", "499"), frame=frame_of(recorded=recorded)
    )
    assert [one.is_far_off for one in found.numbers] == [True, False]
    assert reasons(found) == ["accepted", "accepted"]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Patient ratng", "rating"),
        ("Leeds", "leads"),
        ("quallified leads", "leads"),
        ("NPS", None),
        ("Lea", None),
    ],
)
def test_a_misspelt_name_is_held_with_the_nearest_one(typed, near):
    one = long(("2026-10", "leads", "1"), ("2026-10", typed, "4")).numbers[1]
    assert (one.near.key if one.near else None) == near
    assert one.reason == ("kpi_unsure" if near else "unknown_kpi")


@pytest.mark.parametrize(
    "typed", ["leads", " LEADS ", "qualified  leads", "Leads (count)", "Leads #", "lead"]
)
def test_a_name_is_known_in_its_many_forms(typed):
    assert kept(long(("2026-10", typed, "4"))) == {("leads", "2026-10"): 4}


@pytest.mark.parametrize("typed", ["Revenue (£)", "Revenue, GBP", "Revenue in £", "Revenue £", "Revenue [k]"])
def test_a_unit_behind_a_name_is_not_part_of_it(typed):
    assert kept(long(("2026-10", typed, "4"))) == {("revenue", "2026-10"): 4}


def test_what_a_person_said_of_a_name_counts():
    found = long(("2026-10", "Patient ratng", "4"), meant={"patient ratng": "rating"})
    assert kept(found) == {("rating", "2026-10"): 4}
