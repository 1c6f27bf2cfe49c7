"""The engagement's story: what happened, who did it, when and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from storage.database import Session
from storage.tables import HistoryEvent, Person


async def add(
    session: Session,
    *,
    engagement_id: int,
    at: datetime,
    person_id: int | None,
    subject: str,
    what: str,
    source: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one line of the story. `subject` is what it is about, such as kpi:leads."""
    session.add(
        HistoryEvent(
            engagement_id=engagement_id,
            at=at,
            person_id=person_id,
            subject=subject,
            what=what,
            before=before,
            after=after,
            reason=reason,
            source=source,
        )
    )


async def latest(
    session: Session,
    *,
    engagement_id: int,
    limit: int,
    before_id: int | None = None,
    about: Sequence[str] = (),
) -> Sequence[tuple[HistoryEvent, str | None]]:
    """The newest lines with the name of who did it; `about` keeps those of some subjects, parts included."""
    query = (
        select(HistoryEvent, Person.name)
        .outerjoin(Person, Person.id == HistoryEvent.person_id)
        .where(HistoryEvent.engagement_id == engagement_id)
        .order_by(HistoryEvent.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(HistoryEvent.id < before_id)
    if about:
        parts = [HistoryEvent.subject.startswith(f"{one}:", autoescape=True) for one in about]
        query = query.where(or_(HistoryEvent.subject.in_(about), *parts))
    return [(event, name) for event, name in await session.execute(query)]


async def count(session: Session, *, engagement_id: int) -> int:
    """How many lines the story has."""
    query = select(func.count()).where(HistoryEvent.engagement_id == engagement_id)
    return await session.scalar(query) or 0
