"""The window for the next meeting: no closer than a month to the last one, no further than a quarter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from domain.cadence import Cadence, MonthlyOnDay, MonthlyOnWeekday, MonthlyOnWorkingDay, QuarterlyOnWorkingDay
from domain.cadence import dates as dates_of
from domain.holidays import Holidays

MONTH, QUARTER = relativedelta(months=1), relativedelta(months=3)
DAY = timedelta(days=1)
# First Tuesdays may lie 28 days apart, last Fridays of every third month 98: such a series keeps its rhythm.
SLACK = timedelta(days=9)
BY_MONTHS = (MonthlyOnDay, MonthlyOnWeekday, MonthlyOnWorkingDay, QuarterlyOnWorkingDay)


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days, both included, between which the meeting after another one is held."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A day outside the window after the day `since`; None: no day at all is left inside."""

    day: date | None
    since: date
    window: Window

    @property
    def is_too_soon(self) -> bool:
        """Whether it lies before the window."""
        return self.day is not None and self.day < self.window.first


def window_after(since: date, *, regular: date | None = None, days_paused: int = 0) -> Window:
    """From one month to one quarter after the day; a month that is too short ends it on its last day.

    A `regular` date of a series by months that lies a few days outside is let in. Days for which the
    meetings were paused do not count.
    """
    first, last = since + MONTH, since + QUARTER
    if regular is not None and first - SLACK <= regular < first:
        first = regular
    if regular is not None and last < regular <= last + SLACK:
        last = regular
    return Window(first=first, last=last + DAY * days_paused)


def is_by_months(cadence: Cadence) -> bool:
    """Whether its rule counts in months or quarters."""
    return isinstance(cadence.rule, BY_MONTHS)


def regular_after(cadence: Cadence, since: date, *, holidays: Holidays) -> date | None:
    """The first date after the day that a series by months names itself; None for any other series."""
    if not is_by_months(cadence):
        return None
    as_named = Cadence(
        rule=cadence.rule,
        at=cadence.at,
        zone=cadence.zone,
        starts=cadence.starts,
        on_holiday=cadence.on_holiday,
    )
    until = since + QUARTER + SLACK
    return next((one.day for one in dates_of(as_named, after=since, until=until, holidays=holidays)), None)


def breach_of(
    before: Sequence[date], after: Sequence[date], *, window_of: Callable[[date], Window]
) -> Breach | None:
    """What is wrong with a change of the days on which meetings stand; None where nothing is.

    Both begin with the day of the last one that was held. A gap that was there before is let be, and so is a
    meeting that comes too soon after one that was moved nearer to it: it can be moved in its turn.
    """
    known = set(pairwise(before))
    for since, day in pairwise(after):
        window = window_of(since)
        is_new = day not in before
        if (since, day) not in known and (day > window.last or (is_new and day < window.first)):
            return Breach(day=day, since=since, window=window)
    if len(after) == 1 and len(before) > 1:
        return Breach(day=None, since=after[0], window=window_of(after[0]))
    return None
