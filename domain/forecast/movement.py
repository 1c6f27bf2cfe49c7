"""Whether a KPI moves toward what is wanted of it, away from it, or not; or whether that cannot be told."""

from collections.abc import Sequence
from typing import Literal

from domain.forecast.walk import used_of, walk_of
from domain.trends import Point, Trend, Wanted

Movement = Literal["toward", "away", "not_moving", "cannot_tell"]


def movement_of(
    trend: Trend,
    points: Sequence[Point],
    *,
    needed: float | None,
    direction: Wanted,
    hold: tuple[float, float] | None = None,
) -> Movement:
    """Label the movement of a driver by its trend, and by the change a period that its target needs.

    `trend` is the one after all drivers were judged together, `points` what it was found in. Toward and away:
    an early, likely or clear trend in the wanted direction, or against it. Not moving: no clear trend, and
    what is needed lies beyond the mean change ± t·s/√(periods); a need that is less than that range was
    outrun and not missed, and cannot be told. `hold` are the lowest and highest value that are wanted: where
    they are a range, the way goes to it, whatever the direction, and inside it either way may be right.
    Where the direction is a range, it goes to `hold`, and without that where `needed` goes. Section 3.6 of
    the domain's rules, at its end.
    """
    if trend.is_called:
        wanted = _wanted(direction, points, needed, hold)
        if not wanted:
            return "cannot_tell"
        return "toward" if (trend.direction == "rise") == (wanted > 0) else "away"
    if trend.verdict == "flat":
        return "not_moving"
    if trend.verdict != "none" or not needed:
        return "cannot_tell"
    return "not_moving" if _falls_short(trend, points, needed) else "cannot_tell"


def _wanted(
    direction: Wanted, points: Sequence[Point], needed: float | None, hold: tuple[float, float] | None
) -> float:
    """Which way is wanted, by its sign; 0 where either way may be right."""
    low, high = hold or (0.0, 0.0)
    if direction != "range" and low == high:
        return 1.0 if direction == "up" else -1.0
    if hold is None or not points:
        return needed or 0.0
    value = points[-1].value
    return low - value if value < low else min(high - value, 0.0)


def _falls_short(trend: Trend, points: Sequence[Point], needed: float) -> bool:
    """Tell whether the change that is needed lies beyond the best that the mean change can be."""
    used = used_of(points, is_seasonal=trend.is_seasonal, season_length=trend.season_length)
    walk = walk_of(used)
    if walk is None:
        return False
    ahead = walk.drift if needed > 0 else -walk.drift
    return ahead + walk.drift_half_width < abs(needed)
