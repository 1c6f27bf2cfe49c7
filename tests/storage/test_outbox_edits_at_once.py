"""Whoever changes what a message tells is in its words, however many record and deliver at once."""

import asyncio

import pytest
from sqlalchemy import func, select

from domain.chat import Address, reply
from domain.plain_text import plain_text
from storage import engagements, outbox, schema
from storage.codec import reply_from_json
from storage.database import Database
from storage.tables import OutboxPost
from tests.storage.made import NOW, make_engagement
from tests.storage.telling import SOON, follow, rows


async def count_up(session, engagement_id, number):
    """Write down a post somewhere else: the messages tell how many there are."""
    elsewhere = Address(platform="elsewhere", workspace="W", conversation="c")
    where = {"engagement_id": engagement_id, "address": elsewhere, "now": NOW}
    await outbox.add(session, key=f"count-{number}", reply=reply("."), **where)


async def claim_and_count(database, post_id):
    """Claim the post, and put into words how many were written down."""
    async with database.write() as session:
        post = await outbox.claim(session, post_id=post_id, now=SOON)
    if post is None:
        return None
    async with database.write() as session:
        counted = select(func.count()).where(OutboxPost.key.startswith("count-"))
        return await outbox.write_down(session, post, reply(f"{await session.scalar(counted)}"))


async def record(database, engagement_id, number):
    async with database.write() as session:
        await engagements.hold(session, engagement_id=engagement_id)
        await count_up(session, engagement_id, number)
        await follow(session, engagement_id)


async def deliver(database):
    for _again in range(12):
        async with database.read() as session:
            due = await outbox.due(session, platforms=["test"], now=SOON)
        post = await claim_and_count(database, due[0].id) if due else None
        await asyncio.sleep(0.002)
        if post is not None:
            async with database.write() as session:
                await outbox.mark_sent(session, post, message_id="m-1", now=SOON)


async def test_many_at_once_from_two_processes_leave_one_message_with_the_last_words(database_url, migrated):
    async with migrated.write() as session:
        engagement_id = (await make_engagement(session)).id
    other = Database(database_url)
    both = (migrated, other)
    changes = [record(both[number % 2], engagement_id, number) for number in range(20)]
    await asyncio.gather(*changes, *map(deliver, both))
    await deliver(other)
    await other.close()
    told = [row for row in await rows(migrated) if row.key.startswith("day")]
    assert [row.key for row in told].count("day") == 1
    assert {row.edits_id for row in told[1:]} <= {told[0].id}
    assert {row.state for row in told} == {"sent"}
    said = [int(plain_text(reply_from_json(row.reply))) for row in told]
    assert said == sorted(said)
    assert said[-1] == 20


@pytest.fixture
async def two(postgresql_url):
    """Two connections to PostgreSQL, where transactions can be open side by side, and an engagement."""
    one, other = Database(postgresql_url), Database(postgresql_url)
    await schema.migrate(one)
    async with one.write() as session:
        engagement_id = (await make_engagement(session)).id
    yield one, other, engagement_id
    await one.close()
    await other.close()


async def test_a_claim_passes_over_what_somebody_saw_waiting_and_the_next_one_tells_that_change(two):
    one, other, engagement_id = two
    await record(one, engagement_id, 1)
    post = (await rows(one))[-1]
    async with one.write() as session:
        await count_up(session, engagement_id, 2)
        await follow(session, engagement_id)
        async with asyncio.timeout(5):
            assert await claim_and_count(other, post.id) is None
    claimed = await claim_and_count(other, post.id)
    assert claimed is not None
    assert claimed.reply == reply("2")
    assert [row.key for row in await rows(one)].count("day") == 1


async def test_a_post_that_is_being_claimed_is_not_waited_for_and_an_edit_tells_the_change(two):
    one, other, engagement_id = two
    await record(one, engagement_id, 1)
    post = (await rows(one))[-1]
    async with other.write() as session:
        assert await outbox.claim(session, post_id=post.id, now=SOON) is not None
        async with asyncio.timeout(5):
            await record(one, engagement_id, 2)
    told = [row for row in await rows(one) if row.key.startswith("day")]
    assert [(row.state, row.edits_id) for row in told] == [("sending", None), ("pending", post.id)]
