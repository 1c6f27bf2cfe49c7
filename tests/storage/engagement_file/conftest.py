"""A database with empty tables, and the sample."""

import json

import pytest

from domain.engagement_file import sample
from storage.database import Database
from tests.storage.engagement_file.steps import only


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    yield made
    await made.close()


@pytest.fixture
async def sqlite(sqlite_url):
    """The same on SQLite alone, for what does not depend on the database."""
    made = Database(sqlite_url)
    yield made
    await made.close()


@pytest.fixture
def document():
    return json.loads(sample())


@pytest.fixture
def alder(document):
    """The sample with Alder alone, to be changed before it is brought."""
    return only(document, "alder")
