"""Rounds: what was asked, of whom, and until when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select

from domain.checkins import Question, from_json, to_json
from storage.database import Session
from storage.insert import insert_new
from storage.numbering import hold, next_number
from storage.tables import Checkin, CheckinAnswer, CheckinAsked, OutboxPost


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round of questions. It takes answers until the next one begins; after `closes_at` they are late."""

    id: int
    engagement_id: int
    occurrence_id: int
    number: int
    questions: tuple[Question, ...]
    post_key: str
    asked_at: datetime
    closes_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether an answer is in time."""
        return now < self.closes_at


async def start(
    session: Session,
    *,
    engagement_id: int,
    occurrence_id: int,
    questions: Sequence[Question],
    person_ids: Collection[int],
    post_key: str,
    closes_at: datetime,
    now: datetime,
) -> Round:
    """Write down a round under the engagement's next number, and whom it asks.

    One whose post was taken back before it went out begins anew, under its number.
    """
    await hold(session, engagement_id=engagement_id)
    row = await session.scalar(
        select(Checkin).where(Checkin.engagement_id == engagement_id, Checkin.occurrence_id == occurrence_id)
    )
    if row is None:
        number = await next_number(session, Checkin, engagement_id=engagement_id)
        row = Checkin(engagement_id=engagement_id, occurrence_id=occurrence_id, number=number)
        session.add(row)
    row.questions = [to_json(question) for question in questions]
    row.post_key, row.asked_at, row.closes_at = post_key, now, closes_at
    await session.flush()
    await _ask(session, row, set(person_ids))
    return as_round(row)


async def _ask(session: Session, row: Checkin, person_ids: Collection[int]) -> None:
    """Let the round ask these people alone; whoever answered stays."""
    has_answered = exists().where(
        CheckinAnswer.checkin_id == CheckinAsked.checkin_id,
        CheckinAnswer.person_id == CheckinAsked.person_id,
    )
    others = (CheckinAsked.checkin_id == row.id, CheckinAsked.person_id.not_in(person_ids))
    await session.execute(delete(CheckinAsked).where(*others, ~has_answered))
    asked = [
        {"engagement_id": row.engagement_id, "checkin_id": row.id, "person_id": person_id}
        for person_id in sorted(person_ids)
    ]
    if asked:
        await insert_new(session, CheckinAsked, asked)


async def find(session: Session, *, engagement_id: int, checkin_id: int) -> Round | None:
    """The round with this id, if it is one of the engagement."""
    return await _one(session, Checkin.engagement_id == engagement_id, Checkin.id == checkin_id)


async def find_by_number(session: Session, *, engagement_id: int, number: int) -> Round | None:
    """The engagement's round with this number."""
    return await _one(session, Checkin.engagement_id == engagement_id, Checkin.number == number)


async def latest(session: Session, *, engagement_id: int) -> Round | None:
    """The last round that began, closed or not: the only one that takes answers."""
    return await _one(session, Checkin.engagement_id == engagement_id)


async def latest_open(session: Session, *, engagement_id: int, now: datetime) -> Round | None:
    """The last round, if answers are still in time."""
    last = await latest(session, engagement_id=engagement_id)
    return last if last is not None and last.is_open(now) else None


async def open_for(session: Session, *, engagement_id: int, person_id: int, now: datetime) -> Round | None:
    """The open round that asks this person."""
    last = await latest_open(session, engagement_id=engagement_id, now=now)
    if last is None or not await asks(
        session, engagement_id=engagement_id, checkin_id=last.id, person_id=person_id
    ):
        return None
    return last


async def asks(session: Session, *, engagement_id: int, checkin_id: int, person_id: int) -> bool:
    """Whether the round asks this person."""
    query = select(CheckinAsked.id).where(
        CheckinAsked.engagement_id == engagement_id,
        CheckinAsked.checkin_id == checkin_id,
        CheckinAsked.person_id == person_id,
    )
    return await session.scalar(query) is not None


async def find_by_message(
    session: Session, *, engagement_id: int, target: str, message_id: str
) -> Round | None:
    """The round whose post is this message of the conversation `target` ("slack/T1/C1")."""
    is_its_post = (
        select(OutboxPost.id)
        .where(OutboxPost.key == Checkin.post_key, OutboxPost.target == target)
        .where(OutboxPost.message_id == message_id)
        .exists()
    )
    return await _one(session, Checkin.engagement_id == engagement_id, is_its_post)


async def _one(session: Session, *conditions: Any) -> Round | None:
    query = select(Checkin).where(*conditions).order_by(Checkin.number.desc()).limit(1)
    row = await session.scalar(query)
    return None if row is None else as_round(row)


def as_round(row: Checkin) -> Round:
    """The row as a value that outlives its transaction."""
    return Round(
        id=row.id,
        engagement_id=row.engagement_id,
        occurrence_id=row.occurrence_id,
        number=row.number,
        questions=tuple(from_json(question) for question in row.questions),
        post_key=row.post_key,
        asked_at=row.asked_at,
        closes_at=row.closes_at,
    )
