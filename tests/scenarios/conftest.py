"""The stages that a story may ask for."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from tests.scenarios.in_a_browser import dana_at
from tests.scenarios.stage import ConsoleStage, console_stage


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[ConsoleStage]:
    """The console, on SQLite and on PostgreSQL."""
    async with console_stage(database_url) as stage:
        yield stage


@pytest.fixture
async def page(sqlite_url: str) -> AsyncIterator[Page]:
    """Dana's page of the console."""
    async with dana_at(sqlite_url) as page:
        yield page
