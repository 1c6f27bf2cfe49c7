"""The pace to what is to hold in every period: a value, or a range."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from domain.pace.pace import Band, Pace
from domain.pace.total import periods_between
from domain.periods import Period
from domain.targets import Baseline, Target, Traits
from domain.targets.sides import is_reached, wanted_sign

Values = Mapping[Period, Decimal]


def every_pace(
    target: Target, baseline: Baseline | None, values: Values, traits: Traits, last_due: Period
) -> Pace:
    """Count the periods that met the target, and judge by the last one while the target runs."""
    span = periods_between(_first(target, baseline, values), target.by)
    seen = [period for period in span if period in values]
    missing = tuple(period for period in span if period <= last_due and period not in values)
    is_over = target.by <= last_due or target.by in values
    if not seen:
        band: Band = "unreported" if is_over else "no_values"
        return Pace(band=band, kind=target.kind, periods_in_all=len(span), missing=missing)
    held = [is_held(values[period], target, traits) for period in seen]
    ending = _ending(sum(held), len(seen), len(span)) if is_over else None
    return Pace(
        band=ending or ("kept" if held[-1] else "not_kept"),
        kind=target.kind,
        value=values[seen[-1]],
        period=seen[-1],
        progress=Fraction(sum(held), len(held)),
        kept=sum(held),
        is_last_kept=held[-1],
        counted=len(held),
        periods_in_all=len(span),
        periods_left=target.by.ordinal - seen[-1].ordinal,
        missing=missing,
    )


def is_held(value: Decimal, target: Target, traits: Traits) -> bool:
    """Tell whether one period met the target; the ends of a range are inside."""
    if target.kind == "hold_range":
        low, high = target.ends
        return low <= value <= high
    return is_reached(value, target.goal, wanted_sign(target, None, traits.direction))


def _first(target: Target, baseline: Baseline | None, values: Values) -> Period:
    if target.start is not None:
        return target.start
    return baseline.period.next() if baseline else min(values, default=target.by)


def _ending(kept: int, counted: int, in_all: int) -> Band:
    if kept < counted:
        return "missed"
    return "met" if counted == in_all else "unreported"
