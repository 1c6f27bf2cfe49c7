"""A migrated database, on each kind."""

from collections.abc import AsyncIterator

import pytest

from storage import schema
from storage.database import Database


@pytest.fixture
async def migrated(database_url: str) -> AsyncIterator[Database]:
    """A database with the tables of today."""
    database = Database(database_url)
    await schema.migrate(database)
    yield database
    await database.close()
