"""Where a KPI would come out on its current course, and whether it moves toward its target at all."""

from domain.forecast.movement import Movement, movement_of
from domain.forecast.standing import Standing, Zone, standing_of, zone_of
from domain.forecast.total import total_of
from domain.forecast.walk import Forecast, NoForecast, farthest, forecast_of
from domain.forecast.words import STANDINGS, as_shown, forecast_words, record_words

__all__ = [
    "STANDINGS",
    "Forecast",
    "Movement",
    "NoForecast",
    "Standing",
    "Zone",
    "as_shown",
    "farthest",
    "forecast_of",
    "forecast_words",
    "movement_of",
    "record_words",
    "standing_of",
    "total_of",
    "zone_of",
]
