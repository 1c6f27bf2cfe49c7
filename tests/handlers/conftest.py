"""A stage without a platform, on a fresh database for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import schema
from storage.database import Database
from tests.handlers.play import Play


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables of today, to be copied."""
    file = tmp_path_factory.mktemp("template") / "headway.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
    return file


async def _migrate(url: str) -> None:
    database = Database(url)
    await schema.migrate(database)
    await database.close()


@pytest.fixture
async def play(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Play]:
    """An empty stage on SQLite; the migrations ran once and their file is copied."""
    file = tmp_path / "headway.db"
    shutil.copyfile(migrated_file, file)
    database = Database(f"sqlite+aiosqlite:///{file}")
    yield Play(database)
    await database.close()


@pytest.fixture
async def play_on_both(database_url: str) -> AsyncIterator[Play]:
    """An empty stage, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    await schema.migrate(database)
    yield Play(database)
    await database.close()


@pytest.fixture
async def northwind(play: Play) -> Play:
    """Dana leads Northwind in #northwind, with Tom in the team, and follows the three usual KPIs."""
    await play.set_up(team=["U_TOM"])
    return play
