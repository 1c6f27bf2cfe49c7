"""How an attempt ended; each post ends once, as sent, cancelled, failed or uncertain."""

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import or_, update

from storage.database import Session
from storage.outbox.claiming import Post, is_for_one
from storage.tables import OutboxPost

End = Literal["cancelled", "failed", "uncertain"]
ENDS = ("sent", "cancelled", "failed", "uncertain")
# What is left of a post whose words are not to be kept.
ERASED: dict[str, Any] = {"reply": {}, "address": {}}
KEPT_DAYS = 30


async def mark_sent(session: Session, post: Post, *, message_id: str, now: datetime) -> bool:
    """The platform has it. Return False where the post is no longer in our hands."""
    return await _settle(
        session, post, state="sent", message_id=message_id, reason="", sent_at=now, is_uncertain=False
    )


async def put_back(
    session: Session, post: Post, *, reason: str, next_send_at: datetime, is_uncertain: bool = False
) -> bool:
    """It did not go out this time, or nobody knows. Return False where it is no longer in our hands."""
    return await _settle(
        session, post, state="pending", reason=reason, next_send_at=next_send_at, is_uncertain=is_uncertain
    )


async def end(session: Session, post: Post, *, state: End, reason: str, now: datetime) -> bool:
    """It will not be sent any more. Return False where the post is no longer in our hands."""
    return await _settle(session, post, state=state, reason=reason, next_send_at=now)


async def _settle(session: Session, post: Post, *, state: str, **values: object) -> bool:
    """Change the post, unless its lease ran out and somebody else took it: that was another attempt."""
    if post.is_off_record and state in ENDS:
        values |= {**ERASED, "target": f"{post.workspace}/"}
    ours = (OutboxPost.id == post.id, OutboxPost.state == "sending", OutboxPost.attempts == post.attempts)
    changing = update(OutboxPost).where(*ours).values(state=state, lease_until=None, **values)
    return (await session.execute(changing.returning(OutboxPost.id))).first() is not None


async def sweep(session: Session, *, now: datetime) -> None:
    """Forget the words of answers to people, and where they went, a month after they ended.

    The rows stay: their keys say that it was done. What was posted into an engagement's channels stays
    whole, as a part of its history.
    """
    is_direct = OutboxPost.address["account"].as_string() != ""
    is_answer = or_(OutboxPost.engagement_id.is_(None), is_direct, is_for_one())
    ended = (OutboxPost.state.in_(ENDS), OutboxPost.next_send_at < now - timedelta(days=KEPT_DAYS))
    has_words = OutboxPost.reply["version"].as_integer().is_not(None)
    await session.execute(update(OutboxPost).where(*ended, has_words, is_answer).values(**ERASED))
