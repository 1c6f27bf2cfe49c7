"""Migrations: up, down, complete, and safe to run from several processes at once."""

import asyncio
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage import schema
from storage.database import Database
from storage.tables import Base

pytestmark = pytest.mark.without_tables

MIGRATE = """
import asyncio, sys
from storage import schema
from storage.database import Database

async def migrate():
    database = Database(sys.argv[1])
    await schema.migrate(database)
    assert await schema.is_at_head(database)
    await database.close()

asyncio.run(migrate())
"""


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    yield made
    await made.close()


async def in_connection(database, look, *args):
    async with database.engine.connect() as connection:
        return await connection.run_sync(look, *args)


def tables_of(connection):
    return set(inspect(connection).get_table_names())


def differences(connection):
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return compare_metadata(context, Base.metadata)


async def test_upgrade_makes_every_table_and_downgrade_takes_them_away(database):
    await schema.migrate(database)
    assert await in_connection(database, tables_of) == {*Base.metadata.tables, "alembic_version"}
    await schema.migrate(database, to="base")
    assert await in_connection(database, tables_of) == {"alembic_version"}
    await schema.migrate(database)
    assert await schema.is_at_head(database)


async def test_autogenerate_finds_nothing(database):
    await schema.migrate(database)
    assert await in_connection(database, differences) == []


async def test_a_new_database_is_at_no_revision(database):
    assert await schema.current(database) is None
    assert not await schema.is_at_head(database)


async def test_the_head_that_we_name_is_the_last_revision(database):
    def last(connection):
        return ScriptDirectory.from_config(schema.alembic_config(connection)).get_current_head()

    assert await in_connection(database, last) == schema.HEAD


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database):
    await schema.migrate(database)
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.TooNew, match="newer version of Headway"):
        await schema.migrate(database)
    assert await schema.current(database) == "9999"


async def test_migrating_again_changes_nothing(database):
    await schema.migrate(database)
    async with database.write() as session:
        await session.execute(
            text("INSERT INTO console_channels (name, created_at) VALUES ('#a', '2026-01-01')")
        )
    await schema.migrate(database)
    async with database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM console_channels")) == 1


async def test_foreign_keys_are_checked_again_after_a_migration(sqlite_url):
    database = Database(sqlite_url)
    await schema.migrate(database)
    async with database.engine.connect() as connection:
        assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar() == 1
    await database.close()


async def test_processes_that_migrate_at_once_do_not_disturb_each_other(database_url):
    def migrate():
        command = [sys.executable, "-W", "error", "-c", MIGRATE, database_url]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = await asyncio.gather(*(asyncio.to_thread(migrate) for _ in range(3)))
    assert [process.stderr for process in done] == ["", "", ""]
