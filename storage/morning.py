"""One message for each person and morning: the items in it, and those that reach nobody, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from domain.chat import Address
from storage import outbox
from storage.database import Session
from storage.insert import insert_once
from storage.outbox.adding import FRESH
from storage.tables import Occurrence, OccurrencePost, OutboxPost

JOB = "morning"
UNTOLD = ("cancelled", "missed")
LATEST = "latest_at"
ASKED_FOR = "is_asked_for"


@dataclass(frozen=True, kw_only=True)
class ForPerson:
    """What an occurrence has for a person, of use until `latest_at`; `job` is that of the occurrence."""

    engagement_id: int
    person_id: int
    occurrence_id: int
    job: str
    decided_at: datetime
    latest_at: datetime
    args: Mapping[str, Any]

    @property
    def is_asked_for(self) -> bool:
        """Whether they asked for it: it is not counted, and never too much."""
        return bool(self.args.get(ASKED_FOR))


@dataclass(frozen=True, kw_only=True)
class Told:
    """An item of a message, and the schedule and local date that it comes of; of no use after `latest_at`."""

    occurrence_id: int
    schedule_id: int
    job: str
    local_date: date
    latest_at: datetime
    args: Mapping[str, Any]


async def join(session: Session, item: ForPerson, *, day: date) -> bool:
    """Put the item into the person's message of that day. Return False where none waits to be put into words.

    A message that is found stays unclaimed until this transaction ends, so that the item will be in its
    words; one that is being claimed at this moment is passed over (as in outbox_edits.waiting). Whoever
    calls this holds the engagement's row, so that one message of the day waits at most.
    """
    waiting = (
        select(OutboxPost.id)
        .where(_is_of(item, day), OutboxPost.state == "pending", ~OutboxPost.is_uncertain)
        .order_by(OutboxPost.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    post_id = await session.scalar(waiting)
    if post_id is None:
        return False
    later = update(OutboxPost).where(OutboxPost.id == post_id, OutboxPost.latest_at < item.latest_at)
    await session.execute(later.values(latest_at=item.latest_at))
    if not await _link(session, item, post_id):
        raise ValueError("an occurrence has one item for a person")
    return True


async def begin(session: Session, item: ForPerson, *, address: Address, day: date, at: datetime) -> None:
    """Begin a message of that day with the item; it leaves at the moment `at`."""
    begins = _key(item, day)
    # Counted, not tried: an insert would wait for whoever is claiming the message with that key.
    earlier = await session.scalar(select(func.count()).where(_is_of(item, day))) or 0
    for number in count(earlier + 1):
        key = begins if number == 1 else f"{begins}/{number}"
        is_new = await outbox.add(
            session,
            key=key,
            engagement_id=item.engagement_id,
            address=address,
            reply=None,
            builds={"what": JOB, "person": item.person_id},
            job=JOB,
            person_id=item.person_id,
            send_at=at,
            latest_at=item.latest_at,
            now=item.decided_at,
        )
        if is_new:
            await _link(session, item, await _id_of(session, key))
            return


async def end(session: Session, item: ForPerson, *, reason: str) -> None:
    """Write down that the item goes to nobody, as a post that ended before it began, and why."""
    key = f"{JOB}/ended/{item.occurrence_id}/{item.person_id}"
    values = {
        **FRESH,
        "key": key,
        "engagement_id": item.engagement_id,
        "person_id": item.person_id,
        "target": f"nobody/{item.engagement_id}/{item.person_id}",
        "address": {},
        "reply": {},
        "state": "cancelled",
        "reason": reason,
        "job": item.job,
        "created_at": item.decided_at,
        "next_send_at": item.decided_at,
        "latest_at": item.latest_at,
    }
    await insert_once(session, OutboxPost, values)
    await _link(session, item, await _id_of(session, key))


def _key(item: ForPerson, day: date) -> str:
    return f"{JOB}/{item.engagement_id}/{item.person_id}/{day.isoformat()}"


def _is_of(item: ForPerson, day: date) -> ColumnElement[bool]:
    """Whether it is a message to the person for that day."""
    begins = _key(item, day)
    return (OutboxPost.key == begins) | OutboxPost.key.startswith(f"{begins}/", autoescape=True)


async def _id_of(session: Session, key: str) -> int:
    return (await session.scalars(select(OutboxPost.id).where(OutboxPost.key == key))).one()


async def _link(session: Session, item: ForPerson, post_id: int) -> bool:
    values = {
        "engagement_id": item.engagement_id,
        "occurrence_id": item.occurrence_id,
        "outbox_id": post_id,
        "person_id": item.person_id,
        "args": {**item.args, LATEST: item.latest_at.isoformat()},
    }
    return await insert_once(session, OccurrencePost, values)


async def items_of(session: Session, *, engagement_id: int, post_id: int) -> list[Told]:
    """The items of a message, in the order in which they came."""
    query = (
        select(OccurrencePost, Occurrence)
        .join(Occurrence, Occurrence.id == OccurrencePost.occurrence_id)
        .where(OccurrencePost.engagement_id == engagement_id, OccurrencePost.outbox_id == post_id)
        .order_by(OccurrencePost.id)
    )
    return [_told(link, occurrence) for link, occurrence in await session.execute(query)]


def _told(link: OccurrencePost, occurrence: Occurrence) -> Told:
    args = dict(link.args)
    return Told(
        occurrence_id=occurrence.id,
        schedule_id=occurrence.schedule_id,
        job=occurrence.job,
        local_date=occurrence.local_date,
        latest_at=datetime.fromisoformat(args.pop(LATEST)),
        args=args,
    )


async def take_out(session: Session, *, engagement_id: int, post_id: int, occurrence_id: int) -> None:
    """Take the item out of a message that will not be sent, so that another one can tell it."""
    await session.execute(
        delete(OccurrencePost).where(
            OccurrencePost.engagement_id == engagement_id,
            OccurrencePost.outbox_id == post_id,
            OccurrencePost.occurrence_id == occurrence_id,
        )
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An item of a job that was for a person. `is_told`: it reached them, or may have, or still will."""

    person_id: int
    args: Mapping[str, Any]
    is_told: bool


async def asked(session: Session, *, engagement_id: int, job: str, since: date) -> list[Asked]:
    """The items of the job's occurrences since that day, the oldest first; also those that reached nobody."""
    query = (
        select(OccurrencePost.person_id, OccurrencePost.args, OutboxPost.state)
        .join(Occurrence, Occurrence.id == OccurrencePost.occurrence_id)
        .join(OutboxPost, OutboxPost.id == OccurrencePost.outbox_id)
        .where(OccurrencePost.engagement_id == engagement_id, Occurrence.job == job)
        .where(Occurrence.local_date >= since, OccurrencePost.person_id.is_not(None))
        .order_by(OccurrencePost.id)
    )
    return [
        Asked(person_id=person_id or 0, args=args, is_told=state not in UNTOLD)
        for person_id, args, state in await session.execute(query)
    ]
