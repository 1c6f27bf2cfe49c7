"""Which side of a target is the good one."""

from decimal import Decimal

from domain.targets.target import Baseline, Direction, Target

SIGNS: dict[Direction, int] = {"up": 1, "down": -1, "range": 0}


def wanted_sign(target: Target, baseline: Baseline | None, direction: Direction) -> int:
    """1 where higher is better, -1 where lower is, 0 where only the goal itself is.

    The KPI's direction decides; a KPI that has none goes the way from its baseline to the goal.
    """
    if direction != "range" or target.kind != "level_at_date" or baseline is None:
        return SIGNS[direction]
    return (target.goal > baseline.value) - (target.goal < baseline.value)


def is_reached(value: Decimal, goal: Decimal, sign: int) -> bool:
    """Tell whether a value is at the goal or on its good side."""
    return value == goal if sign == 0 else (value - goal) * sign >= 0


def is_backwards(target: Target, baseline: Baseline, direction: Direction) -> bool:
    """Tell whether the goal lies on the bad side of the baseline."""
    return (target.goal - baseline.value) * wanted_sign(target, baseline, direction) < 0
