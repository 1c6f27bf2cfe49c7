"""The holidays of an engagement: those of countries, and days of its own."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from domain.holidays import Holidays
from domain.holidays import holidays_of as of_countries
from storage.database import Session
from storage.tables import EngagementHoliday


async def holidays_of(session: Session, *, engagement_id: int) -> Holidays:
    """Every holiday of the engagement."""
    rows = await holiday_rows(session, engagement_id=engagement_id)
    countries = {row.country for row in rows if row.country}
    own = {row.day: row.name for row in rows if row.day is not None}
    return of_countries(countries, own)


async def holiday_rows(session: Session, *, engagement_id: int) -> Sequence[EngagementHoliday]:
    """The countries and days that were added and not taken away, in that order."""
    query = select(EngagementHoliday).where(
        EngagementHoliday.engagement_id == engagement_id, EngagementHoliday.ended_at.is_(None)
    )
    return (await session.scalars(query.order_by(EngagementHoliday.id))).all()


async def add_holiday(
    session: Session,
    *,
    engagement_id: int,
    now: datetime,
    country: str = "",
    day: date | None = None,
    name: str = "",
    by_id: int | None = None,
) -> EngagementHoliday:
    """Add the holidays of a country, or one day with its name."""
    row = EngagementHoliday(
        engagement_id=engagement_id, country=country, day=day, name=name, by_id=by_id, created_at=now
    )
    session.add(row)
    await session.flush()
    return row


async def end_holiday(session: Session, *, engagement_id: int, holiday_id: int, now: datetime) -> bool:
    """Take the country or day away. Return False where it is gone already."""
    there = (EngagementHoliday.id == holiday_id, EngagementHoliday.engagement_id == engagement_id)
    ending = update(EngagementHoliday).where(*there, EngagementHoliday.ended_at.is_(None))
    ended = await session.scalars(ending.values(ended_at=now).returning(EngagementHoliday.id))
    return ended.first() is not None
