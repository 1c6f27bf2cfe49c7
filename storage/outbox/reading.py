"""What the outbox says about itself."""

from datetime import datetime

from sqlalchemy import func, select

from domain.chat import Reply
from storage.codec import reply_from_json
from storage.database import Session
from storage.outbox.claiming import is_for_one
from storage.tables import OutboxPost


async def count_by_state(session: Session) -> dict[str, int]:
    """State -> how many posts are in it."""
    query = select(OutboxPost.state, func.count()).group_by(OutboxPost.state)
    return {row[0]: row[1] for row in await session.execute(query)}


async def added_at(session: Session, *, key: str) -> datetime | None:
    """When the post with this key was decided: it went out no earlier."""
    return await session.scalar(select(OutboxPost.created_at).where(OutboxPost.key == key))


async def last_sent_id(session: Session, *, target: str) -> int:
    """The last post that the whole conversation got; 0 where there was none."""
    sent = (OutboxPost.target == target, OutboxPost.state == "sent", ~is_for_one())
    return await session.scalar(select(func.max(OutboxPost.id)).where(*sent)) or 0


async def said(session: Session, *, workspace: str, message_id: str) -> Reply | None:
    """What the message of ours in the workspace, "teams/T1", says now; None where it is not known."""
    query = (
        select(OutboxPost.reply)
        .where(OutboxPost.message_id == message_id, OutboxPost.state == "sent")
        .where(OutboxPost.target.startswith(f"{workspace}/", autoescape=True))
        .order_by(OutboxPost.id.desc())
        .limit(1)
    )
    kept = await session.scalar(query)
    return reply_from_json(kept) if kept else None
