"""What kind of target a KPI has, and the change a period that it asks for."""

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
    value, low, high = kpi.points[-1].value, kpi.target_low or 0.0, kpi.target_high or 0.0
    if value < low and (kpi.direction != "down" or low < high):
        return low - value
    if value > high and (kpi.direction != "up" or low < high):
        return high - value
    return None
