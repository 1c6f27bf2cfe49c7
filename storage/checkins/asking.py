"""Having a round begin now: the occurrence of today, whether it was planned or not."""

from datetime import date, datetime

from sqlalchemy import exists, update

from storage import schedules
from storage.database import Session
from storage.tables import Checkin, Occurrence

# Their round never began: of these, the same day may have one after all.
NEVER_BEGAN = ("planned", "cancelled", "missed", "failed")


async def plan_now(
    session: Session,
    *,
    engagement_id: int,
    schedule_id: int,
    version: int,
    job: str,
    local_date: date,
    latest_at: datetime,
    now: datetime,
) -> bool:
    """Let the job be due at once, on that local date. Return False where it was posted that day already."""
    is_new = await schedules.plan(
        session,
        engagement_id=engagement_id,
        schedule_id=schedule_id,
        version=version,
        job=job,
        local_date=local_date,
        due_at=now,
        latest_at=latest_at,
        now=now,
    )
    if is_new:
        return True
    there = update(Occurrence).where(
        Occurrence.engagement_id == engagement_id,
        Occurrence.schedule_id == schedule_id,
        Occurrence.job == job,
        Occurrence.local_date == local_date,
        Occurrence.state.in_(NEVER_BEGAN),
        ~exists().where(Checkin.occurrence_id == Occurrence.id),
    )
    again = there.values(
        version=version, due_at=now, latest_at=latest_at, state="planned", reason="", ended_at=None
    )
    found = await session.scalars(again.returning(Occurrence.id).execution_options(synchronize_session=False))
    return found.first() is not None
