"""What every test may ask for: a database URL of its own, on SQLite or on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import fresh_database, running_server

# Two busy cores make any deadline a matter of luck.
settings.register_profile("headway", deadline=None)
settings.load_profile("headway")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a PostgreSQL server that lives as long as this test process, started when first asked for."""
    with running_server() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """URL of an SQLite database that does not exist yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'headway.db'}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database of the test's own."""
    with fresh_database(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty database of the test's own: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))
