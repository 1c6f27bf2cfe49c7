"""What a digest needs to know: when the last one was told, the round before, and who spoke in which ones."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, select

from storage.checkins.rounds import Round, as_round
from storage.database import Session
from storage.tables import Checkin, CheckinAnswer, CheckinAsked, Occurrence, OutboxPost

JOB, REMINDER = "checkin_digest", "checkin_reminder"
AT = "at"
# What is on its way to the channel, or arrived there, or may have.
TOLD = ("pending", "sending", "sent", "uncertain")
MOST_ROUNDS = 12


async def last_told(session: Session, *, engagement_id: int) -> datetime | None:
    """The moment up to which the last digest of the channel tells; None before the first one."""
    query = (
        select(OutboxPost.builds)
        .where(OutboxPost.engagement_id == engagement_id, OutboxPost.job == JOB)
        .where(OutboxPost.person_id.is_(None), OutboxPost.state.in_(TOLD))
        .order_by(OutboxPost.id.desc())
        .limit(1)
    )
    builds = await session.scalar(query)
    return datetime.fromisoformat(builds[AT]) if builds else None


async def was_reminded(session: Session, round_: Round, *, engagement_id: int) -> bool:
    """Whether the round's reminder was sent, or meant to be, to those who had not answered."""
    followed = (Occurrence.engagement_id == engagement_id, Occurrence.origin_id == round_.occurrence_id)
    is_one = (Occurrence.job == REMINDER, Occurrence.state == "decided")
    return bool(await session.scalar(select(exists().where(*followed, *is_one))))


async def round_before(session: Session, *, engagement_id: int, number: int) -> Round | None:
    """The round before the one with this number."""
    query = (
        select(Checkin)
        .where(Checkin.engagement_id == engagement_id, Checkin.number < number)
        .order_by(Checkin.number.desc())
        .limit(1)
    )
    row = await session.scalar(query)
    return None if row is None else as_round(row)


async def rounds_of(
    session: Session, *, engagement_id: int, number: int, person_ids: Collection[int]
) -> Mapping[int, Sequence[tuple[datetime, bool]]]:
    """The last rounds that asked each of these, up to that number: when each closed, and whether they spoke.

    The newest comes first. Whoever took everything back spoke as well.
    """
    spoke = select(CheckinAnswer.id).where(
        CheckinAnswer.checkin_id == Checkin.id, CheckinAnswer.person_id == CheckinAsked.person_id
    )
    query = (
        select(CheckinAsked.person_id, Checkin.closes_at, spoke.exists())
        .join(Checkin, Checkin.id == CheckinAsked.checkin_id)
        .where(Checkin.engagement_id == engagement_id, CheckinAsked.person_id.in_(list(person_ids)))
        .where(Checkin.number <= number, Checkin.number > number - MOST_ROUNDS)
        .order_by(Checkin.number.desc())
    )
    found: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    for person_id, closes_at, has_spoken in await session.execute(query):
        found[person_id].append((closes_at, has_spoken))
    return found
