"""What the console remembers, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.console.view import Wish, look
from storage import console
from storage.console import NewMessage
from storage.database import Database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def add(database: Database, key: str, *, where: str = "#a", seen_by: str = "", author: str = "") -> int:
    message = NewMessage(conversation=where, key=key, author=author, seen_by=seen_by, text=key)
    async with database.write() as session:
        return await console.add_message(session, message, now=NOON)


async def texts(database: Database, reader: str, where: str = "#a", **more: int) -> list[str]:
    async with database.read() as session:
        found = await console.latest(
            session,
            conversation=where,
            reader=reader,
            limit=more.get("limit", 100),
            before=more.get("before"),
        )
    return [message.text for message in found]


async def test_the_same_message_is_kept_once_and_has_one_id(database):
    first = await add(database, "k1")
    assert await add(database, "k1") == first
    assert await texts(database, "U_A") == ["k1"]


async def test_a_message_for_one_person_is_seen_by_that_person_alone(database):
    await add(database, "for A", seen_by="U_A")
    await add(database, "for all")
    assert await texts(database, "U_A") == ["for A", "for all"]
    assert await texts(database, "U_B") == ["for all"]


async def test_a_direct_conversation_is_closed_to_everybody_else(database):
    await add(database, "secret", where="dm:U_A")
    assert await texts(database, "U_A", "dm:U_A") == ["secret"]
    assert await texts(database, "U_B", "dm:U_A") == []


async def test_the_last_messages_come_first_and_earlier_ones_when_asked_for(database):
    ids = [await add(database, f"m{number}") for number in range(5)]
    assert await texts(database, "U_A", limit=2) == ["m3", "m4"]
    assert await texts(database, "U_A", limit=2, before=ids[3]) == ["m1", "m2"]
    async with database.read() as session:
        found = await console.since(session, conversation="#a", reader="U_A", first=ids[3])
    assert [message.text for message in found] == ["m3", "m4"]


async def test_the_stamp_changes_with_what_the_reader_can_see_and_with_nothing_else(database):
    async def stamp() -> str:
        async with database.read() as session:
            return await console.stamp(session, reader="U_A")

    before = await stamp()
    await add(database, "for B", seen_by="U_B")
    await add(database, "to B", where="dm:U_B")
    assert await stamp() == before
    await add(database, "for all")
    after_message = await stamp()
    async with database.write() as session:
        await console.add_channel(session, name="#new", now=NOON)
    after_channel = await stamp()
    async with database.write() as session:
        await console.add_person(session, account="U_C", name="Cleo", now=NOON)
    assert len({before, after_message, after_channel, await stamp()}) == 4


async def test_the_newest_message_of_each_conversation_leaves_out_ones_own(database):
    last = await add(database, "theirs", author="U_B")
    await add(database, "mine", author="U_A")
    direct = await add(database, "hello", where="dm:U_A")
    await add(database, "not mine", where="dm:U_B")
    async with database.read() as session:
        assert await console.newest(session, reader="U_A") == {"#a": last, "dm:U_A": direct}


async def test_a_channel_is_added_once_and_channels_come_in_order(database):
    async with database.write() as session:
        assert await console.add_channel(session, name="#b", now=NOON)
        assert await console.add_channel(session, name="#a", now=NOON)
        assert not await console.add_channel(session, name="#b", now=NOON)
        assert await console.channels(session) == ["#a", "#b"]
        assert await console.has_channel(session, name="#a")
        assert not await console.has_channel(session, name="#c")
        assert not await console.has_engagement(session, channel="#a")


async def test_people_of_the_console_come_by_name(database):
    async with database.write() as session:
        assert await console.people(session) == []
        await console.add_person(session, account="U_Z", name="Zoe", now=NOON)
        await console.add_person(session, account="U_A", name="Aya", now=NOON)
        assert [person.name for person in await console.people(session)] == ["Aya", "Zoe"]


async def test_where_nobody_is_yet_the_view_says_what_to_do_first(database):
    async with database.read() as session:
        seen = await look(session, Wish(account="U_A", conversation="#a"), now=NOON)
    assert (seen["as"], seen["in"]) == ("", "dm:")
    assert "Nobody is here yet" in seen["messages"]
    assert seen["placeholder"] == "Choose who you are first"
