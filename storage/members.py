"""Who belongs to an engagement, as what, and when they work for it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import exists, select

from domain.working_time import DAYS, ENDS, STARTS, WORKING_WEEK, WorkingTime
from storage.database import Session
from storage.tables import Account, Engagement, EngagementWorkspace, Membership, Person

# Whoever left the client's workspace reads nothing of the client, wherever else they have an account.
HAS_ACCOUNT = exists().where(
    Account.person_id == Membership.person_id,
    Account.left_at.is_(None),
    EngagementWorkspace.workspace_id == Account.workspace_id,
    EngagementWorkspace.engagement_id == Membership.engagement_id,
)


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


async def last(session: Session, *, engagement_id: int, person_id: int) -> tuple[Membership, Person] | None:
    """The person's newest membership, ended or not, with the person."""
    query = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.engagement_id == engagement_id, Membership.person_id == person_id)
        .order_by(Membership.id.desc())
    )
    row = (await session.execute(query.limit(1))).first()
    return None if row is None else (row[0], row[1])


async def begin(
    session: Session,
    *,
    engagement_id: int,
    person_id: int,
    role: str,
    now: datetime,
    area: str = "",
    first_day: date | None = None,
    hours_of: Membership | None = None,
) -> Membership:
    """Let the person belong to the engagement from now on, with the working hours of `hours_of`, if any."""
    membership = Membership(
        engagement_id=engagement_id,
        person_id=person_id,
        role=role,
        area=area,
        working_days=hours_of.working_days if hours_of else None,
        day_starts=hours_of.day_starts if hours_of else "",
        day_ends=hours_of.day_ends if hours_of else "",
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


def working_time(membership: Membership, person: Person, engagement: Engagement) -> WorkingTime:
    """When the person works for the engagement: as the membership says, else the person, else as usual."""
    theirs = frozenset(DAYS.index(day) for day in person.working_days or () if day in DAYS)
    return WorkingTime(
        zone=person.zone if _is_zone(person.zone) else engagement.zone,
        days=frozenset(membership.working_days or ()) or theirs or WORKING_WEEK,
        starts=time.fromisoformat(membership.day_starts) if membership.day_starts else STARTS,
        ends=time.fromisoformat(membership.day_ends) if membership.day_ends else ENDS,
    )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
