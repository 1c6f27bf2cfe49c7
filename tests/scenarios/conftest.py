"""The stages that a story may ask for."""

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.stage import ConsoleStage, console_stage


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[ConsoleStage]:
    """The console, on SQLite and on PostgreSQL."""
    async with console_stage(database_url) as stage:
        yield stage
