"""What the whole installation holds: for whoever runs it, never for a request."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url, select, text

from storage.clock import database_now
from storage.database import Database, Session
from storage.tables import Engagement


@dataclass(frozen=True, kw_only=True)
class Named:
    """An engagement by its key and name."""

    id: int
    key: str
    name: str


async def engagements(session: Session) -> list[Named]:
    """Every engagement, by name."""
    query = select(Engagement.id, Engagement.key, Engagement.name).order_by(Engagement.name, Engagement.key)
    return [Named(id=one.id, key=one.key, name=one.name) for one in await session.execute(query)]


async def is_empty(session: Session) -> bool:
    """Whether there is no engagement at all."""
    return (await session.scalar(select(Engagement.id).limit(1))) is None


async def server(database: Database) -> str:
    """Which database it is, and in which mode an SQLite file is kept."""
    if not database.is_sqlite:
        async with database.read() as session:
            return f"PostgreSQL {await session.scalar(text('SHOW server_version'))}"
    async with database.read() as session:
        version = await session.scalar(text("SELECT sqlite_version()"))
        journal = await session.scalar(text("PRAGMA journal_mode"))
    return f"SQLite {version}, journal mode {journal}"


async def moment(database: Database) -> datetime:
    """What time it is by the database's clock."""
    async with database.read() as session:
        return (await session.scalars(select(database_now()))).one()


async def check_writable(database: Database) -> None:
    """Write something and take it back. Raises what the database raises."""
    async with database.write() as session:
        await session.execute(text("CREATE TABLE headway_doctor (id INTEGER)"))
        await session.rollback()


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for a server."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database) if is_file and parsed.database else None
