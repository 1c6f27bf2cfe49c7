"""A workspace with three people, a guest and a stranger, and an app in it."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.bolt_app import AppUnderTest, app_at
from tests.slack.passes import Installation
from tests.slack.person import Person, person
from tests.slack.server import LocalSlack, local_slack
from tests.slack.state import World
from tests.slack.things import Channel, User

TEAM, OTHER = "T0NORTHWIND", "T0ELSEWHERE"


def northwind() -> World:
    """Make the workspace: #northwind with everybody, #away without the bot, #secret that is private."""
    world = World()
    world.add_team(TEAM, "Northwind")
    world.add_team(OTHER, "Elsewhere")
    world.add_user(User("U_DANA", "dana", "Dana Reed", TEAM, email="dana@example.com"))
    world.add_user(User("U_TOM", "tom", "Tom Hale", TEAM, tz="America/New_York", locale="en-US"))
    world.add_user(User("U_GUEST", "guest", "Gail Guest", TEAM, is_ultra_restricted=True))
    world.add_user(User("U_STRANGER", "sam", "Sam Strange", OTHER))
    world.add_user(User("U_GONE", "gone", "Greg Gone", TEAM, deleted=True))
    bot = world.install(TEAM).bot_user_id
    people = {"U_DANA", "U_TOM", "U_GUEST", bot}
    world.add_channel(Channel("C_NORTHWIND", "northwind", TEAM, "public", people))
    world.add_channel(Channel("C_AWAY", "away", TEAM, "public", {"U_DANA"}))
    world.add_channel(Channel("C_SECRET", "secret", TEAM, "private", {"U_DANA"}))
    return world


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """The local Slack, running."""
    async with local_slack(northwind()) as slack:
        yield slack


@pytest.fixture
def made(slack: LocalSlack) -> Installation:
    """The installation of the app."""
    found = slack.world.installation_for(TEAM)
    assert found is not None
    return found


@pytest.fixture
def client(slack: LocalSlack, made: Installation) -> AsyncWebClient:
    """A client with the token of the app, which repeats nothing by itself."""
    return AsyncWebClient(token=made.token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def app(slack: LocalSlack, made: Installation) -> AsyncIterator[AppUnderTest]:
    """A Bolt app that hears of everything."""
    async with app_at(slack, made) as app:
        yield app


@pytest.fixture
def dana(slack: LocalSlack) -> Person:
    """Dana, at her desk."""
    return person(slack, "U_DANA")


@pytest.fixture
def tom(slack: LocalSlack) -> Person:
    """Tom, at his."""
    return person(slack, "U_TOM")


@pytest.fixture
def refused() -> Callable[[Any], Any]:
    """Await a call that Slack refuses, and give the error."""

    async def wait(call: Any) -> str:
        with pytest.raises(SlackApiError) as caught:
            await call
        return str(caught.value.response["error"])

    return wait
