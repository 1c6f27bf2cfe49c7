"""Which schedules the planner has to look at, and until when it looked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, select, update

from storage.database import Session
from storage.schedules.versions import Scheduled, find, followed_by
from storage.tables import Schedule
from storage.types import UtcDateTime


async def to_plan(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[int, int]]:
    """Schedule and engagement of those at which the planner has to look by `now`."""
    rows = await session.execute(_to_plan(), {"moment": now, "most": limit})
    return [(schedule_id, engagement_id) for schedule_id, engagement_id in rows]


# Asked every few seconds, of a hundred thousand schedules: built once, and by an index.
@cache
def _to_plan() -> Select[int, int]:
    return (
        select(Schedule.id, Schedule.engagement_id)
        .where(Schedule.plan_at <= bindparam("moment", type_=UtcDateTime()))
        .order_by(Schedule.plan_at, Schedule.id)
        .limit(bindparam("most"))
    )


async def take(session: Session, *, engagement_id: int, schedule_id: int, now: datetime) -> Scheduled | None:
    """The schedule, for this transaction alone, with the one that it follows. None: somebody else has it."""
    taking = (
        select(Schedule.id)
        .where(Schedule.id == schedule_id, Schedule.engagement_id == engagement_id, Schedule.plan_at <= now)
        .with_for_update(skip_locked=True)
    )
    if await session.scalar(taking) is None:
        return None
    found = await find(session, engagement_id=engagement_id, schedule_id=schedule_id)
    return None if found is None else await with_base(session, found)


async def with_base(session: Session, scheduled: Scheduled) -> Scheduled:
    """The schedule with the dates from which its own are counted, if there are such: it rests with them."""
    base_id = followed_by(scheduled)
    if base_id is None:
        return scheduled
    base = await find(session, engagement_id=scheduled.engagement_id, schedule_id=base_id)
    if base is None:
        return replace(scheduled, is_paused=True, paused_until=None)
    rule = replace(scheduled.cadence.rule, base=base.cadence)  # type: ignore[arg-type]  # it follows one
    followed = replace(scheduled, cadence=replace(scheduled.cadence, rule=rule))
    if not base.is_paused or scheduled.is_paused:
        return followed
    return replace(followed, is_paused=True, paused_until=base.paused_until)


async def looked(
    session: Session, *, engagement_id: int, schedule_id: int, until: date, plan_at: datetime | None
) -> None:
    """Every date up to `until` is planned; look again at `plan_at`, or never."""
    ours = (Schedule.id == schedule_id, Schedule.engagement_id == engagement_id)
    await session.execute(update(Schedule).where(*ours).values(planned_until=until, plan_at=plan_at))


async def wait(session: Session, *, engagement_id: int, schedule_id: int, until: datetime) -> None:
    """Look at the schedule again then."""
    ours = (Schedule.id == schedule_id, Schedule.engagement_id == engagement_id)
    await session.execute(update(Schedule).where(*ours).values(plan_at=until))
