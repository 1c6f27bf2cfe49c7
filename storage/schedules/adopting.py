"""Engagements in which something that comes by itself is missing, or waits for a lead to see it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from domain.engagements import RUNNING
from domain.permissions import LEADS
from storage.database import Session
from storage.members import HAS_ACCOUNT
from storage.outbox.ending import ENDS
from storage.tables import (
    Account,
    Engagement,
    EngagementChannel,
    EngagementWorkspace,
    Membership,
    OutboxPost,
    Schedule,
    ScheduleVersion,
)

ANNOUNCEMENT = "schedules/announce/"


async def without_some(session: Session, *, jobs: Collection[str], limit: int) -> Sequence[int]:
    """Running engagements that never had a schedule of one of these jobs, and whose leads can be told."""
    has_all = (
        select(Schedule.engagement_id)
        .where(Schedule.job.in_(jobs))
        .group_by(Schedule.engagement_id)
        .having(func.count(Schedule.job.distinct()) == len(set(jobs)))
    )
    return (await session.scalars(_led().where(Engagement.id.not_in(has_all)).limit(limit))).all()


async def unannounced(session: Session, *, limit: int) -> Sequence[int]:
    """Running engagements with something that was scheduled by itself and that no lead was shown yet."""
    waits = exists().where(Schedule.engagement_id == Engagement.id, *_waits())
    # In any order, so that those whose leads cannot be reached for long do not hold up others.
    query = _led().where(waits).order_by(None).order_by(func.random())
    return (await session.scalars(query.limit(limit))).all()


def _led() -> Select[Any]:
    """Running engagements that have a channel, and a lead who can be written to."""
    lives = exists().where(EngagementChannel.engagement_id == Engagement.id)
    is_led = exists().where(
        Membership.engagement_id == Engagement.id,
        Membership.ended_at.is_(None),
        Membership.role.in_(LEADS),
        HAS_ACCOUNT,
    )
    return select(Engagement.id).where(Engagement.status.in_(RUNNING), lives, is_led).order_by(Engagement.id)


def _waits() -> tuple[ColumnElement[bool], ...]:
    nobody_made_it = exists().where(
        ScheduleVersion.schedule_id == Schedule.id,
        ScheduleVersion.version == 1,
        ScheduleVersion.by_id.is_(None),
    )
    return (Schedule.announced_at.is_(None), Schedule.ended_at.is_(None), nobody_made_it)


async def to_announce(session: Session, *, engagement_id: int) -> dict[int, datetime]:
    """What was scheduled by itself and no lead was shown yet -> when it was made."""
    query = select(Schedule.id, Schedule.created_at).where(Schedule.engagement_id == engagement_id, *_waits())
    return dict((await session.execute(query)).all())


async def announcements(
    session: Session, *, engagement_id: int, since: datetime
) -> list[tuple[str, datetime]]:
    """The state of every announcement that was on its way after that moment, and when it was written."""
    # Nothing is sent before it was written: with the state, that is what the outbox is ordered by.
    query = select(OutboxPost.state, OutboxPost.created_at).where(
        OutboxPost.state.in_(("pending", "sending", *ENDS)),
        OutboxPost.next_send_at >= since,
        OutboxPost.engagement_id == engagement_id,
        OutboxPost.key.startswith(f"{ANNOUNCEMENT}{engagement_id}/", autoescape=True),
    )
    return list((await session.execute(query)).all())


async def jobs_of(session: Session, *, engagement_id: int) -> set[str]:
    """The jobs that the engagement has, or once had, a schedule of."""
    query = select(Schedule.job).where(Schedule.engagement_id == engagement_id).distinct()
    return set((await session.scalars(query)).all())


async def people_by_account(
    session: Session, *, engagement_id: int, accounts: Collection[str]
) -> dict[str, int]:
    """Account -> person, of those that belong to members of the engagement where it may be shown."""
    query = (
        select(Account.external_id, Account.person_id)
        .join(EngagementWorkspace, EngagementWorkspace.workspace_id == Account.workspace_id)
        .join(Membership, Membership.person_id == Account.person_id)
        .where(EngagementWorkspace.engagement_id == engagement_id)
        .where(Membership.engagement_id == engagement_id, Membership.ended_at.is_(None))
        .where(Account.external_id.in_(accounts))
    )
    return dict((await session.execute(query)).all())
