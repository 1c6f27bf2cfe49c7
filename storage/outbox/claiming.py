"""Taking a post into one's hands: one at a time in each conversation, whoever else delivers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
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
from storage.holds import is_held
from storage.tables import Channel, OutboxPost, Workspace
from storage.types import UtcDateTime

# How the keys of answers to people begin.
ANSWERS = "answer/"
# By the database's clock: whoever claimed a post has so long to send it, and then it is anybody's again.
LEASE_SECONDS = 60
CLOSED = "the channel is closed: {why}"
PAUSED = "the channel is shared, and nobody confirmed yet that I may post there"


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post that was claimed for sending, as it is stored; `attempts` counts this one too.

    One that `is_edit` changes the message `edits`, if that is there. `obstacle` says why it must not go
    out any more. After an attempt `is_uncertain` where nobody knows how that one ended. What `builds`
    names is to be put into words before it is sent.
    """

    id: int
    key: str
    target: str
    attempts: int
    stored_address: dict[str, Any]
    stored_reply: dict[str, Any]
    engagement_id: int | None = None
    is_edit: bool = False
    edits: str = ""
    builds: Mapping[str, Any] | None = None
    is_uncertain: bool = False
    is_off_record: bool = False
    obstacle: str = ""

    @property
    def address(self) -> Address:
        """Where it goes. Raises TypeError for an address that this version cannot read."""
        return Address(**self.stored_address)

    @property
    def has_words(self) -> bool:
        """Whether it is known what it says: only then it may have gone out."""
        return bool(self.stored_reply)

    @property
    def reply(self) -> Reply:
        """What is posted. Raises ValueError or TypeError for one that this version cannot read."""
        return reply_from_json(self.stored_reply)

    @property
    def asker(self) -> str:
        """The account that it answers; empty where it answers nobody, or all may see it."""
        seen_by, account = (str(self.stored_address.get(name) or "") for name in ("seen_by", "account"))
        return seen_by or (account if self.key.startswith(ANSWERS) else "")

    @property
    def workspace(self) -> str:
        """The platform and the workspace, as "slack/T1"."""
        return "/".join(self.target.split("/", 2)[:2])


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
    earlier, first = aliased(OutboxPost), aliased(OutboxPost)
    waits = (OutboxPost.state == "pending") & (OutboxPost.next_send_at <= now)
    # One that was put back keeps its place: what was decided after it comes after it.
    is_before = (earlier.state == "sending") | (
        (earlier.state == "pending") & ((earlier.attempts > 0) | (earlier.next_send_at <= now))
    )
    held_up = exists().where(earlier.target == OutboxPost.target, earlier.id < OutboxPost.id, is_before)
    is_early = exists().where(first.id == OutboxPost.edits_id, first.state.in_(("pending", "sending")))
    return (waits | is_lost()) & ~held_up & ~is_early & ~is_held(now)


def is_lost() -> ColumnElement[bool]:
    """Whether its sender did not come back in time."""
    return (OutboxPost.state == "sending") & (OutboxPost.lease_until < database_now())


def is_for_one() -> ColumnElement[bool]:
    """Whether one person alone sees it in its channel."""
    return func.coalesce(OutboxPost.address["seen_by"].as_string(), "") != ""


async def claim(session: Session, *, post_id: int, now: datetime) -> Post | None:
    """Take the post for a minute. None where another process has it, or its conversation is busy."""
    taking = (
        update(OutboxPost)
        .where(OutboxPost.id == post_id, _claimable(literal(now, UtcDateTime())))
        .values(
            state="sending",
            lease_until=database_now(plus_seconds=LEASE_SECONDS),
            attempts=OutboxPost.attempts + 1,
            is_uncertain=or_(OutboxPost.is_uncertain, OutboxPost.state == "sending"),
        )
        .returning(OutboxPost)
        .execution_options(synchronize_session=False)
    )
    try:
        async with session.begin_nested():
            row = (await session.execute(taking)).scalars().first()
    except IntegrityError:  # another process sends something to this conversation
        return None
    return None if row is None else await _post(session, row)


async def write_down(session: Session, post: Post, reply: Reply) -> Post:
    """Keep what the claimed post says this time, and return it with these words."""
    stored = to_json(reply)
    await session.execute(update(OutboxPost).where(OutboxPost.id == post.id).values(reply=stored))
    return replace(post, stored_reply=stored)


async def _post(session: Session, row: OutboxPost) -> Post:
    return Post(
        id=row.id,
        key=row.key,
        target=row.target,
        attempts=row.attempts,
        stored_address=row.address,
        stored_reply=row.reply,
        engagement_id=row.engagement_id,
        is_edit=row.edits_id is not None,
        edits=await _message_to_change(session, row),
        builds=row.builds,
        is_uncertain=row.is_uncertain,
        is_off_record=row.is_off_record,
        obstacle=await _obstacle(session, row),
    )


async def _message_to_change(session: Session, row: OutboxPost) -> str:
    """The message of the first post; where that never was, the one that a later change made instead."""
    if row.edits_id is None:
        return ""
    is_of_it = or_(OutboxPost.id == row.edits_id, OutboxPost.edits_id == row.edits_id)
    went_out = (OutboxPost.state == "sent", OutboxPost.message_id != "", OutboxPost.id < row.id)
    query = select(OutboxPost.message_id).where(is_of_it, *went_out).order_by(OutboxPost.id.desc())
    return await session.scalar(query.limit(1)) or ""


_CHANNEL = (
    select(Channel.closed, Channel.is_paused)
    .join(Workspace, Workspace.id == Channel.workspace_id)
    .where(Workspace.platform == bindparam("platform"), Workspace.external_id == bindparam("workspace"))
    .where(Channel.external_id == bindparam("place"))
)


async def _obstacle(session: Session, row: OutboxPost) -> str:
    """Why nothing is posted there by ourselves; what one person alone sees is always allowed."""
    if row.address.get("account") or row.address.get("seen_by"):
        return ""
    platform, workspace, place = row.target.split("/", 2)
    wanted = {"platform": platform, "workspace": workspace, "place": place}
    known = (await session.execute(_CHANNEL, wanted)).first()
    if known is None:
        return ""
    closed, is_paused = known
    if closed:
        return CLOSED.format(why=closed)
    return PAUSED if is_paused else ""
