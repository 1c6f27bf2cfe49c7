"""The message to a person with all that they are asked for: one a day, which gathers more while it waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from domain.at_work import day_of
from domain.chat import Address
from handlers.morning import Reader, first_moment
from handlers.preparing.gaps import JOB
from storage import engagements, outbox
from storage.database import Session
from storage.outbox.gathering import Gathered, gather, gathered

WHAT = "meeting ask"
REACHED = ("pending", "sending", "sent", "uncertain")


@dataclass(frozen=True, kw_only=True)
class Asks:
    """What somebody is asked for before a meeting: by gap, who wants to know; of use until `latest_at`."""

    meeting_id: int
    reader: Reader
    address: Address
    by_gap: Mapping[str, str]
    latest_at: datetime

    @property
    def key(self) -> str:
        """How the keys of the person's messages begin."""
        return f"meeting/ask/{self.meeting_id}/{self.reader.person.id}/"


async def was_asked(session: Session, asks: Asks) -> bool:
    """Whether one message asks, or asked, for all of it already."""
    reached = [one for one in await _posts(session, asks) if one.state in REACHED]
    return any(set(asks.by_gap) <= set(one.builds["asks"]) for one in reached)


async def put(session: Session, asks: Asks, *, now: datetime) -> datetime:
    """Put it into the message of their next day at work, and say when that leaves. Raises Unreached."""
    # Two who ask at the same moment would each write down their own gap alone.
    await engagements.hold(session, engagement_id=asks.reader.engagement.id)
    at = await first_moment(session, asks.reader, job=JOB, after=now, latest_at=asks.latest_at)
    begins = f"{asks.key}{day_of(asks.reader.works, at).isoformat()}/"
    posts = [one for one in await _posts(session, asks) if one.key.startswith(begins)]
    for one in posts:
        builds = {**one.builds, "asks": {**one.builds["asks"], **asks.by_gap}}
        if one.state == "pending" and await gather(
            session, engagement_id=asks.reader.engagement.id, key=one.key, builds=builds
        ):
            return at
    for number in count(len(posts) + 1):
        if await _begin(session, asks, f"{begins}{number}", at=at, now=now):
            break
    return at


async def _posts(session: Session, asks: Asks) -> list[Gathered]:
    return await gathered(session, engagement_id=asks.reader.engagement.id, begins=asks.key)


async def _begin(session: Session, asks: Asks, key: str, *, at: datetime, now: datetime) -> bool:
    person_id = asks.reader.person.id
    builds = {"what": WHAT, "meeting": asks.meeting_id, "person": person_id, "asks": dict(asks.by_gap)}
    return await outbox.add(
        session,
        key=key,
        engagement_id=asks.reader.engagement.id,
        address=asks.address,
        reply=None,
        builds=builds,
        job=JOB,
        person_id=person_id,
        send_at=at,
        latest_at=asks.latest_at,
        now=now,
    )
