"""The Teams edge before the local Teams, for each test anew."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.bot.teams.surfaces import Surfaces, on_stage


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Surfaces]:
    """Nobody has set up anything."""
    async with on_stage(Database(sqlite_url)) as stage:
        yield stage


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[Surfaces]:
    """The same on each database."""
    database = Database(database_url)
    async with on_stage(database) as stage:
        yield stage
