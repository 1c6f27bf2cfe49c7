"""The pace to a level at a date, straight or along plan points."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from domain.pace.pace import TOO_EARLY_BELOW, Band, Pace, band_of
from domain.pace.recent import recent_change
from domain.periods import Period
from domain.targets import Baseline, Target, Traits
from domain.targets.sides import is_backwards, is_reached, wanted_sign

Values = Mapping[Period, Decimal]


@dataclass(frozen=True, kw_only=True)
class _Way:
    """Where the KPI was, is, and is to be: values v, b and T at t, t0 and t1."""

    target: Target
    baseline: Baseline
    value: Decimal
    period: Period
    sign: int

    @property
    def goal(self) -> Fraction:
        return Fraction(self.target.goal)

    @property
    def begun(self) -> Fraction:
        return Fraction(self.baseline.value)

    @property
    def elapsed(self) -> Fraction:
        first = self.baseline.period.ordinal
        return Fraction(self.period.ordinal - first, self.target.by.ordinal - first)


def level_pace(
    target: Target, baseline: Baseline | None, values: Values, traits: Traits, last_due: Period
) -> Pace:
    """Judge the latest value up to the target's date; without one since the baseline there is no pace."""
    baseline = baseline if baseline and baseline.period < target.by else None
    seen = {period: value for period, value in values.items() if period <= target.by}
    after = [period for period in seen if baseline is None or period > baseline.period]
    if not after:
        band: Band = "unreported" if target.by <= last_due else "no_values"
        return Pace(band=band, kind=target.kind, baseline=baseline)
    pace = _standing(target, baseline, seen, max(after))
    sign = wanted_sign(target, baseline, traits.direction)
    reached = is_reached(seen[max(after)], target.goal, sign)
    if target.by in seen:
        return replace(pace, band="met" if reached else "missed", needed=None)
    if target.by <= last_due:
        return replace(pace, band="unreported", needed=None)
    if reached:
        is_hold = baseline is not None and baseline.value == target.goal
        return replace(pace, band="hold" if is_hold else "reached", needed=None)
    if baseline is None:
        return pace
    return _along(pace, target, baseline, traits)


def _standing(target: Target, baseline: Baseline | None, seen: Values, period: Period) -> Pace:
    """What can be said without a band: the latest value, what is needed, and how it moved."""
    left = target.by.ordinal - period.ordinal
    short_by = Fraction(target.goal) - Fraction(seen[period])
    recent, count = recent_change(seen)
    return Pace(
        band="no_baseline",
        kind=target.kind,
        value=seen[period],
        period=period,
        baseline=baseline,
        periods_left=left,
        needed=short_by / left if left else None,
        recent=recent,
        recent_values=count,
        short_by=short_by,
    )


def _along(pace: Pace, target: Target, baseline: Baseline, traits: Traits) -> Pace:
    """Judge a value that has not reached the goal."""
    if pace.value is None or pace.period is None:
        return pace
    # Where the goal equals the baseline, or lies on its bad side, falling short of it is moving away.
    if target.goal == baseline.value or is_backwards(target, baseline, traits.direction):
        return replace(pace, band="moving_away")
    sign = wanted_sign(target, baseline, traits.direction)
    way = _Way(target=target, baseline=baseline, value=pace.value, period=pace.period, sign=sign)
    progress = (Fraction(pace.value) - way.begun) / (way.goal - way.begun)
    pace = replace(pace, progress=progress, elapsed=way.elapsed)
    if way.elapsed < TOO_EARLY_BELOW:
        return replace(pace, band="too_early")
    if target.plan:
        return _along_plan(pace, way)
    ratio = progress / way.elapsed
    return replace(pace, pace=ratio, band=band_of(ratio))


def _along_plan(pace: Pace, way: _Way) -> Pace:
    """Compare the way that was made with the way that the plan has."""
    planned = planned_at(way.period, way.target, way.baseline)
    made, meant = (Fraction(way.value) - way.begun) * way.sign, (planned - way.begun) * way.sign
    if meant > 0:
        return replace(pace, planned=planned, pace=made / meant, band=band_of(made / meant))
    # A plan that stands still or dips first has no ratio: only its own line can be compared with.
    band: Band = "moving_away" if made < meant else "ahead" if made > 0 else "on_pace"
    return replace(pace, planned=planned, band=band)


def planned_at(period: Period, target: Target, baseline: Baseline) -> Fraction:
    """Read the plan after the baseline: straight lines from the baseline over the points to the goal."""
    line = {baseline.period.ordinal: baseline.value, **{at.ordinal: value for at, value in target.plan}}
    line[target.by.ordinal] = target.goal
    now = period.ordinal
    before, after = max(at for at in line if at <= now), min(at for at in line if at >= now)
    low, high = Fraction(line[before]), Fraction(line[after])
    return low if before == after else low + (high - low) * Fraction(now - before, after - before)
