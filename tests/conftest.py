"""What every test may ask for: a database URL of its own, on SQLite or on a real PostgreSQL."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from storage import schema
from storage.database import Database
from tests.postgres import EMPTY, folder_in_memory, fresh_database, running_server

# Two busy cores make any deadline a matter of luck.
settings.register_profile("headway", deadline=None)
settings.load_profile("headway")


def pytest_configure() -> None:
    """Keep the files of the tests in memory where there is room: SQLite waits for the disk at each answer."""
    if folder := folder_in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a PostgreSQL server that lives as long as this test process, started when first asked for."""
    with running_server() as url:
        yield url


def _migrate(url: str) -> None:
    async def migrated() -> None:
        database = Database(url)
        await schema.migrate(database)
        await database.close()

    # In a thread: an async fixture may be the one that asks for the database, and its loop is running.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, migrated()).result()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables of today, to be copied: to migrate takes longer than most tests do."""
    file = tmp_path_factory.mktemp("template") / "headway.db"
    _migrate(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: str) -> Iterator[str]:
    """The name of a database on the server with the tables of today, to be copied."""
    with fresh_database(postgresql_server) as url:
        _migrate(url)
        yield urlsplit(url).path.removeprefix("/")


def _has_tables(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("without_tables") is None


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an SQLite database of the test's own, with the tables of today.

    Marked `without_tables`: of a database that does not exist yet.
    """
    file = tmp_path / "headway.db"
    if _has_tables(request):
        shutil.copyfile(request.getfixturevalue("migrated_file"), file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, postgresql_server: str) -> Iterator[str]:
    """URL of a PostgreSQL database of the test's own, with the tables of today.

    Marked `without_tables`: of an empty one.
    """
    template = request.getfixturevalue("migrated_template") if _has_tables(request) else EMPTY
    with fresh_database(postgresql_server, template=template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of a database of the test's own, as above: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))
