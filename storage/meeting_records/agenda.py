"""What people want to talk about in a meeting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from storage.database import Session
from storage.tables import AgendaItem, Person


@dataclass(frozen=True, kw_only=True)
class Point:
    """An item of the agenda: its words, how many minutes somebody asked for, and whose it is."""

    id: int
    text: str
    minutes: int | None
    kind: Literal["decide", "inform"]
    by_id: int
    by: str


async def add_point(
    session: Session,
    *,
    engagement_id: int,
    meeting_id: int,
    text: str,
    minutes: int | None,
    is_to_decide: bool,
    by_id: int,
    source: str,
    now: datetime,
) -> int:
    """Put something on the agenda, and give its id."""
    row = AgendaItem(
        engagement_id=engagement_id,
        meeting_id=meeting_id,
        text=text,
        minutes=minutes,
        kind="decide" if is_to_decide else "inform",
        by_id=by_id,
        source=source,
        at=now,
        withdrawn_at=None,
    )
    session.add(row)
    await session.flush()
    return row.id


async def set_point_withdrawn(
    session: Session, *, engagement_id: int, point_id: int, now: datetime | None
) -> bool:
    """Take an item off the agenda; None puts it back. Return False where nothing changed."""
    query = select(AgendaItem).where(AgendaItem.id == point_id, AgendaItem.engagement_id == engagement_id)
    row = (await session.scalars(query)).first()
    if row is None or (row.withdrawn_at is None) == (now is None):
        return False
    row.withdrawn_at = now
    await session.flush()
    return True


async def agenda_of(session: Session, *, engagement_id: int, meeting_ids: Collection[int]) -> list[Point]:
    """What people put on the agenda of the meeting of these records, in the order in which it came."""
    query = (
        select(AgendaItem, Person.name)
        .join(Person, Person.id == AgendaItem.by_id)
        .where(AgendaItem.engagement_id == engagement_id, AgendaItem.meeting_id.in_(meeting_ids))
        .where(AgendaItem.withdrawn_at.is_(None))
        .order_by(AgendaItem.id)
        .execution_options(populate_existing=True)
    )
    return [_point(row, name) for row, name in await session.execute(query)]


def _point(row: AgendaItem, name: str) -> Point:
    return Point(
        id=row.id,
        text=row.text,
        minutes=row.minutes,
        kind="decide" if row.kind == "decide" else "inform",
        by_id=row.by_id,
        by=name,
    )
