"""A migrated database, on each kind."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database


@pytest.fixture
async def migrated(database_url: str) -> AsyncIterator[Database]:
    """A database with the tables of today."""
    database = Database(database_url)
    yield database
    await database.close()
