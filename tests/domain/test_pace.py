"""Where a KPI stands on the way to a level at a date."""

from decimal import Decimal
from fractions import Fraction

import pytest

from domain.pace import is_miss, needed_change, pace_of, severity
from domain.periods import Period
from tests.domain.targets.making import make_baseline, make_target, make_traits, make_values

# Ten months from the baseline to the goal, so that a month is a tenth.
GOAL = make_target(value="200", by="2026-11")
START = make_baseline("100", "2026-01")
DUE = "2026-06"


def pace(value, *, target=GOAL, baseline=START, at="2026-06", due=DUE, **traits):
    values = {} if value is None else make_values(at, value)
    return pace_of(target, baseline, values, make_traits(**traits), last_due=Period.parse(due))


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("99.999", "moving_away"),
        ("100", "far_behind"),
        ("134.9999", "far_behind"),
        ("135", "behind"),
        ("144.9999", "behind"),
        ("145", "on_pace"),
        ("154.9999", "on_pace"),
        ("155", "ahead"),
        ("199.9999", "ahead"),
        ("200", "reached"),
        ("260", "reached"),
    ],
)
def test_each_band_begins_at_its_exact_bound(value, band):
    assert pace(value).band == band


@pytest.mark.parametrize(
    ("value", "band"),
    [("101", "moving_away"), ("65.0001", "far_behind"), ("65", "behind"), ("55", "on_pace"), ("45", "ahead")],
)
def test_lower_is_better_turns_every_sign(value, band):
    assert pace(value, target=make_target(value="0", by="2026-11"), direction="down").band == band


def test_a_third_of_the_way_in_a_third_of_the_time_is_exactly_on_pace():
    target = make_target(value="3", by="2026-04")
    found = pace("1", target=target, baseline=make_baseline("0", "2026-01"), at="2026-02", due="2026-02")
    assert (found.progress, found.elapsed, found.pace) == (Fraction(1, 3), Fraction(1, 3), 1)
    assert found.band == "on_pace"


def test_the_time_is_that_of_the_latest_value_and_not_of_today():
    late = pace("150", due="2026-09")
    assert (late.elapsed, late.band, late.periods_left) == (Fraction(1, 2), "on_pace", 5)


@pytest.mark.parametrize(("at", "band"), [("2026-03", "too_early"), ("2026-04", "on_pace")])
def test_below_15_percent_of_the_time_it_is_too_early(at, band):
    # 20 months, so that two are 10% and three are 15% of the time.
    target = make_target(value="300", by="2027-09")
    value = 100 + 10 * (Period.parse(at).index - 1)
    assert pace(value, target=target, at=at).band == band


@pytest.mark.parametrize(("value", "band"), [("200", "met"), ("201", "met"), ("199.9", "missed")])
def test_the_value_of_the_last_period_decides(value, band):
    found = pace(value, at="2026-11")
    assert (found.band, found.needed) == (band, None)
    assert found.short_by == 200 - Fraction(Decimal(value))


def test_an_end_without_its_value_is_neither_met_nor_missed():
    assert pace("250", due="2026-11").band == "unreported"
    assert pace(None, due="2026-11").band == "unreported"
    assert pace("150", due="2026-10").band == "on_pace"


def test_values_after_the_end_change_nothing():
    values = make_values("2026-11", 201, 150)
    assert pace_of(GOAL, START, values, make_traits(), last_due=Period.parse("2026-12")).band == "met"


def test_a_goal_that_equals_the_baseline_is_held_or_lost():
    hold = make_target(value="100", by="2026-11")
    assert pace("100", target=hold).band == pace("130", target=hold).band == "hold"
    assert pace("99", target=hold).band == "moving_away"
    assert pace("101", target=hold, direction="down").band == "moving_away"
    assert pace("100", target=hold, at="2026-11").band == "met"
    assert pace("99", target=hold, at="2026-11").band == "missed"


