"""The stages that a story may ask for."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from tests.scenarios.in_a_browser import dana_at
from tests.scenarios.slack_stage import slack_stage
from tests.scenarios.stage import Stage, console_stage
from tests.scenarios.teams_stage import teams_stage

# Stage and database: each story runs on all of them.
STAGES = (
    ("console", "sqlite"),
    ("console", "postgresql"),
    ("slack", "sqlite"),
    ("slack by websocket", "postgresql"),
    ("teams", "sqlite"),
    ("teams", "postgresql"),
)


@pytest.fixture(params=STAGES, ids=" on ".join)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The console, Slack both ways, and Teams."""
    platform, database = request.param
    url = str(request.getfixturevalue(f"{database}_url"))
    if platform == "console":
        async with console_stage(url) as console:
            yield console
    elif platform == "teams":
        async with teams_stage(url) as teams:
            yield teams
    else:
        async with slack_stage(url, has_sockets=platform != "slack") as slack:
            yield slack


@pytest.fixture
async def page(sqlite_url: str) -> AsyncIterator[Page]:
    """Dana's page of the console."""
    async with dana_at(sqlite_url) as (page, _site):
        yield page
