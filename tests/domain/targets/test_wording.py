"""The words of a target, and that they read back as the same target."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Period
from domain.targets import Target, baseline_words, plan_words, read_target, target_words, wording_of
from domain.targets.wording import rounded
from tests.domain.targets.making import make_baseline, make_habits, make_target


@pytest.mark.parametrize(
    ("target", "unit", "direction", "words"),
    [
        (make_target(), "count", "up", "120 by December 2026"),
        (
            make_target("per_period", "3", "2027-08", start="2026-11"),
            "percent",
            "down",
            "at most 3% in every month from November 2026 to August 2027",
        ),
        (
            make_target("per_period", "3", "2027-08"),
            "percent",
            "up",
            "at least 3% in every month to August 2027",
        ),
        (
            make_target("cumulative", "126000", start="2026-01"),
            "currency",
            "up",
            "£126,000 in total from January 2026 to December 2026",
        ),
        (
            make_target("cumulative", "500", start="2026-01"),
            "count",
            "down",
            "at most 500 in total from January 2026 to December 2026",
        ),
        (
            make_target("hold_range", low="4.6", high="5"),
            "score",
            "range",
            "between 4.6 and 5 to December 2026",
        ),
    ],
)
def test_a_target_is_named(target, unit, direction, words):
    assert target_words(target, wording_of(make_habits(unit)), direction=direction) == words


def test_baseline_and_plan_are_named():
    wording = wording_of(make_habits("currency"))
    target = make_target(plan=[("2026-10", "95"), ("2026-11", "105.5")])
    assert baseline_words(make_baseline(), wording) == "£80 in June 2026"
    assert plan_words(target, wording) == "October 2026 £95, November 2026 £105.50"
    assert plan_words(make_target(), wording) == ""


def test_the_difference_of_two_percentages_is_points():
    wording = wording_of(make_habits("percent"))
    assert [wording.write_change(Decimal(size)) for size in ("2", "-1", "0.275")] == [
        "2 points",
        "1 point",
        "0.275 points",
    ]
    assert wording_of(make_habits("currency")).write_change(Decimal("-3216.67")) == "£3,217"


@pytest.mark.parametrize(
    ("value", "written"),
    [("8.33333", "8.33"), ("85.25", "85.3"), ("3216.67", "3217"), ("0.0123456", "0.0123"), ("0", "0.00")],
)
def test_a_computed_value_keeps_three_digits_and_every_whole_one(value, written):
    assert str(rounded(Decimal(value))) == written


units = st.sampled_from(["count", "currency", "percent", "ratio", "days", "score"])
directions = st.sampled_from(["up", "down", "range"])
amounts = st.decimals(min_value=0, max_value=10**9, places=2)


@st.composite
def targets(draw):
    cadence = draw(st.sampled_from(["weekly", "monthly", "quarterly"]))
    kind = draw(st.sampled_from(["level_at_date", "per_period", "cumulative", "hold_range"]))
    start = Period(cadence=cadence, year=draw(st.integers(2020, 2027)), index=draw(st.integers(1, 4)))
    by = start
    for _step in range(draw(st.integers(1, 12))):
        by = by.next()
    low, high = sorted([draw(amounts), draw(amounts)])
    is_range = kind == "hold_range"
    return Target(
        kind=kind,
        value=None if is_range else draw(amounts),
        low=low if is_range else None,
        high=high if is_range else None,
        start=None if kind == "level_at_date" else start,
        by=by,
        plan=((start, draw(amounts)),) if kind == "level_at_date" and draw(st.booleans()) else (),
    )


@given(targets(), units, directions, st.sampled_from([1, 4, 10]))
def test_what_is_said_reads_back_as_the_same_target(target, unit, direction, fiscal):
    habits = make_habits(unit, target.by.cadence, fiscal=fiscal)
    wording = wording_of(habits)
    words = target_words(target, wording, direction=direction)
    if target.plan:
        words += f", plan {plan_words(target, wording)}"
    assert read_target(words, habits=habits).until(target.by.next()) == target
