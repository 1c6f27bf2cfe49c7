"""The playbook of an engagement: lessons, and where they were used again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from domain.lessons import Learned, Use
from storage.database import Session
from storage.engagements import zone_of
from storage.numbering import next_number
from storage.tables import Lesson, LessonUse, Person


async def add(
    session: Session,
    *,
    engagement_id: int,
    text: str,
    origin: str,
    by_id: int | None,
    source: str,
    now: datetime,
) -> Learned:
    """Note a lesson, under the engagement's next number."""
    row = Lesson(
        engagement_id=engagement_id,
        number=await next_number(session, Lesson, engagement_id=engagement_id),
        text=text,
        origin=origin,
        by_id=by_id,
        source=source,
        at=now,
        withdrawn_at=None,
    )
    session.add(row)
    await session.flush()
    return (await _read(session, engagement_id, None, Lesson.id == row.id))[0]


async def add_use(
    session: Session,
    *,
    engagement_id: int,
    lesson_id: int,
    words: str,
    has_worked: bool,
    by_id: int | None,
    source: str,
    now: datetime,
) -> int:
    """Note where a lesson was used again, and give the id of that note."""
    row = LessonUse(
        engagement_id=engagement_id,
        lesson_id=lesson_id,
        words=words,
        has_worked=has_worked,
        by_id=by_id,
        source=source,
        at=now,
        withdrawn_at=None,
    )
    session.add(row)
    await session.flush()
    return row.id


async def withdraw(session: Session, *, engagement_id: int, lesson_id: int, now: datetime) -> None:
    """Take a lesson back; its row stays."""
    mine = (Lesson.engagement_id == engagement_id, Lesson.id == lesson_id)
    await session.execute(update(Lesson).where(*mine).values(withdrawn_at=now))


async def withdraw_use(session: Session, *, engagement_id: int, use_id: int, now: datetime) -> None:
    """Take back that a lesson was used; the row stays."""
    mine = (LessonUse.engagement_id == engagement_id, LessonUse.id == use_id)
    await session.execute(update(LessonUse).where(*mine).values(withdrawn_at=now))


async def all_of(session: Session, *, engagement_id: int, as_of: datetime | None = None) -> list[Learned]:
    """Every lesson that was not taken back, by number; `as_of`: as it stood then."""
    return await _read(session, engagement_id, as_of)


async def find(session: Session, *, engagement_id: int, number: int) -> Learned | None:
    """The lesson with this number; None for one that was taken back."""
    return next(iter(await _read(session, engagement_id, None, Lesson.number == number)), None)


async def _read(
    session: Session, engagement_id: int, as_of: datetime | None, *wanted: ColumnElement[bool]
) -> list[Learned]:
    zone = await zone_of(session, engagement_id=engagement_id)
    query = (
        select(Lesson, Person.name)
        .outerjoin(Person, Person.id == Lesson.by_id)
        .where(Lesson.engagement_id == engagement_id, *wanted)
        .order_by(Lesson.number)
    )
    if as_of is None:
        query = query.where(Lesson.withdrawn_at.is_(None))
    else:
        is_there = or_(Lesson.withdrawn_at.is_(None), Lesson.withdrawn_at > as_of)
        query = query.where(Lesson.at <= as_of, is_there)
    rows = (await session.execute(query)).all()
    uses = await _uses(session, engagement_id, as_of, [row.id for row, _ in rows]) if rows else {}
    return [
        Learned(
            id=row.id,
            number=row.number,
            text=row.text,
            origin=row.origin,
            by=by or "",
            noted_on=row.at.astimezone(zone).date(),
            uses=tuple(uses.get(row.id, ())),
        )
        for row, by in rows
    ]


async def _uses(
    session: Session, engagement_id: int, as_of: datetime | None, ids: Sequence[int]
) -> dict[int, list[Use]]:
    query = (
        select(LessonUse, Person.name)
        .outerjoin(Person, Person.id == LessonUse.by_id)
        .where(LessonUse.engagement_id == engagement_id, LessonUse.lesson_id.in_(ids))
        .order_by(LessonUse.id)
    )
    if as_of is None:
        query = query.where(LessonUse.withdrawn_at.is_(None))
    else:
        is_there = or_(LessonUse.withdrawn_at.is_(None), LessonUse.withdrawn_at > as_of)
        query = query.where(LessonUse.at <= as_of, is_there)
    found: dict[int, list[Use]] = defaultdict(list)
    for row, name in await session.execute(query):
        use = Use(id=row.id, words=row.words, has_worked=row.has_worked, by=name or "", at=row.at)
        found[row.lesson_id].append(use)
    return found
