"""Whether a series of values has a trend, how certain that is, and whether its last value is unusual."""

from domain.trends.limits import Limits, is_unusual, limits_of, unusual_words
from domain.trends.together import judge_together
from domain.trends.trend import Direction, Point, Trend, Verdict, YearPair
from domain.trends.verdicts import trend_of
from domain.trends.wording import TrendUnit, Wanted, trend_words

__all__ = [
    "Direction",
    "Limits",
    "Point",
    "Trend",
    "TrendUnit",
    "Verdict",
    "Wanted",
    "YearPair",
    "is_unusual",
    "judge_together",
    "limits_of",
    "trend_of",
    "trend_words",
    "unusual_words",
]
