"""Where our bots are in Teams: how fresh that is, what is in a team, and other bots of ours there."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import exists, or_, select

from storage.database import Session
from storage.tables import TeamsConversation, TeamsPerson
from storage.teams_conversations import Conversation


async def is_fresh(
    session: Session, seen: Conversation, *, account: str, member: str, since: datetime
) -> bool:
    """Whether nothing has to be written down: the conversation is known as it was seen, and so is the member.

    Without a `member`, nobody acted.
    """
    row = TeamsConversation
    known = exists().where(
        row.app_id == seen.app_id,
        row.conversation == seen.conversation,
        row.service_url == seen.service_url,
        row.stopped == "",
        row.seen_at > since,
        *([row.name == seen.name] if seen.name else []),
        *([row.team_id == seen.team_id] if seen.team_id else []),
        *([row.is_installed] if seen.is_installed else []),
    )
    met = exists().where(
        TeamsPerson.app_id == seen.app_id, TeamsPerson.account == account, TeamsPerson.member == member
    )
    return bool(await session.scalar(select(known & met if member else known)))


async def last_told(session: Session, *, app_id: str, conversation: str) -> datetime | None:
    """When something came from the conversation last, by Teams' clock; None where that is not known."""
    query = select(TeamsConversation.told_at).where(
        TeamsConversation.app_id == app_id, TeamsConversation.conversation == conversation
    )
    return await session.scalar(query)


async def in_team(session: Session, *, app_id: str, tenant_id: str, team_id: str) -> Sequence[str]:
    """The conversations of the team that the bot heard of; the first channel has the id of its team."""
    query = select(TeamsConversation.conversation).where(
        TeamsConversation.app_id == app_id,
        TeamsConversation.tenant_id == tenant_id,
        or_(TeamsConversation.team_id == team_id, TeamsConversation.conversation == team_id),
    )
    return (await session.scalars(query.order_by(TeamsConversation.conversation))).all()


async def has_another_bot(session: Session, *, tenant_id: str, conversation: str, but: str) -> bool:
    """Whether a bot of ours with another app id may post in the conversation."""
    query = select(TeamsConversation.id).where(
        TeamsConversation.tenant_id == tenant_id,
        TeamsConversation.conversation == conversation,
        TeamsConversation.app_id != but,
        TeamsConversation.stopped == "",
    )
    return await session.scalar(query.limit(1)) is not None


async def crowded(session: Session, *, app_id: str, tenant_id: str, most: int) -> list[Conversation]:
    """Those conversations of more than one person that the bot heard from last."""
    query = select(TeamsConversation).where(
        TeamsConversation.app_id == app_id,
        TeamsConversation.tenant_id == tenant_id,
        TeamsConversation.kind.in_(("group", "channel")),
        TeamsConversation.stopped == "",
    )
    rows = await session.scalars(query.order_by(TeamsConversation.seen_at.desc()).limit(most))
    return [
        Conversation(**{one.name: getattr(row, one.name) for one in fields(Conversation)}) for row in rows
    ]
