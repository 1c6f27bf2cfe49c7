"""Schedules and their versions: what comes again, as it is in force, and every change of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, update

from domain.cadence import Cadence, Relative, from_json, to_json
from storage.database import Session
from storage.schedules import plans
from storage.tables import Schedule, ScheduleVersion


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """A schedule as it is in force, since the moment `at`.

    One that `is_paused` rests until the day `paused_until`; without one, until somebody resumes it. Nothing
    is posted before a lead was shown it, at `announced_at`. Every date up to `planned_until` was planned.
    """

    id: int
    engagement_id: int
    job: str
    name: str
    version: int
    cadence: Cadence
    settings: Mapping[str, Any]
    created_at: datetime
    at: datetime
    is_paused: bool = False
    paused_until: date | None = None
    announced_at: datetime | None = None
    planned_until: date | None = None

    def rests_on(self, day: date) -> bool:
        """Whether it is paused on that day."""
        return self.is_paused and (self.paused_until is None or day < self.paused_until)


async def add(
    session: Session,
    *,
    engagement_id: int,
    job: str,
    name: str,
    cadence: Cadence,
    settings: Mapping[str, Any],
    by_id: int | None,
    source: str,
    now: datetime,
) -> Scheduled:
    """Let something come again from now on."""
    row = Schedule(
        engagement_id=engagement_id,
        job=job,
        version=1,
        plan_at=now,
        planned_until=None,
        announced_at=None,
        created_at=now,
        ended_at=None,
    )
    session.add(row)
    await session.flush()
    first = Scheduled(
        id=row.id,
        engagement_id=engagement_id,
        job=job,
        name=name,
        version=1,
        cadence=cadence,
        settings=dict(settings),
        at=now,
        created_at=now,
    )
    session.add(_version(first, by_id=by_id, source=source, reason=""))
    await session.flush()
    return first


async def change(
    session: Session,
    scheduled: Scheduled,
    *,
    by_id: int | None,
    source: str,
    now: datetime,
    reason: str = "",
    name: str | None = None,
    cadence: Cadence | None = None,
    settings: Mapping[str, Any] | None = None,
    is_paused: bool | None = None,
    paused_until: date | None = None,
) -> Scheduled:
    """Begin a new version; what is not named stays. A pause is for `paused_until`, or until it is ended.

    What was planned under the old version is planned anew, and what waits in the outbox is cancelled.
    """
    rests = scheduled.is_paused if is_paused is None else is_paused
    until = scheduled.paused_until if is_paused is None else paused_until
    changed = replace(
        scheduled,
        version=scheduled.version + 1,
        name=scheduled.name if name is None else name,
        cadence=scheduled.cadence if cadence is None else cadence,
        settings=scheduled.settings if settings is None else dict(settings),
        is_paused=rests,
        paused_until=until if rests else None,
        planned_until=None,
        at=now,
    )
    session.add(_version(changed, by_id=by_id, source=source, reason=reason))
    await session.flush()
    ours = (Schedule.id == changed.id, Schedule.engagement_id == changed.engagement_id)
    await session.execute(update(Schedule).where(*ours).values(version=changed.version))
    for each in (changed, *await _that_follow(session, changed)):
        await plans.drop(session, engagement_id=each.engagement_id, schedule_id=each.id, now=now)
    return changed


def _version(scheduled: Scheduled, *, by_id: int | None, source: str, reason: str) -> ScheduleVersion:
    return ScheduleVersion(
        engagement_id=scheduled.engagement_id,
        schedule_id=scheduled.id,
        version=scheduled.version,
        name=scheduled.name,
        cadence=to_json(scheduled.cadence),
        settings=dict(scheduled.settings),
        is_paused=scheduled.is_paused,
        paused_until=scheduled.paused_until,
        by_id=by_id,
        source=source,
        reason=reason,
        at=scheduled.at,
    )


async def _that_follow(session: Session, scheduled: Scheduled) -> list[Scheduled]:
    """The schedules whose dates are counted from those of this one."""
    others = await of_engagement(session, engagement_id=scheduled.engagement_id)
    return [other for other in others if followed_by(other) == scheduled.id]


def followed_by(scheduled: Scheduled) -> int | None:
    """The schedule from whose dates those of this one are counted, if there is one."""
    rule = scheduled.cadence.rule
    return rule.schedule_id if isinstance(rule, Relative) else None


async def end(session: Session, *, engagement_id: int, schedule_id: int, now: datetime) -> None:
    """Let it not come again. What was posted, and every version, stays."""
    await plans.drop(session, engagement_id=engagement_id, schedule_id=schedule_id, now=now)
    ours = (Schedule.id == schedule_id, Schedule.engagement_id == engagement_id)
    await session.execute(update(Schedule).where(*ours).values(ended_at=now, plan_at=None))


async def announce(
    session: Session, *, engagement_id: int, schedule_ids: Sequence[int], now: datetime
) -> None:
    """A lead was shown them: from now on they may post. What was shown before stays as it was."""
    new = (Schedule.id.in_(schedule_ids), Schedule.engagement_id == engagement_id)
    await session.execute(
        update(Schedule).where(*new, Schedule.announced_at.is_(None)).values(announced_at=now)
    )


async def of_engagement(session: Session, *, engagement_id: int) -> list[Scheduled]:
    """What comes again in the engagement, in the order in which it was added."""
    query = in_force().where(Schedule.engagement_id == engagement_id).order_by(Schedule.id)
    return [_scheduled(row, version) for row, version in await session.execute(query)]


async def find(session: Session, *, engagement_id: int, schedule_id: int) -> Scheduled | None:
    """The schedule, unless it ended."""
    query = in_force().where(Schedule.engagement_id == engagement_id, Schedule.id == schedule_id)
    found = (await session.execute(query)).first()
    return None if found is None else _scheduled(found[0], found[1])


async def of_job(session: Session, *, engagement_id: int, job: str) -> Scheduled | None:
    """The engagement's schedule of this job; the first one where there are several."""
    return next(
        (one for one in await of_engagement(session, engagement_id=engagement_id) if one.job == job), None
    )


def in_force() -> Select[Schedule, ScheduleVersion]:
    """Schedules that have not ended, each with its version in force."""
    return (
        select(Schedule, ScheduleVersion)
        .join(ScheduleVersion, ScheduleVersion.schedule_id == Schedule.id)
        .where(ScheduleVersion.version == Schedule.version, Schedule.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )


def _scheduled(row: Schedule, version: ScheduleVersion) -> Scheduled:
    return Scheduled(
        id=row.id,
        engagement_id=row.engagement_id,
        job=row.job,
        name=version.name,
        version=version.version,
        cadence=from_json(version.cadence),
        settings=version.settings,
        is_paused=version.is_paused,
        paused_until=version.paused_until,
        announced_at=row.announced_at,
        planned_until=row.planned_until,
        created_at=row.created_at,
        at=version.at,
    )
