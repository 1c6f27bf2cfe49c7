"""Engagements that live in several workspaces: which ones somebody leads, and channels that come and go."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update

from domain.permissions import LEADS
from storage.database import Session
from storage.engagements import Seat, open_to_workspace
from storage.insert import insert_once
from storage.tables import (
    Account,
    Engagement,
    EngagementChannel,
    EngagementWorkspace,
    Membership,
    OutboxPost,
    Person,
)


async def led_by(session: Session, *, person_id: int) -> list[Seat]:
    """What the person leads, in whatever workspace it lives, by name; nothing that ended."""
    query = (
        select(Engagement, Membership)
        .join(Membership, Membership.engagement_id == Engagement.id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .where(Membership.role.in_(LEADS), Engagement.status != "ended")
        .order_by(Engagement.name, Engagement.id)
        .execution_options(populate_existing=True)
    )
    return [Seat(engagement=e, membership=seat) for e, seat in await session.execute(query)]


async def move_in(
    session: Session, *, engagement_id: int, workspace_id: int, conversation: str, now: datetime
) -> bool:
    """Let the engagement live in one more channel. Return False where the channel is taken."""
    values = {
        "engagement_id": engagement_id,
        "workspace_id": workspace_id,
        "conversation": conversation,
        "created_at": now,
    }
    is_free = await insert_once(session, EngagementChannel, values)
    if is_free:
        await open_to_workspace(session, engagement_id=engagement_id, workspace_id=workspace_id)
    return is_free


async def move_out(
    session: Session, *, engagement_id: int, workspace_id: int, conversation: str, now: datetime
) -> bool:
    """Free the channel. Return whether the workspace may still show the engagement: it has another there."""
    here = (EngagementChannel.engagement_id == engagement_id, EngagementChannel.workspace_id == workspace_id)
    freeing = delete(EngagementChannel).where(*here, EngagementChannel.conversation == conversation)
    for channel_id in await session.scalars(freeing.returning(EngagementChannel.id)):
        await _retire_days(session, engagement_id, channel_id, now)
    if await session.scalar(select(exists().where(*here))):
        return True
    await session.execute(
        delete(EngagementWorkspace)
        .where(EngagementWorkspace.engagement_id == engagement_id)
        .where(EngagementWorkspace.workspace_id == workspace_id)
    )
    return False


async def _retire_days(session: Session, engagement_id: int, channel_id: int, now: datetime) -> None:
    """SQLite may give the number of the row to the next channel, which shall have day's posts of its own."""
    days = OutboxPost.key.like(f"day/{engagement_id}/%/{channel_id}")
    retired = OutboxPost.key + f"/until/{now.isoformat()}"
    await session.execute(
        update(OutboxPost).where(OutboxPost.engagement_id == engagement_id, days).values(key=retired)
    )


async def strangers(session: Session, *, engagement_id: int, workspace_id: int) -> list[str]:
    """Names of the members who have no account in the workspace, in the order in which they came."""
    is_here = exists().where(Account.person_id == Person.id, Account.workspace_id == workspace_id)
    query = (
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.engagement_id == engagement_id, Membership.ended_at.is_(None), ~is_here)
        .order_by(Membership.id)
    )
    return list(await session.scalars(query))
