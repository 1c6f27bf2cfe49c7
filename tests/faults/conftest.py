"""Databases whose tables are there already, and a Slack with a few channels; faults end with their test."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scheduler.failpoints import Failpoint, hang
from storage import schema
from storage.database import Database
from tests.faults.site import workspace
from tests.postgres import fresh_database
from tests.slack.server import LocalSlack, local_slack


async def _migrate(url: str) -> None:
    database = Database(url)
    await schema.migrate(database)
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "headway.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of a migrated database on the server, to be copied."""
    with fresh_database(postgresql_server) as url:
        asyncio.run(_migrate(url))
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """URL of a migrated SQLite database of the test's own."""
    path = shutil.copy(sqlite_template, tmp_path / "headway.db")
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """URL of a migrated PostgreSQL database of the test's own."""
    with fresh_database(postgresql_server, template=postgresql_template) as url:
        yield url


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """The local Slack with two channels, whose history may be read."""
    async with local_slack(workspace(channels=2)) as slack:
        yield slack


@pytest.fixture(autouse=True)
def no_fault() -> Iterator[None]:
    """Let nothing strike after the test."""
    yield

    async def pass_by(_name: Failpoint) -> None:
        """Do nothing."""

    hang(pass_by)
