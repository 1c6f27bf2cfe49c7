"""A series of meetings: whether they are one to three months apart, and with which date it begins."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from domain.cadence import Cadence, Date, OnDates, Relative
from domain.cadence import dates as dates_of
from domain.holidays import Holidays
from domain.meetings.window import DAY, Window, is_by_months, window_after

# Long enough for a fifth Friday of every third month to show its gaps.
LOOKED_AHEAD = timedelta(days=3000)
MOST_MONTHS, MOST_WEEKS = 3, 14
NONE_OF_ITS_OWN = Holidays()


class RhythmBroken(Exception):
    """A series whose meetings lie too near to each other, too far apart, or follow another schedule."""

    def __init__(self, kind: Literal["too near", "too far", "follows"]) -> None:
        super().__init__(kind)
        self.kind = kind


def check_rhythm(cadence: Cadence) -> None:
    """Raise RhythmBroken unless all its meetings are one to three months apart."""
    if isinstance(cadence.rule, Relative):
        raise RhythmBroken("follows")
    days = [one.day for one in _dates(cadence, NONE_OF_ITS_OWN)]
    for since, day in pairwise(days):
        window = window_after(since, regular=day if is_by_months(cadence) else None)
        if day < window.first:
            raise RhythmBroken("too near")
        if day > window.last:
            raise RhythmBroken("too far")
    if len(days) < 2 and not isinstance(cadence.rule, OnDates):  # noqa: PLR2004 - a gap has two ends
        raise RhythmBroken("too far")


def begun_in(
    cadence: Cadence, window: Window, *, now: datetime, holidays: Holidays
) -> tuple[Cadence, Date | None]:
    """The series begun so that its first meeting comes as early in the window as its rule allows.

    Also that first meeting; None where the rule names none any more. A window that is over counts from today,
    and a series that says itself on which days it comes, or from which one on, begins with that.
    """
    today = now.astimezone(ZoneInfo(cadence.zone)).date()
    if cadence.starts > today or isinstance(cadence.rule, OnDates):
        return cadence, _first(cadence, now, holidays)
    first_day = max(today, window.first) if today <= window.last else today
    begun = [replace(cadence, starts=day, moved={}) for day in _anchors(first_day)]
    found = [(one, _first(one, now, holidays)) for one in begun]
    standing = [(one, first) for one, first in found if first is not None]
    return min(standing, key=lambda pair: pair[1].day) if standing else (begun[0], None)


def going_on(cadence: Cadence, kept: date, *, at: time, since: date) -> tuple[Cadence, Date] | None:
    """The series with the meeting that stands on the day `kept` as its first one, and the one after it.

    That one lies in the window after it, not before the day `since`. None where the rule names none there.
    """
    if isinstance(cadence.rule, OnDates):
        begun = [replace(cadence, rule=OnDates(days=(kept, *cadence.rule.days)), starts=kept)]
    else:
        begun = [replace(cadence, starts=day, moved={}) for day in _anchors_before(kept)]
    found = []
    for one in begun:
        named = list(islice(_dates(one, NONE_OF_ITS_OWN), 2))
        window = window_after(kept, regular=named[-1].day if is_by_months(cadence) else None)
        if named[0].day < named[-1].day >= since and window.holds(named[-1].day):
            moved = {} if named[0].day == kept else {named[0].day: kept}
            times = {} if at == cadence.at else {kept: at}
            found.append((replace(one, moved=moved, times=times), named[-1], abs(named[0].day - kept)))
    if not found:
        return None
    begun_there, following, _apart = min(found, key=lambda each: (each[1].day, each[2]))
    return begun_there, following


def _anchors_before(kept: date) -> list[date]:
    """The days near it from which weeks and months may be counted."""
    months = [kept.replace(day=1) + relativedelta(months=count) for count in range(-MOST_MONTHS, 2)]
    return [*months, *(kept - timedelta(weeks=weeks) for weeks in range(-2, MOST_WEEKS))]


def _anchors(first_day: date) -> list[date]:
    """The days from which months may be counted: every two months can begin in this one or in the next."""
    later = [first_day.replace(day=1) + relativedelta(months=months) for months in range(1, MOST_MONTHS)]
    return [first_day, *later]


def _first(cadence: Cadence, now: datetime, holidays: Holidays) -> Date | None:
    return next((one for one in _dates(cadence, holidays) if one.moment > now and not one.holiday), None)


def _dates(cadence: Cadence, holidays: Holidays) -> Iterator[Date]:
    until = cadence.starts + LOOKED_AHEAD
    return dates_of(cadence, after=cadence.starts - DAY, until=until, holidays=holidays)
