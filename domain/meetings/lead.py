"""How long before a meeting what is prepared: what is missing, votes and agenda, the pack."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.cadence import is_working_day
from domain.holidays import Holidays

DAY = timedelta(days=1)
GAPS, INPUTS, PACK = timedelta(days=30), timedelta(days=7), timedelta(days=2)
# What was asked and posted for a meeting stands where it is moved by no more.
STANDS_FOR = timedelta(days=7)


def gaps_day(meets_on: date) -> date:
    """The day from which it is said what the pack of the meeting cannot say yet."""
    return meets_on - GAPS


def inputs_day(meets_on: date) -> date:
    """The day from which people are asked for their votes and items."""
    return meets_on - INPUTS


def pack_day(meets_on: date, *, holidays: Holidays) -> date:
    """The day on which the pack is posted: two days before, or the working day before that."""
    return _worked_until(meets_on - PACK, holidays)


def needed_day(meets_on: date, *, holidays: Holidays) -> date:
    """The last working day before the pack is posted: what it is to say has to be there by then."""
    return _worked_until(pack_day(meets_on, holidays=holidays) - DAY, holidays)


def _worked_until(day: date, holidays: Holidays) -> date:
    """That day, or the last working day before it."""
    while not is_working_day(day, holidays=holidays):
        day -= DAY
    return day


def still_stands(done_on: date, *, meets_on: date, put_off_from: Sequence[date], lead: timedelta) -> bool:
    """Whether what was asked or posted on a day, `lead` before a meeting, holds for where it is now.

    It does where the meeting was put off by a week at most since, from the first of the days
    `put_off_from` that was not over then.
    """
    since = [day for day in put_off_from if day >= done_on]
    if since:
        return meets_on - min(since) <= STANDS_FOR
    return done_on >= meets_on - lead - STANDS_FOR
