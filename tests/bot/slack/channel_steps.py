"""A channel of Northwind in the local Slack, and what tests do with it."""

from typing import Any

import pytest

from bot.slack import channels
from domain.chat import Act, Address, Answer, Request, Say, Sender
from domain.plain_text import plain_text
from storage.tables import Channel
from tests.bot.slack.surfaces import Surfaces, on_stage
from tests.slack.acting import PARTINGS
from tests.slack.conftest import TEAM
from tests.slack.lifecycle import Lifecycle
from tests.slack.state import EVENTS, SlackApp
from tests.slack.things import Channel as Place

HOME = "C_NORTHWIND"
LOOK = "conversations.info"


@pytest.fixture
async def stage(database_url):
    """Nobody has set up anything."""
    async with on_stage(database_url) as stage:
        stage.slack.world.app = SlackApp(events=EVENTS | PARTINGS)
        yield stage


@pytest.fixture
async def northwind(stage):
    """Dana leads Northwind in #northwind, with Tom in the team."""
    await stage.set_up(team=["U_TOM"])
    await look(stage)
    return stage


@pytest.fixture
def life(stage) -> Lifecycle:
    return Lifecycle(stage.slack)


@pytest.fixture
def home(stage: Surfaces) -> Place:
    """The channel, as the local Slack has it."""
    return stage.slack.world.channels[HOME]


async def look(stage: Surfaces, channel: str = HOME) -> None:
    client = await stage.edge.api.client(TEAM)
    await channels.look_at(stage.edge, client, team=TEAM, channel=channel)


async def row(stage: Surfaces, channel: str = HOME) -> Channel:
    (found,) = await stage.rows(Channel, Channel.external_id == channel)
    assert isinstance(found, Channel)
    return found


async def hear(stage: Surfaces, listener: Any, *, times: int = 2) -> None:
    """Let the listener hear what Slack sent last, as often as Slack may send it."""
    for _again in range(times):
        await listener(stage.edge, stage.taken())


async def told(stage: Surfaces, who: str = "U_DANA") -> str:
    return "\n".join(plain_text(post) for post in await stage.posts(who))


async def come_in(stage: Surfaces, act: Act, *, channel: str = HOME) -> None:
    """Let an act of Dana's in the channel come in."""
    request = Request(
        key="arrives",
        sender=Sender(account="U_DANA"),
        address=Address(platform="slack", workspace=TEAM, conversation=channel),
        act=act,
    )
    await channels.know_channel(stage.edge, await stage.edge.api.client(TEAM), request)


async def arrive(stage: Surfaces, act: Act, *, channel: str = HOME) -> None:
    """Let an act of Dana's in the channel come in, and let what it begins in the background end."""
    await come_in(stage, act, channel=channel)
    await stage.edge.background.drain(seconds=5)


def be_silent(stage: Surfaces) -> None:
    """Let Slack say nothing about channels until `speak`."""
    stage.slack.faults.refuse(LOOK, "fatal_error", times=100)


def speak(stage: Surfaces) -> None:
    stage.slack.faults.waiting[LOOK].clear()


async def set_up_in(stage: Surfaces, channel: str = HOME) -> Answer:
    """Let Dana set up Northwind as in Slack, and give what she is told."""
    await arrive(stage, Say(text="setup"), channel=channel)
    await stage.ask("U_DANA", "setup", where=channel)
    return await stage.fill("U_DANA", where=channel, name="Northwind Ltd")
