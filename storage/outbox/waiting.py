"""Answers for one person alone who had no chat with us: they wait for it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, update

from storage.database import Session
from storage.outbox.adding import HAS_POSTS
from storage.tables import Account, EngagementChannel, Membership, OutboxPost, Workspace

# How the reason of what could not be shown to its reader begins.
UNREAD = "nobody can read it yet"
WAITS = timedelta(days=7)


async def bring(session: Session, *, workspace: str, account: str, now: datetime) -> int:
    """Send what waits for the account in the workspace, "teams/T1". Return how many posts that are.

    Nothing waits longer than a week; what is off the record was forgotten as it failed. Whoever left an
    engagement meanwhile gets nothing that was asked where it lives.
    """
    bringing = update(OutboxPost).where(
        OutboxPost.state == "failed",
        OutboxPost.reason.startswith(UNREAD),
        OutboxPost.next_send_at > now - WAITS,
        OutboxPost.target.startswith(f"{workspace}/", autoescape=True),
        func.coalesce(OutboxPost.address["seen_by"].as_string(), "") == account,
        ~_left(workspace, account),
    )
    again = bringing.values(state="pending", attempts=0, reason="", next_send_at=now, is_uncertain=False)
    brought = len((await session.scalars(again.returning(OutboxPost.id))).all())
    if brought:
        session.info[HAS_POSTS] = True
    return brought


def _left(workspace: str, account: str) -> ColumnElement[bool]:
    """Whether an engagement lives where it was asked, to which the account's person does not belong."""
    platform, _slash, external_id = workspace.partition("/")
    here = (Workspace.platform == platform, Workspace.external_id == external_id)
    belongs = (
        exists()
        .where(Membership.engagement_id == EngagementChannel.engagement_id, Membership.ended_at.is_(None))
        .where(Membership.person_id == Account.person_id)
        .where(Account.workspace_id == Workspace.id, Account.external_id == account)
    )
    return (
        exists()
        .where(EngagementChannel.workspace_id == Workspace.id, *here)
        .where(EngagementChannel.conversation == OutboxPost.address["conversation"].as_string())
        .where(~belongs.correlate(EngagementChannel, Workspace))
        .correlate(OutboxPost)
    )
