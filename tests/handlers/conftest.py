"""A stage without a platform, on a fresh database for each test."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.handlers.play import Play


@pytest.fixture
async def play(sqlite_url: str) -> AsyncIterator[Play]:
    """An empty stage on SQLite."""
    database = Database(sqlite_url)
    yield Play(database)
    await database.close()


@pytest.fixture
async def play_on_both(database_url: str) -> AsyncIterator[Play]:
    """An empty stage, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    yield Play(database)
    await database.close()


@pytest.fixture
async def northwind(play: Play) -> Play:
    """Dana leads Northwind in #northwind, with Tom in the team, and follows the three usual KPIs."""
    await play.set_up(team=["U_TOM"])
    return play
