"""What a forecast is called in words."""

from dataclasses import replace
from decimal import Decimal

from domain.forecast.standing import Standing
from domain.forecast.walk import Forecast
from domain.targets import Wording
from domain.trends.wording import decimals_for

ABOUT = "about {centre} ({wide}{level} range {low} to {high})"
WIDE = "wide "
IS_WIDE = (
    "That is a wide range: it spans as much as all {n} values did. Go by its ends more than by its middle."
)
STANDINGS: dict[Standing, str] = {
    "on_course": "on course",
    "either_way": "could go either way",
    "unlikely": "unlikely on the current course",
}
RECORD = "{held} of my last {scored} ranges held the value."
TOO_FEW_SCORED = "Too few to judge me: {known}."
NONE_SCORED, SCORED = (
    "no range of mine has met its value yet",
    "{held} of {scored} ranges held the value so far",
)

LEVEL_PERCENT = 80
FEWEST_SCORED = 5
# The ends of a range to one digit less than its width has: what is beyond that is noise.
ONE_LESS = 1


def as_shown(forecast: Forecast) -> Forecast:
    """Round a forecast to what is shown of it: two significant digits of the width of its range.

    It gets no more decimals than the values have that it was made from. What is shown is kept and scored.
    """
    width = forecast.high - forecast.low
    decimals = min(decimals_for(width) - ONE_LESS, forecast.decimals) if width else forecast.decimals
    return replace(
        forecast,
        centre=round(forecast.centre, decimals),
        low=round(forecast.low, decimals),
        high=round(forecast.high, decimals),
    )


def forecast_words(forecast: Forecast, wording: Wording, *, says_wide: bool = True) -> str:
    """Say where it would come out: "about 435 (80% range 408 to 463)", "wide 80% range" where it is wide."""
    shown = as_shown(forecast)
    return ABOUT.format(
        wide=WIDE if says_wide and forecast.is_wide else "",
        centre=_written(shown.centre, wording),
        level=wording.write_share(LEVEL_PERCENT),
        low=_written(shown.low, wording),
        high=_written(shown.high, wording),
    )


def record_words(*, held: int, scored: int) -> str:
    """Say how often the ranges that were given held the value that came."""
    if scored >= FEWEST_SCORED:
        return RECORD.format(held=held, scored=scored)
    known = SCORED.format(held=held, scored=scored) if scored else NONE_SCORED
    return TOO_FEW_SCORED.format(known=known)


def _written(number: float, wording: Wording) -> str:
    return wording.write(Decimal(repr(number)))
