"""Why a post that was claimed must not go out any more: what changed since it was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, and_, bindparam, select, tuple_

from domain.engagements import RUNNING
from domain.jobs import jobs
from storage.database import Session
from storage.tables import (
    Channel,
    Engagement,
    Membership,
    Occurrence,
    OccurrencePost,
    OutboxPost,
    Schedule,
    ScheduleVersion,
    Workspace,
)

CLOSED = "the channel is closed: {why}"
PAUSED = "the channel is shared, and nobody confirmed yet that I may post there"
NOT_ACTIVE = "the engagement is not active"
NO_MEMBER = "the person does not belong to the engagement any more"
SCHEDULE_CHANGED = "the schedule was changed"
SCHEDULE_ENDED = "the schedule was ended"
SCHEDULE_PAUSED = "the schedule is paused"
NOT_SHOWN = "no lead had seen yet what would be posted"
TIME_OVER = "its time was over"
Told = Row[*tuple[Any, ...]]
# The key of a post that a lead had posted once more ends so: they know of the schedule.
AGAIN = "/again"


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why a post does not go out, and how it ends then."""

    reason: str
    ends_as: Literal["cancelled", "missed"] = "cancelled"


async def obstacles(session: Session, rows: Sequence[OutboxPost], *, now: datetime) -> Mapping[int, Obstacle]:
    """The claimed rows that must not go out, by id."""
    found = await _of_channels(session, rows)
    found |= await _of_jobs(session, [row for row in rows if row.job or row.person_id])
    late = [row for row in rows if row.latest_at is not None and row.latest_at < now]
    # What would have been cancelled anyway is nobody's loss.
    return {row.id: Obstacle(reason=TIME_OVER, ends_as="missed") for row in late} | found


_CHANNELS = (
    select(Workspace.platform, Workspace.external_id, Channel.external_id, Channel.closed, Channel.is_paused)
    .join(Workspace, Workspace.id == Channel.workspace_id)
    .where(
        tuple_(Workspace.platform, Workspace.external_id, Channel.external_id).in_(
            bindparam("places", expanding=True)
        )
    )
)


async def _of_channels(session: Session, rows: Sequence[OutboxPost]) -> dict[int, Obstacle]:
    """Nothing is posted into a closed or paused channel, but for what one person alone sees."""
    for_all = [row for row in rows if not (row.address.get("account") or row.address.get("seen_by"))]
    if not for_all:
        return {}
    places = sorted({tuple(row.target.split("/", 2)) for row in for_all})
    known = {
        f"{platform}/{workspace}/{place}": CLOSED.format(why=closed) if closed else PAUSED * is_paused
        for platform, workspace, place, closed, is_paused in await session.execute(
            _CHANNELS, {"places": places}
        )
    }
    return {row.id: Obstacle(reason=why) for row in for_all if (why := known.get(row.target))}


def _job_query() -> Select[*tuple[Any, ...]]:
    """A row for each occurrence that a post tells, or one for a post that tells none."""
    belongs = and_(
        Membership.engagement_id == OutboxPost.engagement_id,
        Membership.person_id == OutboxPost.person_id,
        Membership.ended_at.is_(None),
    )
    in_force = and_(ScheduleVersion.schedule_id == Schedule.id, ScheduleVersion.version == Schedule.version)
    return (
        select(
            OutboxPost.id,
            Engagement.status,
            Membership.id.label("membership"),
            Occurrence.version.label("planned"),
            Occurrence.local_date,
            Occurrence.job,
            Schedule.id.label("schedule"),
            Schedule.version,
            Schedule.ended_at,
            ScheduleVersion.is_paused,
            ScheduleVersion.paused_until,
        )
        .select_from(OutboxPost)
        .join(Engagement, Engagement.id == OutboxPost.engagement_id)
        .outerjoin(Membership, belongs)
        .outerjoin(OccurrencePost, OccurrencePost.outbox_id == OutboxPost.id)
        .outerjoin(Occurrence, Occurrence.id == OccurrencePost.occurrence_id)
        .outerjoin(Schedule, Schedule.id == Occurrence.schedule_id)
        .outerjoin(ScheduleVersion, in_force)
        .where(OutboxPost.id.in_(bindparam("ids", expanding=True)))
    )


_JOBS = _job_query()


async def _of_jobs(session: Session, rows: Sequence[OutboxPost]) -> dict[int, Obstacle]:
    """What a job posts needs its engagement, its reader, and a schedule that still means it."""
    if not rows:
        return {}
    told: dict[int, list[Told]] = {}
    for one in await session.execute(_JOBS, {"ids": [row.id for row in rows]}):
        told.setdefault(one.id, []).append(one)
    why = {row.id: _why(row, told.get(row.id, ())) for row in rows}
    return {post_id: Obstacle(reason=reason) for post_id, reason in why.items() if reason}


def _why(row: OutboxPost, told: Sequence[Told]) -> str:
    if not told:
        return ""
    if told[0].status not in RUNNING:
        return NOT_ACTIVE
    if row.person_id is not None and told[0].membership is None:
        return NO_MEMBER
    return "" if row.key.endswith(AGAIN) else _of_schedules(one for one in told if one.schedule is not None)


def _of_schedules(told: Iterable[Told]) -> str:
    """Why no schedule means it any more; empty where one does, or there is none."""
    reasons = [_of_schedule(one) for one in told]
    return reasons[0] if reasons and all(reasons) else ""


def _of_schedule(one: Told) -> str:
    if one.ended_at is not None:
        return SCHEDULE_ENDED
    if one.is_paused and _rests(one.local_date, one.paused_until) and not jobs()[one.job].finishes:
        return SCHEDULE_PAUSED
    return SCHEDULE_CHANGED if one.planned != one.version else ""


def _rests(day: date, until: date | None) -> bool:
    return until is None or day < until
