"""How a forecast stands against what is wanted: never as a chance in percent."""

from typing import Literal

from domain.forecast.walk import Forecast
from domain.targets import Baseline, Direction, Target
from domain.targets.sides import wanted_sign

Standing = Literal["on_course", "either_way", "unlikely"]
Zone = tuple[float | None, float | None]


def zone_of(target: Target, baseline: Baseline | None, direction: Direction) -> Zone:
    """The lowest and the highest value, in the KPI's unit, that keep the target; None is open."""
    if target.kind == "hold_range":
        low, high = target.ends
        return float(low), float(high)
    goal, sign = float(target.goal), wanted_sign(target, baseline, direction)
    return goal if sign >= 0 else None, goal if sign <= 0 else None


def standing_of(forecast: Forecast, zone: Zone) -> Standing:
    """Compare the range of a forecast with what is wanted: wholly inside, wholly outside, or neither."""
    low, high = zone
    if (low is not None and forecast.high < low) or (high is not None and forecast.low > high):
        return "unlikely"
    if (low is None or forecast.low >= low) and (high is None or forecast.high <= high):
        return "on_course"
    return "either_way"
