"""Engagements that nothing comes again in yet, and what an engagement file says about its check-in."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select

from domain.permissions import LEADS
from storage.database import Session
from storage.tables import (
    Account,
    Engagement,
    EngagementChannel,
    EngagementWorkspace,
    Membership,
    Schedule,
)

RUNNING = ("discovery", "active")


async def without_any(session: Session, *, limit: int) -> Sequence[int]:
    """Running engagements that never had a schedule, have a channel, and a lead who can be written to."""
    is_scheduled = exists().where(Schedule.engagement_id == Engagement.id)
    lives = exists().where(EngagementChannel.engagement_id == Engagement.id)
    is_led = exists().where(
        Membership.engagement_id == Engagement.id,
        Membership.ended_at.is_(None),
        Membership.role.in_(LEADS),
        Account.person_id == Membership.person_id,
        Account.left_at.is_(None),
        EngagementWorkspace.workspace_id == Account.workspace_id,
        EngagementWorkspace.engagement_id == Engagement.id,
    )
    query = select(Engagement.id).where(Engagement.status.in_(RUNNING), ~is_scheduled, lives, is_led)
    return (await session.scalars(query.order_by(Engagement.id).limit(limit))).all()


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
