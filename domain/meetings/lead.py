"""How long before a meeting what is prepared: what is missing, votes and agenda, the pack."""

from datetime import date, timedelta

from domain.cadence import is_working_day
from domain.holidays import Holidays

DAY = timedelta(days=1)
GAPS, INPUTS, PACK = timedelta(days=30), timedelta(days=7), timedelta(days=2)


def gaps_day(meets_on: date) -> date:
    """The day from which it is said what the pack of the meeting cannot say yet."""
    return meets_on - GAPS


def inputs_day(meets_on: date) -> date:
    """The day from which people are asked for their votes and items."""
    return meets_on - INPUTS


def pack_day(meets_on: date, *, holidays: Holidays) -> date:
    """The day on which the pack is posted: two days before, or the working day before that."""
    day = meets_on - PACK
    while not is_working_day(day, holidays=holidays):
        day -= DAY
    return day
