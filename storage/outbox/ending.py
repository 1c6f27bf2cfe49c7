"""How an attempt ended; each post ends once, as sent, cancelled, missed, failed or uncertain.

What failed since its reader had no chat with us goes on once they have one (`waiting.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Table, bindparam, delete, or_, update

from storage.database import Session
from storage.outbox.claiming import is_for_one
from storage.outbox.post import ANSWERS, Post
from storage.tables import OutboxPost
from storage.types import UtcDateTime

End = Literal["cancelled", "missed", "failed", "uncertain"]
ENDS = ("sent", "cancelled", "missed", "failed", "uncertain")
# What is left of a post whose words are not to be kept.
ERASED: dict[str, Any] = {"reply": {}, "address": {}}
KEPT_DAYS = 30


async def mark_sent(session: Session, post: Post, *, message_id: str, now: datetime) -> bool:
    """The platform has it. Return False where the post is no longer in our hands."""
    return await _settle(
        session, post, state="sent", message_id=message_id, reason="", sent_at=now, is_uncertain=False
    )


@dataclass(frozen=True, kw_only=True)
class Landed:
    """A post that its platform has, since a moment, under a message id. It is not off the record."""

    post: Post
    message_id: str
    at: datetime


async def mark_all_sent(session: Session, landed: Sequence[Landed]) -> None:
    """The platform has them. One that is no longer in our hands stays as it is."""
    rows = [
        {
            "of": one.post.id,
            "attempt": one.post.attempts,
            "message": one.message_id,
            "moment": one.at,
        }
        for one in landed
    ]
    await session.execute(_MARKING, rows, execution_options={"synchronize_session": False})


_TABLE = cast(Table, OutboxPost.__table__)
_MARKING = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("of"), _TABLE.c.state == "sending")
    .where(_TABLE.c.attempts == bindparam("attempt"))
    .values(
        state="sent",
        lease_until=None,
        message_id=bindparam("message"),
        reason="",
        sent_at=bindparam("moment", type_=UtcDateTime()),
        is_uncertain=False,
    )
)


async def put_back(
    session: Session, post: Post, *, reason: str, next_send_at: datetime, is_uncertain: bool = False
) -> bool:
    """It did not go out this time, or nobody knows. Return False where it is no longer in our hands.

    What certainly did not go out, and is built from something, will be put into words anew.
    """
    words: dict[str, Any] = {"reply": {}} if post.builds is not None and not is_uncertain else {}
    when: dict[str, Any] = {"reason": reason, "next_send_at": next_send_at, "is_uncertain": is_uncertain}
    return await _settle(session, post, state="pending", **when, **words)


async def end(
    session: Session, post: Post, *, state: End, reason: str, now: datetime, trouble: str = ""
) -> bool:
    """It will not be sent any more. Return False where the post is no longer in our hands."""
    return await _settle(session, post, state=state, reason=reason, next_send_at=now, trouble=trouble)


async def _settle(session: Session, post: Post, *, state: str, **values: object) -> bool:
    """Change the post, unless its lease ran out and somebody else took it: that was another attempt."""
    if post.is_off_record and state in ENDS:
        values |= {**ERASED, "target": f"{post.workspace}/"}
    ours = (OutboxPost.id == post.id, OutboxPost.state == "sending", OutboxPost.attempts == post.attempts)
    changing = update(OutboxPost).where(*ours).values(state=state, lease_until=None, **values)
    is_ours = (await session.execute(changing.returning(OutboxPost.id))).first() is not None
    if is_ours and post.is_off_record and state in ENDS:
        await forget_answers(session, [post.id])
    return is_ours


async def forget_answers(session: Session, ids: Sequence[int]) -> None:
    """Delete those of the ended posts that answered somebody off the record: a key tells whom, and when."""
    answered = (OutboxPost.id.in_(ids), OutboxPost.is_off_record, OutboxPost.key.startswith(ANSWERS))
    await session.execute(delete(OutboxPost).where(*answered))


async def sweep(session: Session, *, now: datetime) -> None:
    """Forget the words of answers to people, and where they went, a month after they ended.

    Answers go as a whole. The other rows stay: their keys say that it was done. What was posted into an
    engagement's channels stays whole, as a part of its history.
    """
    is_direct = OutboxPost.address["account"].as_string() != ""
    is_answer = or_(OutboxPost.engagement_id.is_(None), is_direct, is_for_one())
    ended = (OutboxPost.state.in_(ENDS), OutboxPost.next_send_at < now - timedelta(days=KEPT_DAYS))
    await session.execute(delete(OutboxPost).where(*ended, OutboxPost.key.startswith(ANSWERS)))
    has_words = OutboxPost.reply["version"].as_integer().is_not(None)
    await session.execute(update(OutboxPost).where(*ended, has_words, is_answer).values(**ERASED))
