"""The message of a morning: what joins it is in its words, however many decide and deliver at once."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.cadence import Cadence, EachWorkingDay
from domain.chat import Address
from storage import engagements, morning, outbox, schedules, schema
from storage.database import Database
from storage.morning import ForPerson
from storage.tables import OccurrencePost, OutboxPost
from tests.storage.made import NOW, make_engagement, make_visitor

DAY = date(2026, 11, 16)
LATEST = NOW + timedelta(hours=6)
DANA = Address(platform="test", workspace="W1", account="U_DANA")


async def fill(database):
    """An item for Dana of each of five occurrences."""
    async with database.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        e = engagement.id
        cadence = Cadence(rule=EachWorkingDay(), at=NOW.time(), zone="Europe/London", starts=DAY)
        who: dict[str, Any] = {"by_id": None, "source": "test", "now": NOW}
        scheduled = await schedules.add(
            session, engagement_id=e, job="actions", name="x", cadence=cadence, settings={}, **who
        )
        for number in range(5):
            await schedules.plan(
                session,
                engagement_id=e,
                schedule_id=scheduled.id,
                version=1,
                job="actions",
                local_date=DAY + timedelta(days=number),
                due_at=NOW,
                latest_at=LATEST,
                now=NOW,
            )
        due = await schedules.due(session, now=NOW, limit=9)
    return [
        ForPerson(
            engagement_id=e,
            person_id=person.id,
            occurrence_id=occurrence_id,
            job="actions",
            decided_at=NOW,
            latest_at=LATEST + timedelta(hours=number),
            args={"number": number},
        )
        for number, (occurrence_id, _engagement_id) in enumerate(due)
    ]


@pytest.fixture
async def made(migrated):
    """Five items for Dana, on each kind of database."""
    return await fill(migrated)


async def put(session, item):
    """Put the item into the message that waits, or begin one."""
    await engagements.hold(session, engagement_id=item.engagement_id)
    if not await morning.join(session, item, day=DAY):
        await morning.begin(session, item, address=DANA, day=DAY, at=NOW)


async def rows(database, table=OutboxPost):
    async with database.read() as session:
        found = list(await session.scalars(select(table).order_by(table.id)))
        session.expunge_all()
        return found


async def claim_and_read(database, post_id):
    """Claim the post and read what it is to tell, as delivery does."""
    async with database.write() as session:
        post = await outbox.claim(session, post_id=post_id, now=NOW)
    assert post is not None
    assert post.claimed_at == NOW
    async with database.read() as session:
        items = await morning.items_of(session, engagement_id=post.engagement_id or 0, post_id=post.id)
    return [item.args["number"] for item in items]


async def test_items_join_the_message_that_waits_and_what_comes_after_the_claim_is_another_one(
    migrated, made
):
    for item in made[:3]:
        async with migrated.write() as session:
            await put(session, item)
    (post,) = await rows(migrated)
    assert (post.latest_at, post.person_id) == (made[2].latest_at, made[0].person_id)
    async with migrated.write() as session:
        with pytest.raises(ValueError, match="one item"):
            await put(session, made[0])
    assert await claim_and_read(migrated, post.id) == [0, 1, 2]
    async with migrated.write() as session:
        await put(session, made[3])
    second = (await rows(migrated))[1]
    assert second.key == f"{post.key}/2"


async def test_an_item_that_reaches_nobody_is_a_post_that_ended_with_its_reason(migrated, made):
    async with migrated.write() as session:
        await morning.end(session, made[0], reason="away")
    (post,) = await rows(migrated)
    assert (post.state, post.reason, post.job) == ("cancelled", "away", "actions")
    (link,) = await rows(migrated, OccurrencePost)
    assert (link.outbox_id, link.occurrence_id) == (post.id, made[0].occurrence_id)
    async with migrated.read() as session:
        e = made[0].engagement_id
        (asked,) = await morning.asked(session, engagement_id=e, job="actions", since=DAY)
        assert not asked.is_told
        assert await outbox.due(session, platforms=["test", "nobody"], now=LATEST, limit=9) == []


@pytest.fixture
async def two(postgresql_url):
    """Two connections to PostgreSQL, where transactions can be open side by side."""
    one, other = Database(postgresql_url), Database(postgresql_url)
    await schema.migrate(one)
    yield one, other
    await one.close()
    await other.close()


async def test_a_claim_passes_over_what_somebody_joins_and_the_next_one_tells_that_item(two):
    one, other = two
    items = await fill(one)
    async with one.write() as session:
        await put(session, items[0])
    (post,) = await rows(one)
    async with one.write() as session:
        await put(session, items[1])
        async with asyncio.timeout(5), other.write() as claiming:
            assert await outbox.claim(claiming, post_id=post.id, now=NOW) is None
    assert await claim_and_read(other, post.id) == [0, 1]


async def test_a_message_that_is_being_claimed_is_not_waited_for(two):
    one, other = two
    items = await fill(one)
    async with one.write() as session:
        await put(session, items[0])
    (post,) = await rows(one)
    async with other.write() as session:
        assert await outbox.claim(session, post_id=post.id, now=NOW) is not None
        async with asyncio.timeout(5), one.write() as joining:
            await put(joining, items[1])
    assert [row.state for row in await rows(one)] == ["sending", "pending"]
