"""Taking posts into one's hands: one at a time in each conversation, whoever else delivers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, exists, func, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, aliased

from domain.chat import Reply
from storage import paces
from storage.clock import database_now
from storage.codec import to_json
from storage.database import Session
from storage.holds import is_held
from storage.outbox.obstacles import Obstacle, obstacles
from storage.outbox.post import ANSWERS, Post
from storage.paces import Limits, Waiting
from storage.tables import OutboxPost
from storage.types import JsonValue, UtcDateTime

# By the database's clock: whoever claimed a post has so long to send it, and then it is anybody's again.
LEASE_SECONDS = 60
# One that came back so often does not hold up its conversation any more between its attempts.
PLACE_ATTEMPTS = 10

Moment = ColumnElement[datetime]
State = InstrumentedAttribute[str]


async def due(
    session: Session, *, platforms: Collection[str], now: datetime, limit: int = 50
) -> list[Waiting]:
    """Posts to these platforms that can be claimed now, of each conversation the first.

    Answers to people come first, and then what waited longest.
    """
    given = {"moment": now, "longest": now + paces.LONGEST, "most": limit}
    return [_waiting(row) for row in await session.execute(_due_query(tuple(platforms)), given)]


def _waiting(row: Row[*tuple[Any, ...]]) -> Waiting:
    is_edit = row.edits_id is not None
    return Waiting(id=row.id, target=row.target, is_edit=is_edit, is_prompt=row.is_answer)


# Asked after each commit, and each second: built once, it costs a third.
@cache
def _due_query(platforms: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    now: Moment = bindparam("moment", type_=UtcDateTime())
    is_busy = paces.is_busy(now, bindparam("longest", type_=UtcDateTime()))
    here = or_(*(OutboxPost.target.startswith(f"{name}/", autoescape=True) for name in platforms))
    is_answer = OutboxPost.key.startswith(ANSWERS)
    # One pass over what is on its way, by its own index, finds the first post of every conversation.
    on_its_way = _is(OutboxPost.state, "pending", "sending")
    # What is being sent has its turn, whatever before it came due since.
    sending = func.min(case((_is(OutboxPost.state, "sending"), OutboxPost.id)))
    counts = select(func.coalesce(sending, func.min(OutboxPost.id)).label("id")).where(
        on_its_way, here, _goes_before(OutboxPost, now)
    )
    first = counts.group_by(OutboxPost.target).subquery()
    return (
        select(OutboxPost.id, OutboxPost.target, OutboxPost.edits_id, is_answer.label("is_answer"))
        .join(first, first.c.id == OutboxPost.id)
        .where(_waits(now) | is_lost(), ~_is_early(), ~is_held(now), is_answer | ~is_busy)
        .order_by(is_answer.desc(), OutboxPost.next_send_at, OutboxPost.id)
        .limit(bindparam("most"))
    )


def _waits(now: Moment) -> ColumnElement[bool]:
    """Whether its time has come."""
    return _is(OutboxPost.state, "pending") & (OutboxPost.next_send_at <= now)


def _is(state: State, *names: str) -> ColumnElement[bool]:
    """Whether it is in one of the states: written out, so that the databases see which index is meant."""
    if len(names) == 1:
        return state == literal(names[0], literal_execute=True)
    return state.in_([literal(name, literal_execute=True) for name in names])


def _is_first(now: Moment) -> ColumnElement[bool]:
    """Whether nothing stands before it in its conversation, and its platform takes such a post."""
    earlier = aliased(OutboxPost)
    on_its_way = _is(earlier.state, "pending", "sending")
    is_before = (earlier.target == OutboxPost.target, earlier.id < OutboxPost.id, _goes_before(earlier, now))
    has_turn = _is(OutboxPost.state, "sending") | ~exists().where(on_its_way, *is_before)
    return has_turn & ~_is_early() & ~is_held(now)


def _goes_before(row: type[OutboxPost], now: Moment) -> ColumnElement[bool]:
    """Whether what comes after it in its conversation waits for it.

    One that was put back keeps its place: what was decided after it comes after it. But where it waits for
    a platform for long, it may be the post itself that is not taken, and answers are not kept from people.
    """
    keeps_place = (row.attempts > 0) & (row.attempts < PLACE_ATTEMPTS)
    return (row.state == "sending") | keeps_place | (row.next_send_at <= now)


def _is_early() -> ColumnElement[bool]:
    """Whether it changes a message that is not out yet."""
    first = aliased(OutboxPost)
    return exists().where(first.id == OutboxPost.edits_id, first.state.in_(("pending", "sending")))


def is_lost() -> ColumnElement[bool]:
    """Whether its sender did not come back in time."""
    return _is(OutboxPost.state, "sending") & (OutboxPost.lease_until < database_now())


def is_for_one() -> ColumnElement[bool]:
    """Whether one person alone sees it in its channel."""
    return func.coalesce(OutboxPost.address["seen_by"].as_string(), "") != ""


async def claim_all(
    session: Session, waiting: Sequence[Waiting], *, limits: Mapping[str, Limits], now: datetime
) -> list[Post]:
    """Take those of the posts for a minute that nobody else has, and for which their platform has room."""
    rooms = await paces.hold(session, waiting, limits, now=now)
    wanted: dict[int, Waiting] = {}
    for one in waiting:
        if rooms.has_room(one):
            rooms.take(one)
            wanted[one.id] = one
    rows = await _take(session, list(wanted), now)
    await paces.write(session, rooms)
    return await _posts(session, rows, now)


async def claim(session: Session, *, post_id: int, now: datetime) -> Post | None:
    """Take the post for a minute. None where another process has it, or its conversation is busy."""
    rows = await _take(session, [post_id], now)
    return next(iter(await _posts(session, rows, now)), None)


async def _take(session: Session, ids: Sequence[int], now: datetime) -> list[OutboxPost]:
    """Take these at once. Where one meets another process in its conversation, take them one by one."""
    if not ids:
        return []
    try:
        async with session.begin_nested():
            given = {"ids": ids, "moment": now}
            return list((await session.execute(_taking(), given)).scalars())
    except IntegrityError:  # another process sends something to one of the conversations
        if len(ids) == 1:
            return []
    return [row for post_id in ids for row in await _take(session, [post_id], now)]


@cache
def _taking() -> Any:
    now: Moment = bindparam("moment", type_=UtcDateTime())
    there = OutboxPost.id.in_(bindparam("ids", expanding=True))
    free = select(OutboxPost.id).where(there, _waits(now) | is_lost(), _is_first(now))
    # With key_share an edit of the post may be added meanwhile: it refers to the row.
    free = free.with_for_update(skip_locked=True, key_share=True)
    return (
        update(OutboxPost)
        .where(OutboxPost.id.in_(free))
        .values(
            state="sending",
            lease_until=database_now(plus_seconds=LEASE_SECONDS),
            attempts=OutboxPost.attempts + 1,
            is_uncertain=or_(OutboxPost.is_uncertain, OutboxPost.state == "sending"),
        )
        .returning(OutboxPost)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


# Built once: of every post that is put into words it is a part.
_WRITING_DOWN = (
    update(OutboxPost)
    .where(OutboxPost.id == bindparam("of"))
    .values(reply=bindparam("words", type_=JsonValue))
    .execution_options(synchronize_session=False)
)


async def write_down(session: Session, post: Post, reply: Reply) -> Post:
    """Keep what the claimed post says this time, and return it with these words."""
    stored = to_json(reply)
    connection = await session.connection()
    await connection.execute(_WRITING_DOWN, {"of": post.id, "words": stored})
    return replace(post, stored_reply=stored)


async def _posts(session: Session, rows: Sequence[OutboxPost], now: datetime) -> list[Post]:
    if not rows:
        return []
    against = await obstacles(session, rows, now=now)
    return [await _post(session, row, against.get(row.id), now) for row in rows]


async def _post(session: Session, row: OutboxPost, obstacle: Obstacle | None, now: datetime) -> Post:
    return Post(
        id=row.id,
        key=row.key,
        target=row.target,
        attempts=row.attempts,
        created_at=row.created_at,
        claimed_at=now,
        stored_address=row.address,
        stored_reply=row.reply,
        engagement_id=row.engagement_id,
        job=row.job,
        person_id=row.person_id,
        latest_at=row.latest_at,
        is_edit=row.edits_id is not None,
        edits=await _message_to_change(session, row),
        builds=row.builds,
        is_uncertain=row.is_uncertain,
        is_off_record=row.is_off_record,
        obstacle=obstacle.reason if obstacle else "",
        ends_as=obstacle.ends_as if obstacle else "cancelled",
    )


async def _message_to_change(session: Session, row: OutboxPost) -> str:
    """The message of the first post; where that never was, the one that a later change made instead."""
    if row.edits_id is None:
        return ""
    is_of_it = or_(OutboxPost.id == row.edits_id, OutboxPost.edits_id == row.edits_id)
    went_out = (OutboxPost.state == "sent", OutboxPost.message_id != "", OutboxPost.id < row.id)
    query = select(OutboxPost.message_id).where(is_of_it, *went_out).order_by(OutboxPost.id.desc())
    return await session.scalar(query.limit(1)) or ""
