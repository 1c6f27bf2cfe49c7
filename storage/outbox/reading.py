"""What the outbox says about itself."""

from datetime import datetime

from sqlalchemy import func, select

from domain.chat import Address, Reply
from storage.codec import reply_from_json
from storage.database import Session
from storage.outbox.claiming import is_for_one
from storage.tables import OutboxPost


async def count_by_state(session: Session) -> dict[str, int]:
    """State -> how many posts are in it."""
    query = select(OutboxPost.state, func.count()).group_by(OutboxPost.state)
    return {row[0]: row[1] for row in await session.execute(query)}


async def oldest_due_at(session: Session) -> datetime | None:
    """Since when the oldest post is due, or will be, that has not ended; None where all have."""
    on_its_way = OutboxPost.state.in_(("pending", "sending"))
    return await session.scalar(select(func.min(OutboxPost.next_send_at)).where(on_its_way))


async def added_at(session: Session, *, key: str) -> datetime | None:
    """When the post with this key was decided: it went out no earlier."""
    return await session.scalar(select(OutboxPost.created_at).where(OutboxPost.key == key))


async def reaches(session: Session, *, engagement_id: int, begins: str) -> bool:
    """Whether a post under a key that begins so waits, is on its way, or arrived as far as is known."""
    key = OutboxPost.key.startswith(begins, autoescape=True)
    is_alive = OutboxPost.state.in_(("pending", "sending", "sent", "uncertain"))
    query = select(OutboxPost.id).where(OutboxPost.engagement_id == engagement_id, key, is_alive)
    return await session.scalar(query.limit(1)) is not None


async def last_sent_id(session: Session, *, target: str) -> int:
    """The last post that the whole conversation got; 0 where there was none."""
    sent = (OutboxPost.target == target, OutboxPost.state == "sent", ~is_for_one())
    return await session.scalar(select(func.max(OutboxPost.id)).where(*sent)) or 0


async def said(session: Session, *, address: Address, message_id: str) -> Reply | None:
    """What our message with this id says now in the conversation; None where it is not known.

    Ids may repeat in other conversations. In direct messages stands also what only that person was to see.
    """
    seen_by = func.coalesce(OutboxPost.address["seen_by"].as_string(), "")
    workspace = f"{address.platform}/{address.workspace}/"
    here = (OutboxPost.target == f"{workspace}{address.place}") & (seen_by == "")
    if address.is_direct:
        for_them = OutboxPost.target.startswith(workspace, autoescape=True) & (seen_by == address.account)
        here = here | for_them
    query = (
        select(OutboxPost.reply)
        .where(OutboxPost.message_id == message_id, OutboxPost.state == "sent", here)
        .order_by(OutboxPost.id.desc())
        .limit(1)
    )
    kept = await session.scalar(query)
    return reply_from_json(kept) if kept else None
