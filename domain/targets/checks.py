"""What is wrong with a target, and what is only worth pointing out."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import Unreadable
from domain.kpis.doubts import TOO_HIGH, TOO_LOW
from domain.periods import Period
from domain.targets.sides import is_backwards
from domain.targets.target import Baseline, Bound, Target, Traits
from domain.targets.wording import Wording

PAST = "{by} has ended already. Name a {unit} that lies ahead."
BASELINE_AHEAD = "A baseline is where {name} stood before, and {period} has not ended yet."
NOT_AFTER_BASELINE = (
    "The target is for {by}, and its baseline is from {period}. The target has to come later."
)
START_AFTER_END = "The target would begin with {start} and end with {by}. Name an end that comes later."
NO_START = "A total needs the first {unit} that counts, as in `from {by}`."
NO_TOTAL = (
    "The values of {name} can't be added up, so a total makes no sense for it. "
    "Write a level to reach, as in `{value} by {by}`."
)
TOTAL_NOT_ABOVE_ZERO = "A total to reach has to be above zero, and I read {value}."
EMPTY_RANGE = "The range runs from {low} to {high}. Write the lower end first, and two ends that differ."
NEEDS_RANGE = "{name} has to stay in a range, so name both ends, as in `between 4.6 and 5`."
PLAN_OF_LEVEL_ONLY = "A plan goes with a level to reach by a date, as in `120 by dec plan oct 95`."
POINT_AFTER = "The plan has a value for {period}, and the target ends with {by}."
POINT_BEFORE = "The plan has a value for {period}. It can begin in {first}, behind the baseline."
OTHER_END = "The plan ends with {planned} in {by}, and the target is {value}. Make them the same."

SAME_AS_BASELINE = "The target equals the baseline, so it means: hold {value} until {by}."
WRONG_SIDE = (
    "For {name} {better} is better, and {value} is {worse} than the baseline of {baseline}. "
    "The target counts as reached while {name} is at {value} or {better}."
)
OTHER_BOUND = (
    "For {name} {better} is better, and you wrote {kind} limit. Write {limit} {value},"
    " or a range to hold, as in `between 80 and 100`."
)
BETTER = {"up": "higher", "down": "lower"}
WORSE = {"up": "lower", "down": "higher"}
OTHER_LIMIT: dict[Bound, str] = {"below": "at least", "above": "at most"}
LIMITS: dict[Bound, str] = {"below": "an upper", "above": "a lower"}
CONTRADICTING: dict[Bound, str] = {"below": "up", "above": "down"}


@dataclass(frozen=True, kw_only=True)
class _Check:
    target: Target
    baseline: Baseline | None
    traits: Traits
    last_ended: Period
    wording: Wording


def check_target(
    target: Target, baseline: Baseline | None, traits: Traits, *, last_ended: Period, wording: Wording
) -> None:
    """Raise Unreadable, with one sentence, for a target that cannot be kept.

    `last_ended` is the KPI's last period that has ended. Values are in the KPI's unit.
    """
    check = _Check(target=target, baseline=baseline, traits=traits, last_ended=last_ended, wording=wording)
    for wrong in (_wrong_values, _wrong_periods, _wrong_kind, _wrong_plan):
        sentence = next(wrong(check), None)
        if sentence:
            raise Unreadable(sentence)


def check_bound(target: Target, traits: Traits, *, bound: Bound, wording: Wording) -> None:
    """Raise Unreadable where the side that was typed is not the one that is better for the KPI."""
    if target.kind == "hold_range" or CONTRADICTING.get(bound) != traits.direction:
        return
    better = BETTER[traits.direction]
    sentence = OTHER_BOUND.format(
        name=traits.name,
        better=better,
        kind=LIMITS[bound],
        limit=OTHER_LIMIT[bound],
        value=wording.write(target.goal),
    )
    raise Unreadable(sentence)


def remarks_about(
    target: Target, baseline: Baseline | None, traits: Traits, *, wording: Wording
) -> list[str]:
    """Sentences for what is accepted and still worth saying."""
    if target.kind == "hold_range":
        return []
    value = wording.write(target.goal)
    better, worse = BETTER.get(traits.direction, ""), WORSE.get(traits.direction, "")
    found: list[str] = []
    if target.kind != "level_at_date" or baseline is None:
        return found
    if target.goal == baseline.value:
        return [*found, SAME_AS_BASELINE.format(value=value, by=wording.name_period(target.by))]
    if is_backwards(target, baseline, traits.direction):
        was = wording.write(baseline.value)
        found.append(
            WRONG_SIDE.format(name=traits.name, better=better, worse=worse, value=value, baseline=was)
        )
    return found


def _wrong_values(check: _Check) -> Iterator[str]:
    target, wording = check.target, check.wording
    if target.kind == "hold_range":
        low, high = target.ends
        if low >= high:
            yield EMPTY_RANGE.format(low=wording.write(low), high=wording.write(high))
    # The bounds are those of one period, not of many added up.
    if target.kind == "cumulative":
        if target.goal <= 0:
            yield TOTAL_NOT_ABOVE_ZERO.format(value=wording.write(target.goal))
        return
    planned = [value for _period, value in target.plan]
    stood = [check.baseline.value] if check.baseline else []
    goals = target.ends if target.kind == "hold_range" else (target.goal,)
    for value in (*goals, *planned, *stood):
        yield from _out_of_bounds(value, check)


def _out_of_bounds(value: Decimal, check: _Check) -> Iterator[str]:
    (low, high), write, name = check.traits.bounds, check.wording.write, check.traits.name
    if low is not None and value < low:
        yield TOO_LOW.format(value=write(value), bound=write(low), name=name)
    if high is not None and value > high:
        yield TOO_HIGH.format(value=write(value), bound=write(high), name=name)


def _wrong_periods(check: _Check) -> Iterator[str]:
    target, baseline, name_period = check.target, check.baseline, check.wording.name_period
    by = name_period(target.by)
    if baseline and target.by <= baseline.period:
        yield NOT_AFTER_BASELINE.format(by=by, period=name_period(baseline.period))
    if baseline and baseline.period > check.last_ended:
        yield BASELINE_AHEAD.format(name=check.traits.name, period=name_period(baseline.period))
    if target.by <= check.last_ended:
        yield PAST.format(by=by, unit=check.wording.unit)
    if target.start and target.start > target.by:
        yield START_AFTER_END.format(start=name_period(target.start), by=by)


def _wrong_kind(check: _Check) -> Iterator[str]:
    target, traits, wording = check.target, check.traits, check.wording
    if target.kind == "cumulative":
        by = wording.name_period(target.by)
        if traits.aggregation != "sum":
            yield NO_TOTAL.format(name=traits.name, value=wording.write(target.goal), by=by)
        if target.start is None:
            yield NO_START.format(unit=wording.unit, by=by)
    if target.kind == "per_period" and traits.direction == "range":
        yield NEEDS_RANGE.format(name=traits.name)


def _wrong_plan(check: _Check) -> Iterator[str]:
    target, wording = check.target, check.wording
    if target.plan and target.kind != "level_at_date":
        yield PLAN_OF_LEVEL_ONLY
    first = check.baseline.period.next() if check.baseline else target.start
    for period, value in target.plan:
        named, by = wording.name_period(period), wording.name_period(target.by)
        if period > target.by:
            yield POINT_AFTER.format(period=named, by=by)
        if first and period < first:
            yield POINT_BEFORE.format(period=named, first=wording.name_period(first))
        if period == target.by and value != target.goal:
            yield OTHER_END.format(planned=wording.write(value), by=by, value=wording.write(target.goal))
