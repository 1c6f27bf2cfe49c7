"""From schedules to occurrences: what comes within two days stands in the database, each date once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import structlog

from domain.cadence import Date, dates
from domain.holidays import Holidays
from domain.jobs import jobs, latest_at
from scheduler.failpoints import reach
from storage import schedules
from storage.database import Database, Session
from storage.failures import is_away
from storage.schedules import Scheduled

HORIZON = timedelta(hours=48)
# Whatever was missed stands there as missed; of a longer time nobody wants to read.
LOOKED_BACK = timedelta(days=400)
# What comes more rarely, or rests for longer, is looked at again after a year.
LOOKED_AHEAD = timedelta(days=800)
YEAR = timedelta(days=365)
DAY = timedelta(days=1)
RETRY = timedelta(hours=1)
BATCH = 100
HOLIDAY = "it is a holiday: {name}"

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Due:
    """A date of a schedule, and when its job is to run for it, in UTC; `holiday` is the name of one."""

    day: date
    due_at: datetime
    holiday: str


async def plan(now: datetime, *, database: Database) -> int:
    """Plan what comes within two days of `now`. Return how many schedules were looked at."""
    looked_at = 0
    while True:
        async with database.read() as session:
            found = await schedules.to_plan(session, now=now, limit=BATCH)
        done = sum([await _plan_safely(database, *one, now) for one in found])
        looked_at += done
        if len(found) < BATCH or not done:
            return looked_at


async def _plan_safely(database: Database, schedule_id: int, engagement_id: int, now: datetime) -> bool:
    """Plan the schedule. One that cannot be planned waits for an hour, so that the others get their turn.

    Return False where another process has it.
    """
    try:
        async with database.write() as session:
            is_ours = await _plan_one(session, schedule_id, engagement_id, now)
            await reach("plan: before commit")
        await reach("plan: after commit")
    except Exception as error:
        if is_away(error):
            raise
        log.exception("schedule_not_planned", schedule=schedule_id)
        async with database.write() as session:
            await schedules.wait(
                session, engagement_id=engagement_id, schedule_id=schedule_id, until=now + RETRY
            )
        return True
    return is_ours


async def _plan_one(session: Session, schedule_id: int, engagement_id: int, now: datetime) -> bool:
    scheduled = await schedules.take_schedule(
        session, engagement_id=engagement_id, schedule_id=schedule_id, now=now
    )
    if scheduled is None:
        return False
    holidays = await schedules.holidays_of(session, engagement_id=engagement_id)
    near = list(takewhile(lambda one: one.due_at <= now + HORIZON, coming(scheduled, now, holidays)))
    for one in near:
        await _plan_date(session, scheduled, one, _latest(scheduled, one, holidays), now)
    until = near[-1].day if near else _first_day(scheduled, now) - DAY
    far = next(coming(scheduled, now, holidays, after=until), None)
    rests = now + YEAR if scheduled.paused_until is not None else None
    plan_at = rests if far is None else far.due_at - HORIZON
    await schedules.looked(
        session, engagement_id=engagement_id, schedule_id=schedule_id, until=until, plan_at=plan_at
    )
    return True


def coming(
    scheduled: Scheduled, now: datetime, holidays: Holidays, *, after: date | None = None
) -> Iterator[Due]:
    """The dates that are not planned yet, in order of time, or those after that day."""
    first = _first_day(scheduled, now) if after is None else after + DAY
    earlier = timedelta(minutes=scheduled.settings.get("minutes_before", 0))
    until = now.date() + LOOKED_AHEAD
    for one in dates(scheduled.cadence, after=first - DAY, until=until, holidays=holidays):
        if not scheduled.rests_on(one.day) and one.moment - earlier > scheduled.at:
            yield _due(one, earlier)


def _due(one: Date, earlier: timedelta) -> Due:
    return Due(day=one.day, due_at=one.moment - earlier, holiday=one.holiday)


def _first_day(scheduled: Scheduled, now: datetime) -> date:
    """The first local date that is not planned yet."""
    zone = ZoneInfo(scheduled.cadence.zone)
    begun = max(scheduled.at, now - LOOKED_BACK).astimezone(zone).date()
    known = scheduled.planned_until
    return begun if known is None else max(begun, known + DAY)


def _latest(scheduled: Scheduled, one: Due, holidays: Holidays) -> datetime:
    return latest_at(jobs()[scheduled.job], one.due_at, zone=scheduled.cadence.zone, holidays=holidays)


async def _plan_date(
    session: Session, scheduled: Scheduled, one: Due, latest: datetime, now: datetime
) -> None:
    is_new = await schedules.plan(
        session,
        engagement_id=scheduled.engagement_id,
        schedule_id=scheduled.id,
        version=scheduled.version,
        job=scheduled.job,
        local_date=one.day,
        due_at=one.due_at,
        latest_at=latest,
        cancelled=HOLIDAY.format(name=one.holiday) if one.holiday else "",
        now=now,
    )
    if is_new:
        log.info("occurrence_planned", schedule=scheduled.id, job=scheduled.job, day=one.day.isoformat())
