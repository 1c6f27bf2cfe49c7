"""Posts whose text follows what they tell: one message for each key, edited as things change."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ScalarSelect, SQLColumnExpression, exists, or_, select
from sqlalchemy.orm import aliased

from domain.chat import Address
from storage import outbox
from storage.database import Session
from storage.outbox import Post
from storage.tables import OutboxPost

# Somebody who types ten numbers causes a few edits and not ten: platforms take about one a second.
GATHERED = timedelta(seconds=2)
# How the key of an edit ends that is to come at a certain time, however things change until then.
AT_ITS_TIME = "/at its time"


def waiting(first_id: SQLColumnExpression[int]) -> ScalarSelect[int]:
    """The id of what waits to be put into words for the message of that post: itself, or an edit, soon.

    Whoever finds one by this, and changes what is told in the same transaction, will be in those words.
    On PostgreSQL the row is locked, so that a claim waits for the commit, and reads after it. A row that
    is being claimed at this moment is passed over, as one that was claimed is: an edit has to follow it.
    (Waiting for the claim would tell no more, and would hold up whoever records.) SQLite lets one
    transaction write at a time.
    """
    row = aliased(OutboxPost)
    return (
        select(row.id)
        .where(or_(row.id == first_id, row.edits_id == first_id))
        # Of one that may have arrived, delivery finds out whether it did, with the words of that time.
        .where(row.state == "pending", ~row.is_uncertain, ~row.key.endswith(AT_ITS_TIME))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


async def add_edit(
    session: Session,
    *,
    key: str,
    engagement_id: int,
    address: Address,
    builds: Mapping[str, Any],
    now: datetime,
    at: datetime | None = None,
) -> None:
    """Let the message of the post with this key be put into words anew, soon; or once, at the moment `at`.

    Its id is behind that of the post, and so is its place in the conversation.
    """
    await outbox.add(
        session,
        key=f"{key}/{token_hex(8)}" if at is None else f"{key}{AT_ITS_TIME}",
        engagement_id=engagement_id,
        address=address,
        reply=None,
        builds=builds,
        edits=key,
        send_at=at,
        now=now + GATHERED,
    )


async def may_stand(session: Session, post: Post) -> bool:
    """Whether the message is there, or may be, that this post changes."""
    if post.edits:
        return True
    earlier, mine = aliased(OutboxPost), aliased(OutboxPost)
    is_of_it = or_(earlier.id == mine.edits_id, earlier.edits_id == mine.edits_id)
    went_out = or_(earlier.state.in_(("sent", "uncertain")), earlier.is_uncertain)
    found = exists().where(mine.id == post.id, is_of_it, earlier.id < mine.id, went_out)
    return bool(await session.scalar(select(found)))
