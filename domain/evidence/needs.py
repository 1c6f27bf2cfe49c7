"""What kind of target a KPI has, and the change a period that it asks for."""

from dataclasses import replace
from typing import Literal

from domain.evidence.inputs import KpiFacts

# Each by what can be drawn of it: one value by a day, one for every period, a range to stay in, or a sum.
Asks = Literal["nothing", "level", "each_period", "range", "total"]


def asks_of(kpi: KpiFacts) -> Asks:
    """The kind of its target."""
    if kpi.target_low is None or kpi.target_high is None:
        return "level" if kpi.needed is not None else "total" if kpi.target else "nothing"
    if kpi.target_at is not None:
        return "level"
    return "each_period" if kpi.target_low == kpi.target_high else "range"


def need_of(kpi: KpiFacts) -> float | None:
    """The change a period, in the KPI's unit, that its target asks for; None where it asks for none.

    What each period is to keep, the next one is to keep: the need is the way from the last value to the goal,
    or to the nearer end of the range.
    """
    if kpi.needed is not None or asks_of(kpi) not in {"each_period", "range"} or not kpi.points:
        return kpi.needed
    if not runs(kpi):
        return None
    value, low, high = kpi.points[-1].value, kpi.target_low or 0.0, kpi.target_high or 0.0
    if value < low and (kpi.direction != "down" or low < high):
        return low - value
    if value > high and (kpi.direction != "up" or low < high):
        return high - value
    return None


def has_begun(kpi: KpiFacts) -> bool:
    """Whether a value has come in the time of its target."""
    return kpi.target_from is None or (bool(kpi.points) and kpi.points[-1].at >= kpi.target_from)


def runs(kpi: KpiFacts) -> bool:
    """Whether its target asks something of the period after the last value, as it did of that one."""
    is_over = kpi.target_until is not None and bool(kpi.points) and kpi.points[-1].at >= kpi.target_until
    return has_begun(kpi) and not is_over


def range_of(kpi: KpiFacts) -> tuple[float, float] | None:
    """The lowest and highest value that its target asks for now, alike for one value; None without such."""
    if kpi.target_low is None or kpi.target_high is None or not runs(kpi):
        return None
    return kpi.target_low, kpi.target_high


def without_last_value(kpi: KpiFacts) -> KpiFacts:
    """The KPI as if its last value had not come, with what its target would ask for from the one before."""
    cut = replace(kpi, points=kpi.points[:-1])
    goal, by = kpi.target_high, kpi.target_at
    if goal is None or by is None or not cut.points or kpi.points[-1].at >= by:
        return cut
    value, at = cut.points[-1].value, cut.points[-1].at
    return replace(cut, needed=None if _reaches(kpi, value, goal) else (goal - value) / (by - at))


def _reaches(kpi: KpiFacts, value: float, goal: float) -> bool:
    if kpi.direction == "range":
        return value == goal
    return value >= goal if kpi.direction == "up" else value <= goal
