"""The pace of a KPI to its target, whatever kind that is."""

from collections.abc import Mapping
from decimal import Decimal

from domain.pace.every import every_pace
from domain.pace.level import level_pace
from domain.pace.pace import Pace
from domain.pace.total import total_pace
from domain.periods import Period
from domain.targets import Baseline, Target, Traits


def pace_of(
    target: Target,
    baseline: Baseline | None,
    values: Mapping[Period, Decimal],
    traits: Traits,
    *,
    last_due: Period,
) -> Pace:
    """Judge where a KPI stands on the way to its target.

    `values` are whole (non-provisional) reported values of one definition, in the KPI's unit, period ->
    value, a gap left out; those before the target's start serve the comparison with last year and the recent
    change. `last_due` is the last period whose number is due: from the target's end on it is met, missed or
    unreported. Everything is computed in exact fractions. The method is section 3.3 of the domain's rules.
    """
    if target.kind == "level_at_date":
        return level_pace(target, baseline, values, traits, last_due)
    if target.kind == "cumulative":
        return total_pace(target, values, traits, last_due)
    return every_pace(target, baseline, values, traits, last_due)
