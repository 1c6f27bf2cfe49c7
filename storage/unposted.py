"""What a job was to post and did not: for the leads, who may have it posted now, or leave it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.insert import insert_once
from storage.morning import LATEST
from storage.outbox.adding import FRESH, HAS_POSTS
from storage.outbox.obstacles import AGAIN
from storage.tables import Occurrence, OccurrencePost, OutboxPost

Kind = Literal["post", "date"]
State = Literal["missed", "failed", "uncertain"]

ENDED_BADLY: tuple[State, ...] = ("missed", "failed", "uncertain")
# The items of a message that is posted once more are of use for so long again.
USEFUL = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Unposted:
    """A post, or a date of a schedule for which none was made; `due_at` is when it should have come.

    Of a post `target`, `account` and `trouble` say where it was to go, and in our words why it did not;
    `builds` is what it was to be made of.
    """

    kind: Kind
    id: int
    job: str
    state: State
    due_at: datetime
    target: str = ""
    account: str = ""
    trouble: str = ""
    builds: Mapping[str, Any] = field(default_factory=dict)


async def find(session: Session, *, engagement_id: int, since: datetime, most: int = 100) -> list[Unposted]:
    """What came to nothing since then and waits for a lead's decision, the newest first."""
    posts = _posts(engagement_id).where(OutboxPost.next_send_at >= since)
    dates = _dates(engagement_id).where(Occurrence.ended_at >= since)
    found = [_post(row) for row in await session.execute(posts.limit(most))]
    found += [_date(row) for row in await session.execute(dates.limit(most))]
    return sorted(found, key=lambda one: (one.due_at, one.id), reverse=True)


async def find_these(
    session: Session, *, engagement_id: int, post_ids: Collection[int], date_ids: Collection[int]
) -> list[Unposted]:
    """Those of them about which nobody decided yet, the oldest first."""
    posts = _posts(engagement_id).where(OutboxPost.id.in_(post_ids))
    dates = _dates(engagement_id).where(Occurrence.id.in_(date_ids))
    found = [_post(row) for row in await session.execute(posts)]
    found += [_date(row) for row in await session.execute(dates)]
    return sorted(found, key=lambda one: (one.due_at, one.id))


def _posts(engagement_id: int) -> Select[*tuple[Any, ...]]:
    again = aliased(OutboxPost)
    due_at = (
        select(func.min(Occurrence.due_at))
        .join(OccurrencePost, OccurrencePost.occurrence_id == Occurrence.id)
        .where(OccurrencePost.outbox_id == OutboxPost.id)
        .scalar_subquery()
    )
    return (
        select(
            *(OutboxPost.id, OutboxPost.job, OutboxPost.state, OutboxPost.target, OutboxPost.address),
            *(OutboxPost.trouble, OutboxPost.builds, OutboxPost.created_at, due_at.label("due_at")),
        )
        .where(OutboxPost.engagement_id == engagement_id, _is_unposted(), OutboxPost.left_at.is_(None))
        .where(~exists().where(again.key == OutboxPost.key + AGAIN))
        .order_by(OutboxPost.next_send_at.desc(), OutboxPost.id.desc())
    )


def _is_unposted() -> ColumnElement[bool]:
    # An edit has nothing of its own to say: the next one says it.
    is_message = or_(OutboxPost.edits_id.is_(None), OutboxPost.key.endswith(AGAIN))
    return (OutboxPost.job != "") & OutboxPost.state.in_(ENDED_BADLY) & is_message


def _dates(engagement_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Occurrence.id, Occurrence.job, Occurrence.state, Occurrence.due_at)
        .where(Occurrence.engagement_id == engagement_id, Occurrence.state.in_(ENDED_BADLY))
        .where(Occurrence.left_at.is_(None))
        .order_by(Occurrence.due_at.desc(), Occurrence.id.desc())
    )


def _post(row: Row[*tuple[Any, ...]]) -> Unposted:
    return Unposted(
        kind="post",
        id=row.id,
        job=row.job,
        state=row.state,
        due_at=row.due_at or row.created_at,
        target=row.target,
        account=str(row.address.get("account") or ""),
        trouble=row.trouble,
        builds=row.builds or {},
    )


def _date(row: Row[*tuple[Any, ...]]) -> Unposted:
    return Unposted(kind="date", id=row.id, job=row.job, state=row.state, due_at=row.due_at)


async def mark(
    session: Session, *, engagement_id: int, kind: Kind, item_id: int, left_at: datetime | None
) -> bool:
    """Leave it from that moment on, or leave it no longer. Return False where it is not there."""
    table = OutboxPost if kind == "post" else Occurrence
    there = (table.id == item_id, table.engagement_id == engagement_id, table.state.in_(ENDED_BADLY))
    marking = update(table).where(*there).values(left_at=left_at).returning(table.id)
    marking = marking.execution_options(synchronize_session=False)
    return (await session.scalars(marking)).first() is not None


async def post_again(session: Session, *, engagement_id: int, post_id: int, now: datetime) -> bool | None:
    """Put the post into the outbox once more, in words of now. Return whether that is new.

    None: nobody knows any more what it said, or where it was to go.
    """
    there = (OutboxPost.id == post_id, OutboxPost.engagement_id == engagement_id, _is_unposted())
    row = (await session.scalars(select(OutboxPost).where(*there))).first()
    if row is None or not row.address or not (row.reply or row.builds):
        return None
    values = {
        **{name: getattr(row, name) for name in ("engagement_id", "target", "address", "builds", "job")},
        "key": row.key + AGAIN,
        "person_id": row.person_id,
        "reply": {} if row.builds is not None else row.reply,
        "created_at": now,
        "next_send_at": now,
        # Whatever changes the message of the first one changes this one's.
        "edits_id": row.edits_id or row.id,
        "is_off_record": row.is_off_record,
    }
    if not await insert_once(session, OutboxPost, {**FRESH, **values}):
        return False
    session.info[HAS_POSTS] = True
    await _tell_the_same(session, engagement_id, row, now)
    return True


async def _tell_the_same(session: Session, engagement_id: int, row: OutboxPost, now: datetime) -> None:
    """Let the new post tell the occurrences of the old one."""
    new_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == row.key + AGAIN))
    links = await session.scalars(
        select(OccurrencePost).where(
            OccurrencePost.engagement_id == engagement_id, OccurrencePost.outbox_id == row.id
        )
    )
    for link in links.all():
        later = {LATEST: (now + USEFUL).isoformat()} if LATEST in link.args else {}
        values = {
            "engagement_id": engagement_id,
            "occurrence_id": link.occurrence_id,
            "outbox_id": new_id,
            "person_id": link.person_id,
            "args": {**link.args, **later},
        }
        await insert_once(session, OccurrencePost, values)


async def join(session: Session, *, prefix: str, kind: Kind, item_id: int, send_at: datetime) -> bool:
    """Have the notice tell of it too that waits under such a key. Return False where none waits.

    It leaves at `send_at` where it would leave later.

    One that is found stays unclaimed until this transaction ends (as in outbox_edits.waiting).
    """
    waits = (OutboxPost.key.startswith(prefix, autoescape=True), OutboxPost.state == "pending")
    query = select(OutboxPost).where(*waits, ~OutboxPost.is_uncertain).order_by(OutboxPost.id).limit(1)
    locked = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    row = (await session.scalars(locked)).first()
    if row is None or row.builds is None:
        return False
    told: Sequence[int] = row.builds[f"{kind}s"]
    row.builds = {**row.builds, f"{kind}s": sorted({*told, item_id})}
    row.next_send_at = min(row.next_send_at, send_at)
    await session.flush()
    return True
