"""Assumptions: what a KPI is held against, and how they stand after their steps."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.assumptions import Assumed, Held, fold, held_by
from domain.steps import Mark, Step, is_withdrawn

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
WRITTEN = Assumed(
    id=1,
    number=1,
    key="",
    text="Employers will pay",
    kind="segment",
    is_critical=True,
    threshold="at least 3 a month",
    opened_on=date(2026, 11, 1),
    at=NOON,
)


def step(step_id, kind, data=None, **parts):
    return Step(id=step_id, kind=kind, data=data or {}, by_id=7, name="Dana", at=NOON, **parts)


@pytest.mark.parametrize(
    ("typed", "unit", "held"),
    [
        ("at least 3 a month for two months", "count", Held(op=">=", value=Decimal(3), periods=2)),
        ("at least 20% for three months running", "percent", Held(op=">=", value=Decimal(20), periods=3)),
        ("below £250 for two months", "currency", Held(op="<", value=Decimal(250), periods=2)),
        # A share of patients is no number of members, and "at least 3" is no percentage.
        ("at least 20% of patients for two months", "count", None),
        ("at least 3 a month for two months", "percent", None),
        ("below $250 for two months", "currency", None),
        ("at least 3 contracts a month", "count", None),
        ("at least 42% on at least 300 enquiries for two months", "percent", None),
        ("at least 15% more than in May for two months", "percent", None),
    ],
)
def test_a_kpi_tells_only_where_unit_and_span_are_written(typed, unit, held):
    assert held_by(typed, unit=unit, cadence="monthly", locale="en-GB", currency="GBP") == held


def test_steps_change_it_and_an_undone_one_does_not():
    changed = step(1, "change", {"threshold": "at least 5", "op": ">=", "value": "5", "periods": 2})
    said = step(2, "status", {"status": "supported"}, reason="three contracts came in")
    after = fold(WRITTEN, [changed, said], zone=LONDON)
    assert (after.threshold, after.value, after.periods) == ("at least 5", Decimal(5), 2)
    assert after.marks == (
        Mark(what="threshold", was="at least 3 a month", on=date(2026, 11, 16), by="Dana"),
    )
    assert (after.said, after.said_by, after.said_why) == ("supported", "Dana", "three contracts came in")
    assert (after.step_id, after.changed_on) == (2, None)
    undone = fold(WRITTEN, [changed, said, step(3, "undo", {"step": 2})], zone=LONDON)
    assert (undone.said, undone.threshold, undone.step_id) == ("", "at least 5", 1)
    assert fold(WRITTEN, [changed, step(4, "undo", {"step": 1})], zone=LONDON) == WRITTEN


def test_retiring_and_taking_back_the_whole():
    retired = fold(WRITTEN, [step(1, "retire", reason="we sell no more days")], zone=LONDON)
    assert (retired.is_retired, retired.said_why) == (True, "we sell no more days")
    assert is_withdrawn([step(1, "undo", {"step": None})])
    assert not is_withdrawn([step(1, "undo", {"step": 4})])


def test_a_kpi_is_held_against_it_only_where_both_are_there():
    told = replace(WRITTEN, op=">=", value=Decimal(3), periods=2)
    assert told.held is None
    assert replace(told, kpi_id=4).held == Held(op=">=", value=Decimal(3), periods=2)
