"""The weeks, months and fiscal quarters that numbers belong to, and how people type them."""

from domain.periods.calendar import due_on, is_ended, label, last_ended, period_of
from domain.periods.period import CADENCES, PERIODS_A_YEAR, UNITS, Cadence, Period, PeriodUnit
from domain.periods.reading import (
    looks_like_period,
    read_future_period,
    read_period,
    split_trailing_period,
    split_words_and_period,
)
from domain.periods.resolving import ReadPeriod

__all__ = [
    "CADENCES",
    "PERIODS_A_YEAR",
    "UNITS",
    "Cadence",
    "Period",
    "PeriodUnit",
    "ReadPeriod",
    "due_on",
    "is_ended",
    "label",
    "last_ended",
    "looks_like_period",
    "period_of",
    "read_future_period",
    "read_period",
    "split_trailing_period",
    "split_words_and_period",
]
