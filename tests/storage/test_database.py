"""The queue of writes: nothing is lost, and nobody meets a lock."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database

pytestmark = pytest.mark.without_tables

WRITERS = 50
# A second process, which knows nothing of our queue.
OTHER = """
import asyncio, sys
from sqlalchemy import text
from storage.database import Database

async def main(url, times):
    database = Database(url)
    for _time in range(times):
        async with database.write() as session:
            number = await session.scalar(text("SELECT number FROM counter"))
            await asyncio.sleep(0.001)
            await session.execute(text("UPDATE counter SET number = :n"), {"n": number + 1})
        print("writing", flush=True)
    await database.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.fixture
async def counter(database_url: str):
    database = Database(database_url)
    async with database.write() as session:
        await session.execute(text("CREATE TABLE counter (number INTEGER)"))
        await session.execute(text("INSERT INTO counter VALUES (0)"))
    yield database
    await database.close()


async def number(database: Database) -> int:
    async with database.read() as session:
        return int(await session.scalar(text("SELECT number FROM counter")))


async def add_one(database: Database) -> None:
    """Read, wait a moment, and write one more."""
    lock = "" if database.is_sqlite else " FOR UPDATE"
    async with database.write() as session:
        now = await session.scalar(text(f"SELECT number FROM counter{lock}"))  # noqa: S608 - no input in it
        await asyncio.sleep(0.001)
        await session.execute(text("UPDATE counter SET number = :n"), {"n": now + 1})


async def test_fifty_at_once_lose_nothing(counter):
    await asyncio.gather(*(add_one(counter) for _writer in range(WRITERS)))
    assert await number(counter) == WRITERS


async def test_a_second_process_on_the_same_file_loses_nothing_either(sqlite_url):
    database = Database(sqlite_url)
    async with database.write() as session:
        await session.execute(text("CREATE TABLE counter (number INTEGER)"))
        await session.execute(text("INSERT INTO counter VALUES (0)"))
    root = Path(__file__).parents[2]
    other = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        OTHER,
        sqlite_url,
        str(WRITERS),
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"writing\n"
    for _round in range(5):
        await asyncio.gather(*(add_one(database) for _writer in range(WRITERS // 5)))
    _out, said = await other.communicate()
    assert (other.returncode, said) == (0, b"")
    assert await number(database) == 2 * WRITERS
    await database.close()


async def test_readers_see_whole_states_and_are_not_held_up(counter):
    async with counter.write() as session:
        await session.execute(text("UPDATE counter SET number = 7"))
        assert await asyncio.wait_for(number(counter), timeout=5) == 0
    assert await number(counter) == 7


async def test_what_fails_is_rolled_back_and_the_queue_goes_on(counter):
    async def fail() -> None:
        async with counter.write() as session:
            await session.execute(text("UPDATE counter SET number = 7"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await add_one(counter)
    assert await number(counter) == 1


async def test_a_reader_changes_nothing(counter):
    async with counter.read() as session:
        await session.execute(text("UPDATE counter SET number = 7"))
    assert await number(counter) == 0


async def test_a_cancelled_writer_leaves_the_queue_to_the_others(counter):
    inside = asyncio.Event()

    async def hold() -> None:
        async with counter.write() as session:
            await session.execute(text("UPDATE counter SET number = 7"))
            inside.set()
            await asyncio.sleep(60)

    held = asyncio.create_task(hold())
    await inside.wait()
    held.cancel()
    with pytest.raises(asyncio.CancelledError):
        await held
    await asyncio.wait_for(add_one(counter), timeout=10)
    assert await number(counter) == 1


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)]
)
async def test_sqlite_is_set_up_to_keep_what_was_answered(sqlite_url, pragma, value):
    database = Database(sqlite_url)
    for door in (database.read, database.write):
        async with door() as session:
            assert await session.scalar(text(f"PRAGMA {pragma}")) == value
    await database.close()
