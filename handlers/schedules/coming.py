"""The dates of a schedule that lie ahead, and what is left out on the way to the next one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from domain.cadence import Date, dates
from domain.holidays import Holidays
from storage import schedules
from storage.database import Session
from storage.schedules import Happened, Scheduled

DAY = timedelta(days=1)
LOOKED_AHEAD = timedelta(days=800)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """The next date, None where there is none, and the dates before it that are left out for a holiday."""

    next: Date | None
    left_out: tuple[Date, ...] = ()


async def used_days(session: Session, scheduled: Scheduled, *, now: datetime) -> frozenset[date]:
    """The days ahead whose post was decided already: it comes once on each, also where its time was moved."""
    today = now.astimezone(ZoneInfo(scheduled.cadence.zone)).date()
    found = await schedules.occurrences(
        session,
        engagement_id=scheduled.engagement_id,
        schedule_id=scheduled.id,
        since=today,
        until=today + DAY,
    )
    return frozenset(one.local_date for one in found if one.job == scheduled.job and _is_used(one, now))


def _is_used(one: Happened, now: datetime) -> bool:
    return one.state != "planned" and one.reason != schedules.CHANGED and one.due_at <= now


def ahead_of(
    scheduled: Scheduled, *, now: datetime, holidays: Holidays, used: Collection[date] = ()
) -> Iterator[Date]:
    """Its dates after `now` in order, as the planner will plan them; those of holidays have their name.

    One that follows another needs its base (storage.schedules.with_base); `used` are its `used_days`.
    """
    if scheduled.is_paused and scheduled.paused_until is None:
        return
    today = now.astimezone(ZoneInfo(scheduled.cadence.zone)).date()
    found = dates(scheduled.cadence, after=today - DAY, until=today + LOOKED_AHEAD, holidays=holidays)
    earlier = timedelta(minutes=scheduled.settings.get("minutes_before", 0))
    for one in found:
        if one.day not in used and not scheduled.rests_on(one.day) and one.moment - earlier > now:
            yield one


def next_ahead(
    scheduled: Scheduled, *, now: datetime, holidays: Holidays, used: Collection[date] = ()
) -> Coming:
    """What comes next, and what is left out until then."""
    found = ahead_of(scheduled, now=now, holidays=holidays, used=used)
    left_out: list[Date] = []
    for one in found:
        if not one.holiday:
            return Coming(next=one, left_out=tuple(left_out))
        left_out.append(one)
    return Coming(next=None, left_out=tuple(left_out))


def within(scheduled: Scheduled, *, now: datetime, holidays: Holidays, days: int) -> list[Date]:
    """What is posted within so many days, without what is left out."""
    until = now + DAY * days
    near = takewhile(lambda one: one.moment <= until, ahead_of(scheduled, now=now, holidays=holidays))
    return [one for one in near if not one.holiday]
