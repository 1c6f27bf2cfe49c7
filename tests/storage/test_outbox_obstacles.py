"""What may have changed since a post was decided: it is asked again at the claim."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from domain.chat import Address, reply
from storage import outbox, schema
from storage.database import Database
from storage.outbox import obstacles
from storage.tables import (
    Engagement,
    Membership,
    Occurrence,
    OccurrencePost,
    OutboxPost,
    Schedule,
    ScheduleVersion,
)
from tests.storage.made import NOW, make_engagement

CHANNEL = Address(platform="test", workspace="W1", conversation="#northwind")
DAY = date(2026, 11, 16)


async def live_in(database):
    """Let an engagement live there, to which its lead belongs."""
    async with database.write() as session:
        await make_engagement(session)
        session.add(Membership(engagement_id=1, person_id=1, role="cmo", started_at=NOW))
    return database


@pytest.fixture
async def on_both(migrated):
    """A database with an engagement, of each kind."""
    return await live_in(migrated)


@pytest.fixture
async def lived_in(sqlite_url):
    """The same, where one kind is enough."""
    database = Database(sqlite_url)
    await schema.migrate(database)
    yield await live_in(database)
    await database.close()


async def schedule(session, **more):
    """Add a schedule; its id."""
    row = Schedule(engagement_id=1, job="checkin", version=1, created_at=NOW)
    session.add(row)
    await session.flush()
    values = {"engagement_id": 1, "schedule_id": row.id, "version": 1, "name": "x", "cadence": {}}
    session.add(ScheduleVersion(**values, settings={}, source="form", at=NOW, **more))
    return row.id


async def post(session, key="checkin/1/", *schedule_ids, **more):
    """Put a post of the schedules into the outbox."""
    values = {"engagement_id": 1, "address": CHANNEL, "job": "checkin", "now": NOW, **more}
    await outbox.add(session, key=key, reply=reply("How was it?"), **values)
    post_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == key))
    for schedule_id in schedule_ids:
        when = {"local_date": DAY, "due_at": NOW, "latest_at": NOW}
        one = Occurrence(engagement_id=1, schedule_id=schedule_id, version=1, job="checkin", **when)
        session.add(one)
        await session.flush()
        session.add(OccurrencePost(engagement_id=1, occurrence_id=one.id, outbox_id=post_id))
    await session.flush()


async def claimed(session, key="checkin/1/", now=NOW):
    """The obstacle of the claimed post, and how it ends with it."""
    post_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == key))
    one = await outbox.claim(session, post_id=post_id, now=now)
    assert one is not None
    return one.obstacle, one.ends_as


async def test_a_post_of_a_job_goes_out_where_nothing_changed(lived_in):
    async with lived_in.write() as session:
        await post(session, "checkin/1/", await schedule(session), person_id=1, latest_at=NOW)
        assert (await claimed(session))[0] == ""


CHANGES = [
    (update(Engagement).values(status="ended"), obstacles.NOT_ACTIVE),
    (update(Membership).values(ended_at=NOW), obstacles.NO_MEMBER),
    (update(Schedule).values(ended_at=NOW), obstacles.SCHEDULE_ENDED),
    (update(ScheduleVersion).values(is_paused=True), obstacles.SCHEDULE_PAUSED),
    (
        update(ScheduleVersion).values(is_paused=True, paused_until=DAY + timedelta(days=1)),
        obstacles.SCHEDULE_PAUSED,
    ),
    (update(ScheduleVersion).values(is_paused=True, paused_until=DAY), ""),
    (update(Occurrence).values(version=0), obstacles.SCHEDULE_CHANGED),
]


async def test_what_changed_meanwhile_cancels_it(on_both):
    async with on_both.write() as session:
        await post(session, "checkin/1/", await schedule(session), person_id=1)
        for change, why in CHANGES:
            async with session.begin_nested() as one:
                await session.execute(change)
                assert await claimed(session) == (why, "cancelled")
                await one.rollback()


async def test_a_message_of_several_schedules_goes_out_while_one_of_them_means_it(lived_in):
    async with lived_in.write() as session:
        await post(session, "checkin/1/", await schedule(session, is_paused=True), await schedule(session))
        assert (await claimed(session))[0] == ""


async def test_past_its_time_a_post_is_missed_unless_it_would_have_been_cancelled(lived_in):
    later = NOW + timedelta(seconds=1)
    async with lived_in.write() as session:
        await post(session, "checkin/1/", latest_at=NOW)
        assert await claimed(session, now=later) == (obstacles.TIME_OVER, "missed")
        elsewhere = Address(platform="test", workspace="W1", conversation="#other")
        ended = await schedule(session, is_paused=True)
        await post(session, "checkin/2/", ended, latest_at=NOW, address=elsewhere)
        assert await claimed(session, "checkin/2/", later) == (obstacles.SCHEDULE_PAUSED, "cancelled")


async def test_what_a_lead_posts_once_more_asks_no_schedule(lived_in):
    async with lived_in.write() as session:
        await post(session, "checkin/1/again", await schedule(session, is_paused=True))
        assert (await claimed(session, "checkin/1/again"))[0] == ""


async def test_a_post_leaves_no_earlier_than_it_is_to(lived_in):
    async with lived_in.write() as session:
        await post(session, send_at=NOW + timedelta(hours=1))
        assert await outbox.due(session, platforms=["test"], now=NOW) == []
        (one,) = await outbox.due(session, platforms=["test"], now=NOW + timedelta(hours=1))
        assert one.target == "test/W1/#northwind"
