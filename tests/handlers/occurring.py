"""Let the time of a job come, for the tests of what it posts."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.cadence import Cadence, EachWorkingDay
from domain.plain_text import plain_text
from handlers import DECIDERS
from handlers.morning import add_item
from handlers.occasions import Decide
from handlers.troubles import tell_ended
from scheduler.firing import Firing
from storage import schedules
from storage.codec import reply_from_json
from storage.database import Session
from storage.schedules import Scheduled
from storage.tables import Account, Engagement, Occurrence, OccurrencePost, OutboxPost
from tests.handlers.play import Play

ZONE = ZoneInfo("Europe/London")
CADENCE = Cadence(rule=EachWorkingDay(), at=time(9, 30), zone=ZONE.key, starts=date(2026, 1, 1))


async def person_id(play: Play, account: str) -> int:
    """The id of the person with this account."""
    async with play.database.read() as session:
        found = await session.scalar(select(Account.person_id).where(Account.external_id == account))
    assert found is not None
    return found


async def engagement_id(play: Play) -> int:
    """The id of the first engagement."""
    return (await play.rows(Engagement))[0].id  # type: ignore[no-any-return]  # rows of any table


async def happen(
    play: Play, job: str, *, latest_hours: float = 6, deciders: Mapping[str, Decide] = DECIDERS
) -> Occurrence:
    """Let an occurrence of the job be due now, and be decided; a lead has seen what it posts."""
    e = await engagement_id(play)
    async with play.database.write() as session:
        scheduled = await _schedule(session, e, job, play.now)
        await schedules.plan(
            session,
            engagement_id=e,
            schedule_id=scheduled.id,
            version=scheduled.version,
            job=job,
            local_date=play.now.astimezone(ZONE).date(),
            due_at=play.now,
            latest_at=play.now + timedelta(hours=latest_hours),
            now=play.now,
        )
    firing = Firing(database=play.database, deciders=deciders, add_item=add_item, tell_ended=tell_ended)
    await firing.fire(play.now)
    row: Occurrence = (await play.rows(Occurrence, Occurrence.job == job))[-1]
    return row


async def _schedule(session: Session, engagement: int, job: str, now: datetime) -> Scheduled:
    """The engagement's schedule of the job, announced."""
    found = await schedules.of_job(session, engagement_id=engagement, job=job)
    scheduled = found or await schedules.add(
        session,
        engagement_id=engagement,
        job=job,
        name=job,
        cadence=CADENCE,
        settings={},
        by_id=None,
        source="test",
        now=now,
    )
    await schedules.announce(session, engagement_id=engagement, schedule_ids=[scheduled.id], now=now)
    return scheduled


async def posts_of(play: Play, job: str) -> list[OutboxPost]:
    """The posts in which occurrences of the job are told, and those that reached nobody, by age."""
    told = (
        select(OccurrencePost.outbox_id)
        .join(Occurrence, Occurrence.id == OccurrencePost.occurrence_id)
        .where(Occurrence.job == job)
    )
    return await play.rows(OutboxPost, OutboxPost.id.in_(told))


async def reasons(play: Play, job: str) -> list[tuple[str, str]]:
    """How the posts of the job ended, and why."""
    return [(row.state, row.reason) for row in await posts_of(play, job)]


def words_of(post: OutboxPost) -> str:
    """What the post says."""
    return plain_text(reply_from_json(post.reply))


def at(text: str) -> datetime:
    """A moment of London's clocks: 2026-11-16 09:30."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
