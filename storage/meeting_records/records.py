"""The records of meetings: made when first needed, and the steps that say what became of each."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Unpack

from sqlalchemy import select

from domain.literals import literal
from domain.meetings import Recorded, fold
from domain.meetings.records import KINDS
from domain.steps import UNDO
from storage import steps
from storage.database import Session
from storage.meetings import MINUTES
from storage.numbering import hold, next_number
from storage.steps import Taken
from storage.tables import MeetingRecord, MeetingStep

FILE = "file"


async def ensure(
    session: Session, *, engagement_id: int, schedule_id: int, named: date, now: datetime
) -> Recorded:
    """The record of the meeting that the series named so; there is one after this."""
    ours = MeetingRecord.schedule_id == schedule_id, MeetingRecord.named == named
    found = await _some(session, engagement_id, *ours)
    if found:
        return found[0]
    await hold(session, engagement_id=engagement_id)
    found = await _some(session, engagement_id, *ours)
    if found:
        return found[0]
    values = {"kind": "regular", "schedule_id": schedule_id, "named": named}
    return await _add(session, engagement_id, now, values)


async def add_special(
    session: Session,
    *,
    engagement_id: int,
    at: datetime,
    minutes: int,
    origin: str,
    reason: str,
    by_id: int | None,
    source: str,
    now: datetime,
) -> Recorded:
    """Plan a special review at that moment, because of what `origin` names, as in "tripwire:3"."""
    values = {"kind": "special", "at": at, "minutes": minutes, "origin": origin, "by_id": by_id}
    made = await _add(session, engagement_id, now, values)
    await add_step(
        session,
        engagement_id=engagement_id,
        meeting_id=made.id,
        kind="plan",
        reason=reason,
        by_id=by_id,
        source=source,
        now=now,
    )
    return (await _some(session, engagement_id, MeetingRecord.id == made.id))[0]


async def add_held(
    session: Session, *, engagement_id: int, on: date, by_id: int | None, now: datetime
) -> Recorded:
    """The record of a regular meeting that an engagement file tells of; it was held on that day."""
    await hold(session, engagement_id=engagement_id)
    there = MeetingRecord.schedule_id.is_(None), MeetingRecord.named == on, MeetingRecord.origin == FILE
    found = await _some(session, engagement_id, *there)
    if found:
        return found[0]
    return await _add(session, engagement_id, now, {"named": on, "origin": FILE, "by_id": by_id})


async def add_step(session: Session, *, engagement_id: int, meeting_id: int, **taken: Unpack[Taken]) -> int:
    """Write down what became of a meeting, and give the step's id; the table says what kinds there are."""
    row = MeetingStep(meeting_id=meeting_id)
    return await steps.add(session, row, engagement_id=engagement_id, **taken)


async def undo_step(
    session: Session, *, engagement_id: int, step_id: int, by_id: int | None, source: str, now: datetime
) -> None:
    """Take a step back."""
    query = select(MeetingStep.meeting_id).where(
        MeetingStep.id == step_id, MeetingStep.engagement_id == engagement_id
    )
    meeting_id = await session.scalar(query)
    if meeting_id is not None:
        await add_step(
            session,
            engagement_id=engagement_id,
            meeting_id=meeting_id,
            kind=UNDO,
            data={"step": step_id},
            by_id=by_id,
            source=source,
            now=now,
        )


async def all_of(session: Session, *, engagement_id: int) -> list[Recorded]:
    """Every record, by number; special reviews that were called off, and meetings of a file, too."""
    return await _some(session, engagement_id)


async def find(
    session: Session, *, engagement_id: int, meeting_id: int | None = None, number: int | None = None
) -> Recorded | None:
    """The record with this id, or this number."""
    is_it = MeetingRecord.number == number if meeting_id is None else MeetingRecord.id == meeting_id
    return next(iter(await _some(session, engagement_id, is_it)), None)


async def held_days(session: Session, *, engagement_id: int) -> list[date]:
    """The days of the regular meetings that were held before Headway was there, as a file tells."""
    query = select(MeetingRecord.named).where(
        MeetingRecord.engagement_id == engagement_id,
        MeetingRecord.origin == FILE,
        MeetingRecord.kind == "regular",
    )
    return [day for day in (await session.scalars(query)).all() if day is not None]


async def merge(
    session: Session, *, engagement_id: int, meeting_id: int, into_id: int, now: datetime
) -> None:
    """Write down that what belongs to one record belongs to another meeting; its rows stay as they are."""
    await add_step(
        session,
        engagement_id=engagement_id,
        meeting_id=meeting_id,
        kind="merge",
        data={"into": into_id},
        by_id=None,
        source="schedule",
        now=now,
    )


async def _add(session: Session, engagement_id: int, now: datetime, values: Mapping[str, Any]) -> Recorded:
    number = await next_number(session, MeetingRecord, engagement_id=engagement_id)
    nothing = {"kind": "regular", "schedule_id": None, "named": None, "at": None, "minutes": MINUTES}
    more = {"origin": "", "by_id": None, "created_at": now, "number": number}
    row = MeetingRecord(**{**nothing, **more, **values}, engagement_id=engagement_id)
    session.add(row)
    await session.flush()
    return _plain(row)


async def _some(session: Session, engagement_id: int, *wanted: Any) -> list[Recorded]:
    query = select(MeetingRecord).where(MeetingRecord.engagement_id == engagement_id, *wanted)
    fresh = query.order_by(MeetingRecord.number).execution_options(populate_existing=True)
    rows = (await session.scalars(fresh)).all()
    owner, ids = MeetingStep.meeting_id, [row.id for row in rows]
    taken = await steps.read(session, MeetingStep, owner, ids, engagement_id=engagement_id)
    return [fold(_plain(row), taken[row.id]) for row in rows]


def _plain(row: MeetingRecord) -> Recorded:
    return Recorded(
        id=row.id,
        number=row.number,
        kind=literal(row.kind, KINDS),
        schedule_id=row.schedule_id,
        named=row.named,
        at=row.at,
        minutes=row.minutes,
        origin=row.origin,
        reason="",
        created_at=row.created_at,
        changed_at=row.created_at,
    )
