"""The stage of the stories, with an engagement in #northwind, for looking at how requests are received."""

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.slack_stage import SlackStage, slack_stage
from tests.scenarios.stories import set_up
from tests.slack.person import person


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[SlackStage]:
    """Slack over HTTP, before anything is set up."""
    async with slack_stage(sqlite_url) as stage:
        yield stage


@pytest.fixture
async def northwind(stage: SlackStage) -> SlackStage:
    """Slack over HTTP, with Dana's engagement."""
    await set_up(stage)
    await person(stage.slack, "U_DANA").close_view(all_of_them=True)
    return stage
