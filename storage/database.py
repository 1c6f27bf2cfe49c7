"""One door to the database: `read` and `write` transactions on SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from storage import sqlite

Session = AsyncSession

IDLE_SECONDS = 60


class Database:
    """Engines for one URL. SQLite writes queue up in the process, so that nobody meets a lock."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._reader = _engine(url)
        self._writer = _engine(url) if self.is_sqlite else self._reader
        self._queue = asyncio.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(self._reader.sync_engine, "begin", _begin_deferred)
            event.listen(self._writer.sync_engine, "begin", _begin_immediate)
        self._read_sessions = async_sessionmaker(self._reader, expire_on_commit=False)
        self._write_sessions = async_sessionmaker(self._writer, expire_on_commit=False)

    @property
    def engine(self) -> AsyncEngine:
        """The engine that may change things: for migrations and checks."""
        return self._writer

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only looks. It is rolled back at the end, whatever happened."""
        async with self._read_sessions() as session:
            yield session
            await session.rollback()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits when the block ends well and rolls back when it does not."""
        async with self._queue or nullcontext(), self._write_sessions() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self._reader.dispose()
        if self._writer is not self._reader:
            await self._writer.dispose()


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        made = create_async_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )
        event.listen(made.sync_engine, "connect", _set_up_postgresql)
        return made
    path = parsed.database or ":memory:"
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    # Errors name the statement; what people said stands in its parameters, and no log may hold it.
    engine = create_async_engine(url, async_creator=partial(sqlite.connect, path), hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: SqliteConnection, _record: Any) -> None:
    cursor = connection.cursor()
    # FULL: an answer says "recorded", so the row must outlive a power cut.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_up_postgresql(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    # A process that was frozen in a transaction would hold its rows for ever.
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    cursor.close()
    connection.commit()


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


__all__ = ["Database", "Engine", "Session"]
