"""Schedules as tests need them: taken away, looked at, and with dates that ended."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, insert

from storage import schedules
from storage.schedules import Scheduled
from storage.tables import (
    Engagement,
    EngagementHoliday,
    HistoryEvent,
    Occurrence,
    Schedule,
    ScheduleVersion,
)
from tests.handlers.play import Play


async def forget_schedules(play: Play) -> None:
    """Let the engagements be as they were before anything came by itself."""
    for table in (Occurrence, ScheduleVersion, Schedule, EngagementHoliday):
        await play.change(delete(table))


async def scheduled(play: Play, job: str = "checkin") -> Scheduled:
    """The schedule of this job in the first engagement."""
    (row, *_) = await play.rows(Engagement)
    async with play.database.read() as session:
        found = await schedules.of_job(session, engagement_id=row.id, job=job)
    assert found is not None
    return found


async def ended(play: Play, day: date, state: str, reason: str = "", **more: Any) -> None:
    """Let the check-in of that day have ended like that."""
    one = await scheduled(play)
    at = datetime.combine(day, datetime.min.time(), UTC).replace(hour=9, minute=30)
    values = {
        "engagement_id": one.engagement_id,
        "schedule_id": one.id,
        "version": one.version,
        "job": one.job,
        "local_date": day,
        "due_at": at,
        "latest_at": at,
        "args": {},
        "state": state,
        "reason": reason,
    }
    await play.change(insert(Occurrence).values({**values, **more}))


async def told(play: Play) -> list[str]:
    """The lines of history about schedules."""
    rows = await play.rows(HistoryEvent, HistoryEvent.subject.startswith("schedule"))
    return [row.what for row in rows]
