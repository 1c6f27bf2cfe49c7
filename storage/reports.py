"""Links to pages: who was given which, who opens one today, and the key of an installation without one."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage.database import Session
from storage.insert import insert_once
from storage.members import HAS_ACCOUNT
from storage.tables import (
    Engagement,
    LinkKey,
    Membership,
    Person,
    ReportLink,
)

DAYS = 7
KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Who opens which page, and as what they belong to the engagement; `is_expired`: their days are over."""

    engagement: Engagement
    person: Person
    role: str
    snapshot_id: int
    expires_at: datetime
    is_expired: bool


async def give(
    session: Session, *, engagement_id: int, person_id: int, snapshot_id: int, now: datetime
) -> int:
    """Give the person a link of their own to the page of a snapshot. Return its id."""
    link = ReportLink(
        engagement_id=engagement_id,
        person_id=person_id,
        snapshot_id=snapshot_id,
        created_at=now,
        expires_at=now + timedelta(days=DAYS),
        ended_at=None,
    )
    session.add(link)
    await session.flush()
    return link.id


async def end_all(
    session: Session, *, engagement_id: int, person_id: int | None = None, now: datetime
) -> int:
    """Let no link of the engagement work any more, or none of one person's. Return how many ended."""
    ending = (
        update(ReportLink)
        .where(ReportLink.engagement_id == engagement_id, ReportLink.ended_at.is_(None))
        .where(ReportLink.expires_at > now)
    )
    if person_id is not None:
        ending = ending.where(ReportLink.person_id == person_id)
    return len((await session.scalars(ending.values(ended_at=now).returning(ReportLink.id))).all())


async def opened(session: Session, *, link_id: int, now: datetime) -> Opened | None:
    """Who opens a page by this link today: it stands, they are a member, and have an account in use.

    Whether their role may read it is for the caller to say. A link whose days are over is returned too.
    """
    query = (
        select(ReportLink, Engagement, Person, Membership.role)
        .join(Engagement, Engagement.id == ReportLink.engagement_id)
        .join(Person, Person.id == ReportLink.person_id)
        .join(Membership, Membership.engagement_id == ReportLink.engagement_id)
        .where(ReportLink.id == link_id, ReportLink.ended_at.is_(None), HAS_ACCOUNT)
        .where(Membership.person_id == ReportLink.person_id, Membership.ended_at.is_(None))
    )
    row = (await session.execute(query)).first()
    if row is None:
        return None
    link, engagement, person, role = row
    return Opened(
        engagement=engagement,
        person=person,
        role=role,
        snapshot_id=link.snapshot_id,
        expires_at=link.expires_at,
        is_expired=link.expires_at <= now,
    )


async def known_key(session: Session, *, use: str) -> str:
    """The key that this installation made for that use; empty before it made one."""
    return (await session.scalar(select(LinkKey.secret).where(LinkKey.use == use))) or ""


async def made_key(session: Session, *, use: str, now: datetime) -> str:
    """The key of this installation for that use; there is one after this, the same for all processes."""
    values = {"use": use, "secret": secrets.token_urlsafe(KEY_BYTES), "created_at": now}
    await insert_once(session, LinkKey, values)
    return await known_key(session, use=use)
