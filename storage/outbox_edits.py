"""Posts whose text follows what they tell: one message for each key, edited as things change."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, or_, select, update

from domain.chat import Address, Buttons, Reply
from storage import outbox
from storage.codec import reply_from_json, to_json
from storage.database import Session
from storage.tables import OutboxPost
from storage.types import JsonValue

# Somebody who types ten numbers causes a few edits and not ten: platforms take about one a second.
GATHERED = timedelta(seconds=2)

# A statement of every report, built once: building one costs more than running it.
_OUTBOX = cast(Table, OutboxPost.__table__)
_FIRST = _OUTBOX.alias()
_REPLACE_WAITING = (
    update(_OUTBOX)
    # Of one that may have arrived, delivery finds out whether it did, with the words of that time.
    .where(_OUTBOX.c.state == "pending", ~_OUTBOX.c.is_uncertain)
    .where(
        or_(
            and_(_OUTBOX.c.key == bindparam("of_key"), _OUTBOX.c.attempts == 0),
            _OUTBOX.c.edits_id
            == select(_FIRST.c.id).where(_FIRST.c.key == bindparam("of_key")).scalar_subquery(),
        )
    )
    .values(reply=bindparam("new_reply", type_=JsonValue))
    .returning(_OUTBOX.c.id)
)


def buttons_of(stored: Mapping[str, Any]) -> Buttons:
    """The buttons of a stored reply; none where this version cannot read them."""
    # The words around them are left unread: that takes longer than all the rest.
    only = [block for block in stored.get("blocks", ()) if block.get("kind") == "buttons"]
    try:
        return Buttons(tuple(reply_from_json({**stored, "blocks": only}).buttons))
    except (ValueError, TypeError):
        return Buttons(())


async def post_or_edit(
    session: Session, *, key: str, engagement_id: int, address: Address, reply: Reply, now: datetime
) -> None:
    """Let the one message with this key say `reply`: by a post, by what waits to be sent, or by an edit.

    Two transactions that do this for one key must hold the engagement's row, as every write does that
    entered it: the later one has then seen what the earlier one decided. Delivery holds nothing, so
    what waits is replaced only if it still waits at that moment.
    """
    new = {"of_key": key, "new_reply": to_json(reply)}
    if (await session.execute(_REPLACE_WAITING, new)).first() is not None:
        return
    add = partial(outbox.add, session, engagement_id=engagement_id, address=address, reply=reply)
    if await add(key=key, now=now):
        return
    # Its id is behind that of the post, and so is its place in the conversation.
    await add(key=f"{key}/{token_hex(8)}", edits=key, now=now + GATHERED)
