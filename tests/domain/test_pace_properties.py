"""What holds for every pace."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.pace import Pace, is_miss, need_words, needed_change, pace_of, pace_words, severity
from domain.periods import Period
from domain.targets import Baseline, Target, wording_of
from domain.targets.sides import is_reached
from tests.domain.targets.making import make_habits, make_traits

BASE = Period.parse("2025-12")
amounts = st.decimals(min_value=-1000, max_value=1000, places=2)
directions = st.sampled_from(["up", "down", "range"])
KINDS = ["level_at_date", "per_period", "cumulative", "hold_range"]


def after(steps):
    period = BASE
    for _step in range(steps):
        period = period.next()
    return period


@st.composite
def cases(draw, kinds=tuple(KINDS), *, has_plan=True):
    length = draw(st.integers(1, 14))
    kind = draw(st.sampled_from(kinds))
    low, high = sorted([draw(amounts), draw(amounts)])
    is_range = kind == "hold_range"
    plan = (
        draw(st.dictionaries(st.integers(1, length), amounts, max_size=3))
        if has_plan and draw(st.booleans())
        else {}
    )
    target = Target(
        kind=kind,
        value=None if is_range else draw(amounts),
        low=low if is_range else None,
        high=high if is_range else None,
        start=None if kind == "level_at_date" else draw(st.sampled_from([None, after(1)])),
        by=after(length),
        plan=tuple(sorted((after(step), value) for step, value in plan.items())),
    )
    baseline = draw(st.one_of(st.none(), amounts.map(lambda value: Baseline(value=value, period=BASE))))
    reported = draw(st.dictionaries(st.integers(-13, 16), amounts, max_size=18))
    first = BASE
    for _step in range(13):
        first = first.previous()
    values = {}
    for step, value in reported.items():
        period = first
        for _step in range(step + 13):
            period = period.next()
        values[period] = value
    return target, baseline, values, after(draw(st.integers(0, 16)))


def judge(case, direction="up", *, is_seasonal=False) -> Pace:
    target, baseline, values, due = case
    return pace_of(target, baseline, values, make_traits(direction, is_seasonal=is_seasonal), last_due=due)


straight = cases(kinds=("level_at_date",), has_plan=False)


@given(straight, st.sampled_from(["up", "down"]))
def test_a_value_on_the_wrong_side_of_the_baseline_is_never_on_its_way(case, direction):
    target, baseline, _values, _due = case
    found = judge(case, direction)
    if baseline is None or found.value is None:
        return
    sign = 1 if direction == "up" else -1
    is_wrong = (found.value - baseline.value) * sign < 0
    if is_wrong and not is_reached(found.value, target.goal, sign):
        assert found.band in ("moving_away", "too_early", "missed", "unreported")
    if found.band in ("ahead", "on_pace", "behind", "far_behind"):
        assert (found.value - baseline.value) * sign >= 0


@given(cases(kinds=("level_at_date",)), directions)
def test_a_value_past_the_goal_is_never_a_miss(case, direction):
    found = judge(case, direction)
    sign = {"up": 1, "down": -1, "range": 0}[direction]
    if found.value is not None and is_reached(found.value, case[0].goal, sign):
        assert found.band in ("reached", "hold", "met", "unreported")
        assert not is_miss(found)


@given(straight, st.sampled_from(["up", "down"]), st.decimals(min_value=0, max_value=500, places=2))
def test_a_better_value_is_never_judged_worse(case, direction, more):
    found = judge(case, direction)
    if found.period is None:
        return
    target, baseline, values, due = case
    better = values[found.period] + (more if direction == "up" else -more)
    raised = judge((target, baseline, {**values, found.period: better}, due), direction)
    assert severity(raised)[0] >= severity(found)[0] or raised.band == "too_early"


@given(cases(), directions, st.sampled_from(["0.001", "0.37", "7", "1000"]))
def test_another_unit_changes_no_judgement(case, direction, factor):
    target, baseline, values, due = case
    by = Decimal(factor)

    def scaled(value):
        return None if value is None else value * by

    other = replace(
        target,
        value=scaled(target.value),
        low=scaled(target.low),
        high=scaled(target.high),
        plan=tuple((period, value * by) for period, value in target.plan),
    )
    moved = replace(baseline, value=baseline.value * by) if baseline else None
    found = judge(case, direction)
    again = judge((other, moved, {period: value * by for period, value in values.items()}, due), direction)
    assert (again.band, again.pace, again.progress) == (found.band, found.pace, found.progress)
    assert again.needed == (None if found.needed is None else found.needed * Fraction(by))


@given(straight)
def test_turning_everything_over_changes_no_judgement(case):
    target, baseline, values, due = case
    mirrored = (
        replace(target, value=-target.goal),
        replace(baseline, value=-baseline.value) if baseline else None,
        {period: -value for period, value in values.items()},
        due,
    )
    assert judge(mirrored, "down").band == judge(case, "up").band


@given(cases(), directions, st.booleans())
def test_every_pace_has_its_words_and_its_place(case, direction, is_seasonal):
    found = judge(case, direction, is_seasonal=is_seasonal)
    wording = wording_of(make_habits("score"))
    line = pace_words(found, case[0], wording, direction=direction)
    assert line.endswith(".")
    assert not any(mark in line for mark in ("{", "}", "None"))
    need = need_words(found, wording)
    assert bool(need) is (found.needed is not None)
    assert severity(found) >= (0, Fraction(-(10**9)))
    change = needed_change(found)
    if change is not None and found.value is not None:
        assert abs(found.value + change * found.periods_left - case[0].goal) < Decimal("1e-20")
        assert ("rise" if change > 0 else "fall") in need
