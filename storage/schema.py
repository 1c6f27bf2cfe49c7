"""The state of the tables: at which revision they are, and bringing them to the newest one."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.failures import DatabaseTrouble

if TYPE_CHECKING:
    from alembic.config import Config

# A test holds it against the files of storage/migrations/versions: asking Alembic takes a third of a second.
HEAD = "0006"
# Any number, as long as it stays the same: who migrates PostgreSQL holds this lock.
MIGRATION_LOCK = 7_203_978
TOO_NEW = (
    "This database was made by a newer version of Headway (revision {revision})."
    " Update Headway, or name another database in DATABASE_URL."
)


class TooNew(DatabaseTrouble):
    """This database was made by a newer version of Headway. Update Headway, or name another one."""


async def current(database: Database) -> str | None:
    """The revision that the database is at; None before its first migration."""
    async with database.read() as session:
        return await (await session.connection()).run_sync(_current)


async def is_at_head(database: Database) -> bool:
    """Whether the tables are those of this version."""
    return await current(database) == HEAD


async def migrate(database: Database, *, to: str = "head") -> None:
    """Bring the tables to a revision; `base` takes them away. Raises TooNew where they are ahead of us.

    Several processes may do so at once: one works, the others wait and find it done.
    """
    if to == "head" and await is_at_head(database):
        return
    async with _alone(database) as connection:
        await connection.run_sync(_run, to)


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[AsyncConnection]:
    async with database.engine.connect() as connection:
        if not database.is_sqlite:
            async with connection.begin():
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
                yield connection
            return
        # Batch migrations rebuild a table: with foreign keys on, that would hurt those that point at it.
        driver = (await connection.get_raw_connection()).driver_connection
        if driver is None:
            raise TypeError("a connection that is open has a driver")
        await driver.execute("PRAGMA foreign_keys=OFF")
        try:
            async with connection.begin():
                yield connection
                await connection.run_sync(_check_foreign_keys)
        finally:
            await driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(f"a migration left a row of {broken[0]} without what it points at")


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _run(connection: Connection, to: str) -> None:
    from alembic import command  # noqa: PLC0415 - a third of a second that a start without news does not pay

    config = alembic_config(connection)
    _refuse_newer(config, _current(connection))
    is_back = to == "base" or (to != "head" and to < (_current(connection) or ""))
    run: Callable[[Config, str], Any] = command.downgrade if is_back else command.upgrade
    run(config, to)


def alembic_config(connection: Connection) -> "Config":
    """What Alembic needs to know: where the revisions are, and the connection to use."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _refuse_newer(config: "Config", revision: str | None) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise TooNew(TOO_NEW.format(revision=revision))
