"""A date that came to nothing, planned once more: a lead wants it now."""

from datetime import datetime

from sqlalchemy import select, update

from domain.jobs import jobs, latest_at
from storage.database import Session
from storage.schedules.holidays import holidays_of
from storage.schedules.versions import find
from storage.tables import Occurrence

UNPOSTED = ("missed", "failed")


async def plan_again(session: Session, *, engagement_id: int, occurrence_id: int, now: datetime) -> bool:
    """Let the occurrence be due at `now`. Return False where its schedule rests or ended, or it is done."""
    there = (Occurrence.id == occurrence_id, Occurrence.engagement_id == engagement_id)
    missed = (*there, Occurrence.state.in_(UNPOSTED))
    row = (await session.scalars(select(Occurrence).where(*missed))).first()
    if row is None:
        return False
    scheduled = await find(session, engagement_id=engagement_id, schedule_id=row.schedule_id)
    if scheduled is None or scheduled.rests_on(row.local_date):
        return False
    holidays = await holidays_of(session, engagement_id=engagement_id)
    latest = latest_at(jobs()[row.job], now, zone=scheduled.cadence.zone, holidays=holidays)
    values = {"state": "planned", "version": scheduled.version, "due_at": now, "latest_at": latest}
    again = update(Occurrence).where(*missed).values(**values, reason="", ended_at=None, left_at=None)
    again = again.returning(Occurrence.id).execution_options(synchronize_session=False)
    return (await session.scalars(again)).first() is not None
