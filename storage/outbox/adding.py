"""Into the outbox, and out of it again before a post was sent."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from domain.chat import Address, Buttons, Reply
from storage.codec import to_json
from storage.database import Session
from storage.insert import insert_once
from storage.outbox.claiming import is_for_one, is_lost
from storage.outbox.ending import ERASED, forget_answers
from storage.tables import OutboxPost

HAS_POSTS = "has_posts"
# What a post is before anybody tried to send it.
FRESH: Mapping[str, Any] = {
    "state": "pending",
    "attempts": 0,
    "reason": "",
    "message_id": "",
    "is_uncertain": False,
}


def has_new_posts(session: Session) -> bool:
    """Whether this transaction put something into the outbox."""
    return bool(session.info.get(HAS_POSTS))


async def add(
    session: Session,
    *,
    key: str,
    engagement_id: int | None,
    address: Address,
    reply: Reply | None,
    now: datetime,
    builds: Mapping[str, Any] | None = None,
    edits: str = "",
    is_off_record: bool = False,
    queue: str = "",
    job: str = "",
    person_id: int | None = None,
    send_at: datetime | None = None,
    latest_at: datetime | None = None,
) -> bool:
    """Put a post into the outbox. Return False where the same key is there already.

    What a `job` posts unasked, maybe to one `person_id`, leaves at `send_at` and is missed past `latest_at`.

    It waits behind what goes to the same place before it, or to `queue` where that is another one. `edits`
    is the key of the post whose message this one changes; without such a post it is one of its own.
    Where `reply` is None, the words come of `builds` once the post is claimed.
    """
    session.info[HAS_POSTS] = True
    values = {
        "key": key,
        "engagement_id": engagement_id,
        "target": f"{address.platform}/{address.workspace}/{queue or address.place}",
        "address": asdict(address),
        "reply": {} if reply is None else to_json(_bare(reply)),
        "created_at": now,
        "next_send_at": send_at or now,
        "edits_id": await _first_post(session, edits) if edits else None,
        "builds": None if builds is None else dict(builds),
        "is_off_record": is_off_record,
        **{"job": job, "person_id": person_id, "latest_at": latest_at},
    }
    return await insert_once(session, OutboxPost, {**FRESH, **values})


def _bare(reply: Reply) -> Reply:
    """The reply without what its buttons stand for: that is in their offers, and nobody else needs it."""
    blocks = tuple(_without_args(block) if isinstance(block, Buttons) else block for block in reply.blocks)
    return replace(reply, blocks=blocks)


def _without_args(buttons: Buttons) -> Buttons:
    return Buttons(tuple(replace(button, args={}) for button in buttons.items))


async def _first_post(session: Session, key: str) -> int | None:
    """The post that made the message which the post with this key made or changed."""
    query = select(func.coalesce(OutboxPost.edits_id, OutboxPost.id)).where(OutboxPost.key == key)
    return await session.scalar(query)


async def take_back(session: Session, *, begins: str, reason: str, now: datetime) -> None:
    """Cancel what waits under keys that begin so; what is on its way arrives."""
    waits = (OutboxPost.key.startswith(begins, autoescape=True), OutboxPost.state == "pending")
    ending = update(OutboxPost).where(*waits)
    await session.execute(ending.values(state="cancelled", reason=reason, next_send_at=now))


async def cancel_all(
    session: Session, *, platform: str, workspace: str, place: str = "", reason: str, now: datetime
) -> int:
    """Cancel what waits for the workspace, or for the one place in it. Return how many posts that were.

    What one person was to see in the place is left: it reaches them elsewhere.
    """
    here = f"{platform}/{workspace}/"
    there: ColumnElement[bool] = OutboxPost.target.startswith(here, autoescape=True)
    if place:
        there = (OutboxPost.target == here + place) & ~is_for_one()
    waits = or_(OutboxPost.state == "pending", is_lost())
    ending = update(OutboxPost).where(there, waits).returning(OutboxPost.id)
    ended = await session.scalars(
        ending.values(
            state="cancelled",
            reason=reason,
            lease_until=None,
            next_send_at=now,
            is_uncertain=or_(OutboxPost.is_uncertain, OutboxPost.state == "sending"),
        )
    )
    ids = ended.all()
    erasing = update(OutboxPost).where(OutboxPost.id.in_(ids), OutboxPost.is_off_record)
    await session.execute(erasing.values(**ERASED, target=here))
    await forget_answers(session, ids)
    return len(ids)
