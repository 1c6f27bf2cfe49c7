"""The dates of a schedule: planned, taken when their time has come, and how each of them ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select, update
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.insert import insert_once
from storage.outbox.obstacles import AGAIN, NOT_ACTIVE, NOT_SHOWN, SCHEDULE_PAUSED
from storage.schedules.plans import CHANGED
from storage.tables import Occurrence, OccurrencePost, OutboxPost
from storage.types import UtcDateTime

# How an occurrence with several posts ended: as the first of these that one of them has.
BY_WEIGHT = ("failed", "uncertain", "missed", "posting", "sent", "cancelled")
# Why an occurrence was cancelled before its job was asked.
NOBODY_LOOKED = (CHANGED, NOT_ACTIVE, SCHEDULE_PAUSED, NOT_SHOWN)
ON_ITS_WAY = frozenset({"pending", "sending"})


@dataclass(frozen=True, kw_only=True)
class Happened:
    """An occurrence and its state: planned, posting, sent, cancelled, missed, failed or uncertain."""

    id: int
    job: str
    local_date: date
    due_at: datetime
    state: str
    reason: str

    @property
    def reaches(self) -> bool:
        """Whether its post is on its way, or arrived as far as is known."""
        return self.state in ("posting", "sent", "uncertain")


async def plan(
    session: Session,
    *,
    engagement_id: int,
    schedule_id: int,
    version: int,
    job: str,
    local_date: date,
    due_at: datetime,
    latest_at: datetime,
    args: Mapping[str, Any] | None = None,
    origin_id: int | None = None,
    cancelled: str = "",
    now: datetime,
) -> bool:
    """Plan the job for that date, once; `cancelled` says why it will not happen. Return whether it is new.

    `origin_id` is the occurrence that it follows, as a digest follows its check-in. One that was cancelled
    since the schedule changed is planned again by a newer version.
    """
    ending = {"state": "cancelled", "reason": cancelled, "ended_at": now}
    values = {
        "version": version,
        "due_at": due_at,
        "latest_at": latest_at,
        "args": dict(args or {}),
        "origin_id": origin_id,
        **(ending if cancelled else {"state": "planned", "reason": "", "ended_at": None}),
    }
    names = {"schedule_id": schedule_id, "job": job, "local_date": local_date, "engagement_id": engagement_id}
    if await insert_once(session, Occurrence, {**names, **values}):
        return True
    dropped = (Occurrence.state == "cancelled", Occurrence.reason == CHANGED, Occurrence.version < version)
    same = (getattr(Occurrence, name) == value for name, value in names.items())
    again = update(Occurrence).where(*same, *dropped).values(**values).returning(Occurrence.id)
    again = again.execution_options(synchronize_session=False)
    return (await session.scalars(again)).first() is not None


async def follows(
    session: Session, *, engagement_id: int, schedule_id: int, job: str, local_date: date, origin_id: int
) -> bool:
    """Whether what is planned for that date follows the occurrence `origin_id`."""
    there = exists().where(
        Occurrence.engagement_id == engagement_id,
        Occurrence.schedule_id == schedule_id,
        Occurrence.job == job,
        Occurrence.local_date == local_date,
        Occurrence.origin_id == origin_id,
    )
    return bool(await session.scalar(select(there)))


async def due(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[int, int]]:
    """Occurrence and engagement of what is due at `now`, the oldest first."""
    rows = await session.execute(_due(), {"moment": now, "most": limit})
    return [(occurrence_id, engagement_id) for occurrence_id, engagement_id in rows]


# Asked each second: built once, it costs a third.
@cache
def _due() -> Select[int, int]:
    return (
        select(Occurrence.id, Occurrence.engagement_id)
        .where(Occurrence.state == "planned", Occurrence.due_at <= bindparam("moment", type_=UtcDateTime()))
        .order_by(Occurrence.due_at, Occurrence.id)
        .limit(bindparam("most"))
    )


async def take(
    session: Session, *, engagement_id: int, occurrence_id: int, now: datetime
) -> Occurrence | None:
    """Decide what is due, as the only one who does. None where somebody else did, or it was dropped."""
    planned = (Occurrence.id == occurrence_id, Occurrence.engagement_id == engagement_id)
    taking = (
        update(Occurrence)
        .where(*planned, Occurrence.state == "planned")
        .values(state="decided", ended_at=now)
        .returning(Occurrence)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return (await session.scalars(taking)).first()


async def end(
    session: Session, *, engagement_id: int, occurrence_id: int, state: str, reason: str, now: datetime
) -> None:
    """It ended before there was a post: as `cancelled` or `missed`, for that reason."""
    ours = (Occurrence.id == occurrence_id, Occurrence.engagement_id == engagement_id)
    ending = update(Occurrence).where(*ours).values(state=state, reason=reason, ended_at=now)
    await session.execute(ending.execution_options(synchronize_session=False))


async def tell(
    session: Session,
    *,
    engagement_id: int,
    occurrence_id: int,
    key: str,
    person_id: int | None = None,
    args: Mapping[str, Any] | None = None,
) -> None:
    """Note that the occurrence is told in the post with this key."""
    outbox_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == key))
    values = {
        "engagement_id": engagement_id,
        "occurrence_id": occurrence_id,
        "outbox_id": outbox_id,
        "person_id": person_id,
        "args": dict(args or {}),
    }
    await insert_once(session, OccurrencePost, values)


async def occurrences(
    session: Session, *, engagement_id: int, schedule_id: int, since: date, until: date
) -> list[Happened]:
    """What was planned from `since` to `until`, both included, and what became of it, by time."""
    query = (
        select(Occurrence)
        .where(Occurrence.engagement_id == engagement_id, Occurrence.schedule_id == schedule_id)
        .where(Occurrence.local_date >= since, Occurrence.local_date <= until)
        .order_by(Occurrence.due_at, Occurrence.id)
        .execution_options(populate_existing=True)
    )
    rows = (await session.scalars(query)).all()
    ends = await _ends(session, [row.id for row in rows if row.state == "decided"])
    return [_happened(row, ends) for row in rows]


async def last_run(session: Session, *, engagement_id: int, schedule_id: int, before: date) -> date | None:
    """The last day before that one on which the job looked what there was to say."""
    ours = (Occurrence.engagement_id == engagement_id, Occurrence.schedule_id == schedule_id)
    had_nothing = (Occurrence.state == "cancelled") & Occurrence.reason.not_in(NOBODY_LOOKED)
    looked = (Occurrence.state == "decided") | had_nothing
    query = select(func.max(Occurrence.local_date)).where(*ours, looked, Occurrence.local_date < before)
    return await session.scalar(query)


async def _ends(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Occurrence -> how its posts ended as a whole, and why."""
    again = aliased(OutboxPost)
    query = (
        select(OccurrencePost.occurrence_id, OutboxPost.state, OutboxPost.reason)
        .join(OutboxPost, OutboxPost.id == OccurrencePost.outbox_id)
        .where(OccurrencePost.occurrence_id.in_(ids))
        # What a lead had posted once more ended as that did.
        .where(~exists().where(again.key == OutboxPost.key + AGAIN))
        .order_by(OccurrencePost.id)
    )
    ended: dict[int, tuple[str, str]] = {}
    for occurrence_id, raw, reason in await session.execute(query):
        state = "posting" if raw in ON_ITS_WAY else raw
        known = ended.get(occurrence_id)
        if known is None or BY_WEIGHT.index(state) < BY_WEIGHT.index(known[0]):
            ended[occurrence_id] = (state, "" if state in ("posting", "sent") else reason)
    return ended


def _happened(row: Occurrence, ends: Mapping[int, tuple[str, str]]) -> Happened:
    state, reason = ends.get(row.id, ("cancelled", "")) if row.state == "decided" else (row.state, row.reason)
    return Happened(
        id=row.id, job=row.job, local_date=row.local_date, due_at=row.due_at, state=state, reason=reason
    )
