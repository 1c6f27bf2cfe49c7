"""When something comes again: rules, the dates that follow from them, and how people write them."""

from domain.cadence.coding import from_json, to_json
from domain.cadence.computing import Date, dates, move
from domain.cadence.days import is_working_day, nth_working_day_after
from domain.cadence.reading import RhythmNotRead, read_cadence
from domain.cadence.rules import (
    LAST,
    Cadence,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    OnHoliday,
    QuarterlyOnWorkingDay,
    Relative,
    Rule,
    Weekly,
)
from domain.cadence.words import days_in_words, in_words

__all__ = [
    "LAST",
    "Cadence",
    "Date",
    "EachWorkingDay",
    "MonthlyOnDay",
    "MonthlyOnWeekday",
    "MonthlyOnWorkingDay",
    "OnDates",
    "OnHoliday",
    "QuarterlyOnWorkingDay",
    "Relative",
    "RhythmNotRead",
    "Rule",
    "Weekly",
    "dates",
    "days_in_words",
    "from_json",
    "in_words",
    "is_working_day",
    "move",
    "nth_working_day_after",
    "read_cadence",
    "to_json",
]
