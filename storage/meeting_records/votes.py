"""Private votes: sealed until the meeting begins; somebody's last one counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.literals import literal
from domain.meetings.typed import CHOICES, Choice
from storage.database import Session
from storage.tables import Person, Vote


@dataclass(frozen=True, kw_only=True)
class Voted:
    """What somebody would do, and why, in a line; `name` is theirs."""

    id: int
    person_id: int
    name: str
    choice: Choice
    why: str
    at: datetime


async def vote(
    session: Session,
    *,
    engagement_id: int,
    meeting_id: int,
    person_id: int,
    choice: Choice,
    why: str,
    source: str,
    now: datetime,
) -> int:
    """Write down a vote, and give its id; the person's earlier ones stay, and count no more."""
    row = Vote(
        engagement_id=engagement_id,
        meeting_id=meeting_id,
        person_id=person_id,
        choice=choice,
        why=why,
        source=source,
        at=now,
        withdrawn_at=None,
    )
    session.add(row)
    await session.flush()
    return row.id


async def set_vote_withdrawn(
    session: Session, *, engagement_id: int, vote_id: int, person_id: int, now: datetime
) -> bool:
    """Take the person's vote back; the one before it counts again. Return False where there is none."""
    query = select(Vote).where(
        Vote.id == vote_id,
        Vote.engagement_id == engagement_id,
        Vote.person_id == person_id,
        Vote.withdrawn_at.is_(None),
    )
    row = (await session.scalars(query)).first()
    if row is None:
        return False
    row.withdrawn_at = now
    await session.flush()
    return True


async def withdraw_votes(
    session: Session, *, engagement_id: int, meeting_ids: Collection[int], person_id: int, now: datetime
) -> list[int]:
    """Take back whatever the person voted for the meeting of these records; give the ids of those votes."""
    query = select(Vote).where(
        Vote.engagement_id == engagement_id,
        Vote.meeting_id.in_(meeting_ids),
        Vote.person_id == person_id,
        Vote.withdrawn_at.is_(None),
    )
    rows = (await session.scalars(query)).all()
    for row in rows:
        row.withdrawn_at = now
    await session.flush()
    return [row.id for row in rows]


async def restore_votes(
    session: Session, *, engagement_id: int, vote_ids: Collection[int], person_id: int
) -> bool:
    """Let votes that the person took back count again. Return False where none of them is one."""
    query = select(Vote).where(
        Vote.id.in_(vote_ids),
        Vote.engagement_id == engagement_id,
        Vote.person_id == person_id,
        Vote.withdrawn_at.is_not(None),
    )
    rows = (await session.scalars(query)).all()
    for row in rows:
        row.withdrawn_at = None
    await session.flush()
    return bool(rows)


async def votes_of(session: Session, *, engagement_id: int, meeting_ids: Collection[int]) -> list[Voted]:
    """The last vote of each person for the meeting of these records, in the order in which they came."""
    query = (
        select(Vote, Person.name)
        .join(Person, Person.id == Vote.person_id)
        .where(Vote.engagement_id == engagement_id, Vote.meeting_id.in_(meeting_ids))
        .where(Vote.withdrawn_at.is_(None))
        .order_by(Vote.id)
        .execution_options(populate_existing=True)
    )
    last = {row.person_id: _voted(row, name) for row, name in await session.execute(query)}
    return sorted(last.values(), key=lambda one: one.id)


def _voted(row: Vote, name: str) -> Voted:
    return Voted(
        id=row.id,
        person_id=row.person_id,
        name=name,
        choice=literal(row.choice, CHOICES),
        why=row.why,
        at=row.at,
    )
