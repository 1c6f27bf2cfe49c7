"""The agent view: a status that never stands in the way, and prompts that fit."""

import asyncio

import pytest

from bot.slack import agent, home
from tests.bot.slack.surfaces import Surfaces, on_stage
from tests.handlers.play import DM
from tests.slack.conftest import TEAM
from tests.slack.state import LEAST_SCOPES
from tests.slack.things import Json

STATUS, PROMPTS = "assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts"


@pytest.fixture
async def stage(sqlite_url):
    """Dana leads Northwind; the app has the agent view."""
    async with on_stage(sqlite_url) as made:
        use(made, {*LEAST_SCOPES, agent.SCOPE})
        await made.set_up(team=["U_TOM"])
        yield made


def use(stage: Surfaces, scopes: set[str]) -> None:
    """Install the app anew, with these scopes."""
    stage.slack.world.install(TEAM, scopes=scopes)
    stage.edge = stage.process()


async def said(stage: Surfaces) -> tuple[Json, tuple[str, str]]:
    """A message to the app: its envelope, and where its status stands."""
    await stage.at("U_DANA").say_in_dm("status")
    body = stage.taken()
    return body, (body["event"]["channel"], body["event"]["ts"])


async def settled(stage: Surfaces) -> None:
    await stage.edge.background.drain(seconds=5)


async def test_the_status_stands_while_a_message_is_worked_on(stage):
    body, place = await said(stage)
    async with agent.working(stage.edge, body):
        await asyncio.sleep(0.3)
        assert stage.slack.world.statuses == {place: agent.WORKING}
    await settled(stage)
    assert stage.slack.world.statuses == {place: ""}


async def test_it_is_taken_away_when_the_work_fails(stage):
    body, place = await said(stage)
    with pytest.raises(ZeroDivisionError):
        async with agent.working(stage.edge, body):
            raise ZeroDivisionError
    await settled(stage)
    assert stage.slack.world.statuses == {place: ""}


async def test_a_slow_slack_delays_nobody_and_the_status_goes_last(stage):
    body, place = await said(stage)
    gate = stage.slack.faults.hold(STATUS)
    async with asyncio.timeout(0.5):
        async with agent.working(stage.edge, body):
            pass
    gate.set()
    await settled(stage)
    assert [call.args["status"] for call in stage.slack.called(STATUS)] == [agent.WORKING, ""]
    assert stage.slack.world.statuses == {place: ""}


@pytest.mark.parametrize("trouble", ["drop", "fail", "limit"])
async def test_what_slack_refuses_is_not_heard_of(stage, trouble):
    body, _place = await said(stage)
    getattr(stage.slack.faults, trouble)(STATUS, times=2)
    async with agent.working(stage.edge, body):
        pass
    await settled(stage)
    assert len(stage.slack.called(STATUS)) == 2


async def test_without_the_agent_view_there_is_no_status_and_no_prompt(stage):
    use(stage, set(LEAST_SCOPES))
    body, _place = await said(stage)
    async with agent.working(stage.edge, body):
        pass
    await stage.at("U_DANA").open_home("messages")
    await home.on_app_home_opened(stage.edge, stage.taken())
    await settled(stage)
    assert stage.slack.called(STATUS) == []
    assert stage.slack.called(PROMPTS) == []


async def test_a_mention_in_a_channel_has_no_status(stage):
    await stage.at("U_DANA").mention("#northwind", "status")
    async with agent.working(stage.edge, stage.taken()):
        pass
    await settled(stage)
    assert stage.slack.called(STATUS) == []


async def prompts(stage: Surfaces, who: str) -> list[str]:
    """What is suggested to somebody who opens the conversation."""
    await stage.at(who).open_home("messages")
    body = stage.taken()
    await home.on_app_home_opened(stage.edge, body)
    return [one["message"] for one in stage.slack.world.prompts[body["event"]["channel"]]]


async def test_the_prompts_fit_to_what_somebody_may_do(stage):
    assert await prompts(stage, "U_DANA") == ["home", "kpi", "status", "feedback list"]
    assert await prompts(stage, "U_TOM") == ["home", "kpi", "status", "feedback"]
    await stage.say("U_DANA", "members role @Tom Hale observer")
    assert await prompts(stage, "U_TOM") == ["card", "help"]
    assert await prompts(stage, "U_GUEST") == ["help"]


async def test_every_prompt_is_understood(stage):
    for who in ("U_DANA", "U_TOM", "U_GUEST"):
        for message in await prompts(stage, who):
            assert "I don't know" not in await stage.say(who, message, where=DM)


async def test_prompts_that_slack_refuses_change_nothing(stage):
    stage.slack.faults.refuse(PROMPTS, "channel_not_found")
    await stage.at("U_DANA").open_home("messages")
    await home.on_app_home_opened(stage.edge, stage.taken())
    assert stage.slack.world.prompts == {}