def test_a_goal_on_the_bad_side_of_the_baseline_is_a_floor():
    floor = make_target(value="80", by="2026-11")
    assert pace("90", target=floor).band == pace("120", target=floor).band == "reached"
    assert pace("79", target=floor).band == "moving_away"
    assert pace("90", target=floor, at="2026-11").band == "met"


def test_a_kpi_without_a_direction_goes_from_its_baseline_to_the_goal():
    down = make_target(value="50", by="2026-11")
    assert pace("75", target=down, direction="range").band == "on_pace"
    assert pace("101", target=down, direction="range").band == "moving_away"
    assert pace("40", target=down, direction="range").band == "reached"


def test_without_a_baseline_there_is_no_pace_and_still_an_end():
    found = pace("150", baseline=None)
    assert (found.band, found.pace, found.needed) == ("no_baseline", None, Fraction(10))
    assert pace("200", baseline=None).band == "reached"
    assert pace("200", baseline=None, at="2026-11").band == "met"
    assert pace("199", baseline=None, at="2026-11").band == "missed"
    assert pace(None, baseline=None).band == "no_values"
    assert pace("150", baseline=make_baseline("100", "2026-11")).band == "no_baseline"


def test_a_value_from_before_the_baseline_says_nothing():
    values = make_values("2025-12", 140, 150)
    assert pace_of(GOAL, START, values, make_traits(), last_due=Period.parse(DUE)).band == "no_values"


PLAN = make_target(value="200", by="2026-11", plan=[("2026-04", "120"), ("2026-08", "160")])


@pytest.mark.parametrize(
    ("value", "at", "planned", "band"),
    [
        ("120", "2026-04", 120, "on_pace"),
        ("140", "2026-06", 140, "on_pace"),
        ("144", "2026-06", 140, "ahead"),
        ("136", "2026-06", 140, "on_pace"),
        ("135.9", "2026-06", 140, "behind"),
        ("127.9", "2026-06", 140, "far_behind"),
        ("99", "2026-06", 140, "moving_away"),
        ("180", "2026-10", Fraction(560, 3), "on_pace"),
    ],
)
def test_with_plan_points_the_plan_is_the_measure(value, at, planned, band):
    found = pace(value, target=PLAN, at=at)
    assert (found.planned, found.band) == (planned, band)


DIP = make_target(value="200", by="2026-11", plan=[("2026-06", "90")])


@pytest.mark.parametrize(
    ("value", "band"), [("80", "moving_away"), ("90", "on_pace"), ("95", "on_pace"), ("101", "ahead")]
)
def test_a_plan_that_dips_first_is_compared_with_its_own_line(value, band):
    assert pace(value, target=DIP).band == band


def test_what_is_needed_stands_beside_what_it_did_lately():
    values = make_values("2025-11", 70, 80, 100, 104, None, 108, 110, 130)
    found = pace_of(GOAL, START, values, make_traits(), last_due=Period.parse(DUE))
    assert (found.needed, needed_change(found), found.periods_left) == (Fraction(14), Decimal(14), 5)
    # The last six reported are December to June, and May is no gap of theirs: (130 - 80) / 6 months.
    assert (found.recent, found.recent_values) == (Fraction(50, 6), 6)
    assert pace("110").recent is None


def test_misses_come_first():
    bands = [pace(value) for value in ("260", "170", "150", "140", "110", "120", "90")]
    bands += [pace("150", at="2026-11"), pace(None)]
    order = [found.band for found in sorted(bands, key=severity)]
    expected = ["moving_away", "missed", "far_behind", "far_behind", "behind", "no_values", "on_pace"]
    assert order[:7] == expected
    assert set(order[7:]) == {"ahead", "reached"}
    assert [is_miss(found) for found in sorted(bands, key=severity)] == [True] * 5 + [False] * 4
    slowest, slow = sorted((pace("120"), pace("110")), key=severity)
    assert (slowest.value, slow.value) == (110, 120)
