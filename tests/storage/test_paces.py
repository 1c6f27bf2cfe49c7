"""How fast platforms take posts: rates that hold in every window, and rows that all processes obey."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from domain.chat import Address, reply
from storage import outbox, paces, schema
from storage.database import Database
from storage.paces import LONGEST, RESTED, Limits, Rate
from storage.tables import Pace
from tests.storage.made import NOW

SECOND = timedelta(seconds=1)
LIMITS = {
    "slack": Limits(
        in_conversation=Rate(seconds=1, burst=2),
        posts=Rate(seconds=0.5, burst=4),
        edits=Rate(seconds=2, burst=1),
    )
}


@given(
    burst=st.integers(1, 8),
    pauses=st.lists(st.sampled_from([0.0, 0.0, 0.3, 1.0, 2.5, 9.0]), min_size=1, max_size=60),
)
def test_no_window_ever_holds_more_than_a_burst_and_what_the_rate_gives_meanwhile(burst, pauses):
    rate, now, free_at, taken = Rate(seconds=1.0, burst=burst), NOW, NOW - RESTED, []
    for pause in pauses:
        now = max(now + timedelta(seconds=pause), free_at)
        free_at = rate.after_one_more(free_at, now)
        taken.append(now)
    for first, start in enumerate(taken):
        for count, end in enumerate(taken[first:], start=1):
            assert count <= burst + (end - start).total_seconds() + 1e-6


def test_a_rested_place_takes_its_burst_at_once_and_then_one_after_the_other():
    rate, free_at = Rate(seconds=1.0, burst=3), NOW - RESTED
    for _post in range(3):
        assert free_at <= NOW
        free_at = rate.after_one_more(free_at, NOW)
    assert free_at == NOW + SECOND


@pytest.fixture
async def on_sqlite(sqlite_url):
    """A migrated database where one kind is enough."""
    database = Database(sqlite_url)
    await schema.migrate(database)
    yield database
    await database.close()


async def add(session, key, channel="C_1", *, workspace="T1", **more):
    address = Address(platform="slack", workspace=workspace, conversation=channel)
    values = {"engagement_id": None, "now": NOW, **more}
    await outbox.add(session, key=key, address=address, reply=reply("Hello."), **values)


async def claim(database, now=NOW, limits=LIMITS):
    """Claim all that can be claimed, as one process does. Return the keys."""
    async with database.read() as session:
        waiting = await outbox.due(session, platforms=["slack"], now=now)
    async with database.write() as session:
        return {post.key: post for post in await outbox.claim_all(session, waiting, limits=limits, now=now)}


async def send(database, now=NOW, limits=LIMITS):
    """Claim and send what is due, again and again, until there is room for no more. Return the keys."""
    sent = []
    while posts := await claim(database, now, limits):
        async with database.write() as session:
            for key, post in posts.items():
                await outbox.mark_sent(session, post, message_id=f"m-{key}", now=now)
        sent += posts
    return sent


async def test_a_conversation_gets_a_burst_then_one_a_second_and_nothing_overtakes(migrated):
    async with migrated.write() as session:
        for number in range(4):
            await add(session, str(number))
    assert await send(migrated) == ["0", "1"]
    assert await send(migrated, NOW + 0.9 * SECOND) == []
    assert await send(migrated, NOW + SECOND) == ["2"]
    assert await send(migrated, NOW + 60 * SECOND) == ["3"]


async def test_a_workspace_has_a_bound_of_its_own_and_holds_up_no_other_one(migrated):
    async with migrated.write() as session:
        for number in range(6):
            await add(session, str(number), channel=f"C_{number}")
        await add(session, "elsewhere", workspace="T2")
    assert len(await claim(migrated)) == 5
    assert sorted(await claim(migrated, NOW + SECOND)) == ["4", "5"]


async def test_an_answer_counts_and_never_waits(on_sqlite):
    async with on_sqlite.write() as session:
        for number in range(4):
            await add(session, f"answer/{number}")
        await add(session, "post")
    assert await send(on_sqlite) == [f"answer/{number}" for number in range(4)]
    assert await send(on_sqlite, NOW + 2 * SECOND) == []
    assert await send(on_sqlite, NOW + 4 * SECOND) == ["post"]


async def test_edits_are_counted_apart_from_posts_in_a_workspace(on_sqlite):
    async with on_sqlite.write() as session:
        for number in range(3):
            await add(session, str(number), channel=f"C_{number}")
    assert len(await send(on_sqlite)) == 3
    async with on_sqlite.write() as session:
        for number in range(2):
            await add(session, f"edit-{number}", channel=f"C_{number}", edits=str(number))
    assert len(await send(on_sqlite)) == 1
    assert len(await send(on_sqlite, NOW + 2 * SECOND)) == 1


async def test_a_moment_far_ahead_was_written_by_a_wrong_clock_and_holds_nobody_up(on_sqlite):
    async with on_sqlite.write() as session:
        await add(session, "1")
    assert await send(on_sqlite, NOW + timedelta(hours=1)) == ["1"]
    async with on_sqlite.write() as session:
        for number in range(2, 4):
            await add(session, str(number))
    assert await send(on_sqlite, NOW) == ["2", "3"]


async def test_two_processes_share_the_room_that_there_is(database_url, migrated):
    other = Database(database_url)
    async with migrated.write() as session:
        for number in range(12):
            await add(session, str(number), channel=f"C_{number}")
    both = await asyncio.gather(claim(migrated), claim(other))
    more = [await claim(place) for place in (migrated, other)]
    await other.close()
    keys = [key for posts in (*both, *more) for key in posts]
    assert len(keys) == len(set(keys)) == LIMITS["slack"].posts.burst


async def test_a_platform_without_limits_takes_everything(on_sqlite):
    async with on_sqlite.write() as session:
        for number in range(9):
            await add(session, str(number))
    assert len(await send(on_sqlite, limits={})) == 9


async def test_rows_that_say_no_more_than_that_there_is_room_are_thrown_away(on_sqlite):
    async with on_sqlite.write() as session:
        await add(session, "1")
    await send(on_sqlite)
    async with on_sqlite.write() as session:
        await paces.sweep(session, now=NOW + 2 * RESTED + LONGEST)
        assert (await session.scalars(select(Pace))).all() == []
