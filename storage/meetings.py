"""The series of meetings through all its versions, who was told of a window, and links to the calendar."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, update

from domain.cadence import from_json
from domain.meetings import Term
from storage.database import Session
from storage.insert import insert_once
from storage.members import HAS_ACCOUNT
from storage.tables import (
    CalendarLink,
    Engagement,
    Membership,
    Occurrence,
    OccurrencePost,
    OutboxPost,
    Schedule,
    ScheduleVersion,
)

MEETING = "meeting"
MINUTES = 60
REACHED = frozenset({"pending", "sending", "sent", "uncertain"})
MOST_TRIES = 5


async def terms(session: Session, *, engagement_id: int) -> list[Term]:
    """Every version of the engagement's meetings, ended ones too, in order of time."""
    query = (
        select(ScheduleVersion, Schedule.ended_at)
        .join(Schedule, Schedule.id == ScheduleVersion.schedule_id)
        .where(ScheduleVersion.engagement_id == engagement_id, Schedule.job == MEETING)
        .order_by(ScheduleVersion.schedule_id, ScheduleVersion.version)
        .execution_options(populate_existing=True)
    )
    rows = [(version, ended_at) for version, ended_at in await session.execute(query)]
    return [_term(rows, index) for index in range(len(rows))]


def _term(rows: Sequence[tuple[ScheduleVersion, datetime | None]], index: int) -> Term:
    version, ended_at = rows[index]
    after = rows[index + 1][0] if index + 1 < len(rows) else None
    is_last = after is None or after.schedule_id != version.schedule_id
    return Term(
        schedule_id=version.schedule_id,
        cadence=from_json(version.cadence),
        minutes=version.settings.get("minutes", MINUTES),
        since=version.at,
        until=ended_at if after is None or is_last else after.at,
        is_paused=version.is_paused,
        paused_until=version.paused_until,
        not_held=frozenset(map(date.fromisoformat, version.settings.get("not_held", ()))),
    )


async def told(session: Session, *, engagement_id: int, window: date, stage: str) -> set[int]:
    """The people who were told that the window closes on that day, at this stage of it.

    Somebody who could not be reached a few times, because they were away, counts as well.
    """
    query = (
        select(OccurrencePost.person_id, OutboxPost.state)
        .join(Occurrence, Occurrence.id == OccurrencePost.occurrence_id)
        .join(OutboxPost, OutboxPost.id == OccurrencePost.outbox_id)
        .where(OccurrencePost.engagement_id == engagement_id, Occurrence.job == "cadence_guard")
        .where(OccurrencePost.args["window"].as_string() == window.isoformat())
        .where(OccurrencePost.args["stage"].as_string() == stage)
    )
    tries: dict[int, list[bool]] = defaultdict(list)
    for person_id, state in await session.execute(query):
        if person_id is not None:
            tries[person_id].append(state in REACHED)
    return {person_id for person_id, ends in tries.items() if any(ends) or len(ends) >= MOST_TRIES}


async def current_link(session: Session, *, engagement_id: int, person_id: int, now: datetime) -> int:
    """The number of the person's link to the calendar; there is one after this."""
    values = {"engagement_id": engagement_id, "person_id": person_id, "created_at": now}
    await insert_once(session, CalendarLink, values)
    query = select(CalendarLink.id).where(*_current(engagement_id, person_id))
    return (await session.scalars(query)).one()


async def end_link(session: Session, *, engagement_id: int, person_id: int, now: datetime) -> bool:
    """Let the person's link work no more. Return False where there is none."""
    ending = update(CalendarLink).where(*_current(engagement_id, person_id)).values(ended_at=now)
    return (await session.scalars(ending.returning(CalendarLink.id))).first() is not None


def _current(engagement_id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        CalendarLink.engagement_id == engagement_id,
        CalendarLink.person_id == person_id,
        CalendarLink.ended_at.is_(None),
    )


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a calendar by a link, and as what they belong to the engagement."""

    engagement: Engagement
    role: str


async def reader(session: Session, *, engagement_id: int, person_id: int, link_id: int) -> Reader | None:
    """Who may read by this link today: it stands, they are a member, and have an account that is in use."""
    query = (
        select(Engagement, Membership.role)
        .join(Membership, Membership.engagement_id == Engagement.id)
        .join(CalendarLink, CalendarLink.engagement_id == Engagement.id)
        .where(CalendarLink.id == link_id, *_current(engagement_id, person_id))
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None), HAS_ACCOUNT)
    )
    row = (await session.execute(query)).first()
    return None if row is None else Reader(engagement=row[0], role=row[1])
