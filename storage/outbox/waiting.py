"""Answers for one person alone who had no chat with us: they wait for it."""

from datetime import datetime, timedelta

from sqlalchemy import func, update

from storage.database import Session
from storage.outbox.adding import HAS_POSTS
from storage.tables import OutboxPost

# How the reason of what could not be shown to its reader begins.
UNREAD = "nobody can read it yet"
WAITS = timedelta(days=7)


async def bring(session: Session, *, workspace: str, account: str, now: datetime) -> int:
    """Send what waits for the account in the workspace, "teams/T1". Return how many posts that are.

    Nothing waits longer than a week; what is off the record was forgotten as it failed.
    """
    bringing = update(OutboxPost).where(
        OutboxPost.state == "failed",
        OutboxPost.reason.startswith(UNREAD),
        OutboxPost.next_send_at > now - WAITS,
        OutboxPost.target.startswith(f"{workspace}/", autoescape=True),
        func.coalesce(OutboxPost.address["seen_by"].as_string(), "") == account,
    )
    again = bringing.values(state="pending", attempts=0, reason="", next_send_at=now, is_uncertain=False)
    brought = len((await session.scalars(again.returning(OutboxPost.id))).all())
    if brought:
        session.info[HAS_POSTS] = True
    return brought
