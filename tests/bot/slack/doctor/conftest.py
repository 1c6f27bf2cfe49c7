"""A workspace with the app in it, and the settings that fit it."""

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from bot.slack.registrations import SCOPES
from tests.slack.conftest import TEAM, northwind
from tests.slack.passes import Installation
from tests.slack.server import LocalSlack, local_slack


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with local_slack(northwind()) as running:
        yield running


@pytest.fixture
def made(slack: LocalSlack) -> Installation:
    found = slack.world.installation_for(TEAM)
    assert found is not None
    found.scopes |= SCOPES.keys()
    return found


@pytest.fixture
def settings(slack, made):
    """Make settings for one workspace over HTTP at the local Slack; others may stand for them."""

    def make(**others: str) -> Settings:
        one = {"slack_bot_token": made.token, "slack_signing_secret": "s", "secret_key": "k"}
        return Settings.model_validate({"slack_api_url": slack.api_url} | one | others)

    return make
