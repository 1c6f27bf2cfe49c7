"""What the tests of the scheduler share: a migrated database, on each kind."""

import pytest

from storage.database import Database


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    yield made
    await made.close()
