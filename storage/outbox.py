"""The outbox: posts that were decided, waiting to reach a conversation, once."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from domain.chat import Address, Reply
from storage.clock import database_now
from storage.codec import reply_from_json, to_json
from storage.database import Session
from storage.insert import insert_once
from storage.tables import OutboxPost
from storage.types import UtcDateTime

# By the database's clock: whoever claimed a post has so long to send it, and then it is anybody's again.
LEASE_SECONDS = 60


HAS_POSTS = "has_posts"


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post that was claimed for sending, as it is stored; `attempts` counts this one too."""

    id: int
    key: str
    target: str
    attempts: int
    stored_address: dict[str, Any]
    stored_reply: dict[str, Any]

    @property
    def address(self) -> Address:
        """Where it goes. Raises TypeError for an address that this version cannot read."""
        return Address(**self.stored_address)

    @property
    def reply(self) -> Reply:
        """What is posted. Raises ValueError or TypeError for one that this version cannot read."""
        return reply_from_json(self.stored_reply)


def has_new_posts(session: Session) -> bool:
    """Whether this transaction put something into the outbox."""
    return bool(session.info.get(HAS_POSTS))


async def add(
    session: Session,
    *,
    key: str,
    engagement_id: int | None,
    address: Address,
    reply: Reply,
    now: datetime,
    edits: str = "",
    is_off_record: bool = False,
) -> bool:
    """Put a post into the outbox. Return False where the same key is there already.

    `edits` is the key of the post whose message this one changes; without such a post it is one of its own.
    """
    session.info[HAS_POSTS] = True
    values = {
        "key": key,
        "engagement_id": engagement_id,
        "target": f"{address.platform}/{address.workspace}/{address.place}",
        "address": asdict(address),
        "reply": to_json(reply),
        "state": "pending",
        "attempts": 0,
        "reason": "",
        "message_id": "",
        "created_at": now,
        "next_send_at": now,
        "edits_id": await _first_post(session, edits) if edits else None,
        "is_uncertain": False,
        "is_off_record": is_off_record,
    }
    return await insert_once(session, OutboxPost, values)


async def _first_post(session: Session, key: str) -> int | None:
    """The post that made the message which the post with this key made or changed."""
    query = select(func.coalesce(OutboxPost.edits_id, OutboxPost.id)).where(OutboxPost.key == key)
    return await session.scalar(query)


async def cancel_all(
    session: Session, *, platform: str, workspace: str, place: str = "", reason: str, now: datetime
) -> int:
    """Cancel what waits for the workspace, or for the one place in it. Return how many posts that were.

    What one person was to see in the place is left: it reaches them elsewhere.
    """
    here = f"{platform}/{workspace}/"
    there: ColumnElement[bool] = OutboxPost.target.startswith(here, autoescape=True)
    if place:
        is_private = func.coalesce(OutboxPost.address["seen_by"].as_string(), "") != ""
        there = (OutboxPost.target == here + place) & ~is_private
    waits = (OutboxPost.state == "pending") | _is_lost()
    ending = update(OutboxPost).where(there, waits).returning(OutboxPost.id)
    ended = await session.execute(ending.values(state="cancelled", reason=reason, lease_until=None))
    return len(ended.all())


def _is_lost() -> ColumnElement[bool]:
    """Whether its sender did not come back in time."""
    return (OutboxPost.state == "sending") & (OutboxPost.lease_until < database_now())


async def due(
    session: Session, *, platforms: Collection[str], now: datetime, limit: int = 50
) -> Sequence[int]:
    """The ids of posts to these platforms that can be claimed now: of each conversation the first."""
    query = _due_query(tuple(platforms))
    return (await session.scalars(query, {"moment": now, "most": limit})).all()


# Asked after each commit, and each second: built once, it costs a third.
@cache
def _due_query(platforms: tuple[str, ...]) -> Select[int]:
    now = bindparam("moment", type_=UtcDateTime())
    here = or_(*(OutboxPost.target.startswith(f"{name}/", autoescape=True) for name in platforms))
    return select(OutboxPost.id).where(here, _claimable(now)).order_by(OutboxPost.id).limit(bindparam("most"))


def _claimable(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """A post whose time has come, or whose sender was lost, with none before it in its conversation."""
    earlier = aliased(OutboxPost)
    waits = (OutboxPost.state == "pending") & (OutboxPost.next_send_at <= now)
    # One that was put back keeps its place: what was decided after it comes after it.
    is_before = (earlier.state == "sending") | (
        (earlier.state == "pending") & ((earlier.attempts > 0) | (earlier.next_send_at <= now))
    )
    held_up = exists().where(earlier.target == OutboxPost.target, earlier.id < OutboxPost.id, is_before)
    return (waits | _is_lost()) & ~held_up


async def claim(session: Session, *, post_id: int, now: datetime) -> Post | None:
    """Take the post for a minute. None where another process has it, or its conversation is busy."""
    taking = (
        update(OutboxPost)
        .where(OutboxPost.id == post_id, _claimable(literal(now, UtcDateTime())))
        .values(
            state="sending",
            lease_until=database_now(plus_seconds=LEASE_SECONDS),
            attempts=OutboxPost.attempts + 1,
        )
        .returning(OutboxPost)
        .execution_options(synchronize_session=False)
    )
    try:
        async with session.begin_nested():
            row = (await session.execute(taking)).scalars().first()
    except IntegrityError:  # another process sends something to this conversation
        return None
    return None if row is None else _post(row)


def _post(row: OutboxPost) -> Post:
    return Post(
        id=row.id,
        key=row.key,
        target=row.target,
        attempts=row.attempts,
        stored_address=row.address,
        stored_reply=row.reply,
    )


async def mark_sent(session: Session, post: Post, *, message_id: str, now: datetime) -> bool:
    """The platform has it. Return False where the post is no longer in our hands."""
    return await _settle(session, post, state="sent", message_id=message_id, reason="", sent_at=now)


async def put_back(session: Session, post: Post, *, reason: str, next_send_at: datetime) -> bool:
    """It did not go out this time. Return False where the post is no longer in our hands."""
    return await _settle(session, post, state="pending", reason=reason, next_send_at=next_send_at)


async def mark_failed(session: Session, post: Post, *, reason: str) -> bool:
    """It cannot be delivered. Return False where the post is no longer in our hands."""
    return await _settle(session, post, state="failed", reason=reason)


async def _settle(session: Session, post: Post, **values: object) -> bool:
    """Change the post, unless its lease ran out and somebody else took it: that was another attempt."""
    ours = (OutboxPost.id == post.id, OutboxPost.state == "sending", OutboxPost.attempts == post.attempts)
    changed = update(OutboxPost).where(*ours).values(lease_until=None, **values).returning(OutboxPost.id)
    return (await session.execute(changed)).first() is not None


async def count_by_state(session: Session) -> dict[str, int]:
    """State -> how many posts are in it."""
    query = select(OutboxPost.state, func.count()).group_by(OutboxPost.state)
    return {row[0]: row[1] for row in await session.execute(query)}
