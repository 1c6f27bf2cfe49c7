"""A database with empty tables, and the sample."""

import json

import pytest

from domain.engagement_file import sample
from storage.database import Database
from storage.tables import (
    Base,
)


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    async with made.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield made
    await made.close()


@pytest.fixture
def document():
    return json.loads(sample())
