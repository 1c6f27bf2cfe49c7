"""Who belongs to an engagement, and as what."""

from datetime import date, datetime

from sqlalchemy import select

from storage.database import Session
from storage.tables import Membership, Person


async def current(session: Session, *, engagement_id: int) -> list[tuple[Membership, Person]]:
    """The members of today, in the order in which they came."""
    query = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.engagement_id == engagement_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    return [(membership, person) for membership, person in await session.execute(query)]


async def find(session: Session, *, engagement_id: int, person_id: int) -> Membership | None:
    """The person's membership in force."""
    query = select(Membership).where(
        Membership.engagement_id == engagement_id,
        Membership.person_id == person_id,
        Membership.ended_at.is_(None),
    )
    return (await session.scalars(query)).first()


async def begin(
    session: Session,
    *,
    engagement_id: int,
    person_id: int,
    role: str,
    now: datetime,
    area: str = "",
    first_day: date | None = None,
) -> Membership:
    """Let the person belong to the engagement from now on."""
    membership = Membership(
        engagement_id=engagement_id,
        person_id=person_id,
        role=role,
        area=area,
        first_day=first_day,
        last_day=None,
        started_at=now,
        ended_at=None,
    )
    session.add(membership)
    await session.flush()
    return membership


async def end(session: Session, membership: Membership, *, now: datetime) -> None:
    """End the membership; the row stays."""
    membership.ended_at = now
    await session.flush()
