"""The forecast of a total: what is there already, and the periods that are still to come."""

from collections.abc import Sequence
from dataclasses import replace

from domain.forecast.walk import Forecast, NoForecast, forecast_of
from domain.trends import Point


def total_of(  # noqa: PLR0913 - what a series is takes as many words, each given by name
    points: Sequence[Point],
    *,
    so_far: float,
    ahead: int,
    low: float | None = None,
    high: float | None = None,
    is_seasonal: bool = False,
    season_length: int = 12,
) -> Forecast | NoForecast:
    """Forecast a total: the sum so far and the forecasts of the next `ahead` periods, ends summed with ends.

    That makes the range wider than 80 %: the ends of all periods hardly ever come together. Points, bounds
    (those of one period), refusals and errors are those of `forecast_of`.
    """
    steps = []
    for step in range(ahead, 0, -1):
        given = forecast_of(
            points,
            ahead=step,
            low=low,
            high=high,
            is_seasonal=is_seasonal,
            season_length=season_length,
        )
        if isinstance(given, NoForecast):
            return given
        steps.append(given)
    return replace(
        steps[0],
        centre=so_far + sum(step.centre for step in steps),
        low=so_far + sum(step.low for step in steps),
        high=so_far + sum(step.high for step in steps),
    )
