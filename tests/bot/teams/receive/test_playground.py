"""Microsoft's local playground, where it does otherwise than Teams: dialogs from buttons, ids of bots."""

from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer

from bot.app import build
from bot.settings import Settings
from bot.teams.arrival import Arrival
from bot.teams.installing import LISTENERS
from bot.teams.people import accounts_mentioned
from bot.teams.receive import clicks, messages
from bot.teams.send import TeamsMessenger
from domain.chat import Address, Button, Buttons, reply
from storage import schema
from tests.scenarios.stage import CHANNEL, DM, MONDAY
from tests.scenarios.teams_stage import TEAM, TeamsStage
from tests.scenarios.teams_stage import northwind as northwind_world
from tests.teams.cards.parts import actions_of, inputs_of
from tests.teams.person import person
from tests.teams.reading import read_card, read_message
from tests.teams.server import local_teams


@pytest.fixture
def plain(northwind):
    """The edge of the application, as it is wired for the playground."""
    return replace(northwind.app.teams.edge, has_dialogs=False)


async def press(plain, one, message, data):
    """Press a button of a message in the channel. Return what the client is shown in its place."""
    value = {"action": {"type": "Action.Execute", "verb": "do", "data": data}}
    place = one.place(CHANNEL)
    told = one.made(
        place,
        "invoke",
        thread=message.thread,
        name="adaptiveCard/action",
        value=value,
        replyToId=message.id,
    )
    return (await clicks.work(plain, Arrival(app_id=one.bot.app_id, body=told))).shown["value"]


async def test_a_button_that_opens_a_form_is_pressed_like_any_other(dana, plain):
    channel = Address(platform="teams", workspace=dana.bot.tenant_id, conversation=dana.place(CHANNEL).id)
    offered = reply(Buttons((Button(label="Open form", route="run", id="abc", opens_form=True),)))
    await TeamsMessenger(plain).send(channel, offered, "key")
    (button,) = actions_of(dana.seen(CHANNEL)[-1].card)
    assert (button["type"], button["data"]) == ("Action.Execute", {"offer": "abc"})


async def test_a_form_takes_the_place_of_the_button_that_opens_it(northwind, dana, plain):
    await northwind.say("U_DANA", "kpi")
    found = dana.find("Open form", CHANNEL)
    form = await press(plain, dana, found.message, {"offer": found.action["data"]["offer"]})
    assert "field/revenue:2026-10" in [one["id"] for one in inputs_of(form)]
    (save,) = actions_of(form)
    wrong = await press(plain, dana, found.message, {**save["data"], "field/revenue:2026-10": "a lot"})
    assert 'I could not read "a lot"' in read_card(wrong)
    sent = await press(plain, dana, found.message, {**save["data"], "field/revenue:2026-10": "41.5k"})
    assert "You sent this form. I answered you in your own chat" in read_card(sent)
    # What stood there stands there again, as it does for the others.
    assert [one["title"] for one in actions_of(sent)] == ["Open form"]
    await plain.background.drain(seconds=5)
    assert [one["title"] for one in actions_of(found.message.card)] == ["Open form"]
    assert "Revenue is £41,500" in await northwind.posts("U_DANA", where=DM)


async def test_a_long_form_stands_in_the_personal_chat(dana, plain):
    told = dana.made(dana.chat, "message", text="feedback")
    await messages.work(plain, Arrival(app_id=dana.bot.app_id, body=told))
    assert "Give feedback" in read_message(dana.seen()[-1])
    assert len(inputs_of(dana.seen()[-1].card)) > 3


async def test_what_is_drawn_again_has_its_commands_as_they_are_typed_there(northwind, dana, plain):
    await northwind.posts("U_DANA")
    found = dana.find("Record numbers", CHANNEL)
    form = await press(plain, dana, found.message, {"offer": found.action["data"]["offer"]})
    (save,) = actions_of(form)
    again = await press(plain, dana, found.message, {**save["data"], "field/revenue:2026-10": "41.5k"})
    assert "@Headway kpi import" in read_card(found.card)
    assert "@Headway kpi import" in read_card(again)


async def test_a_bot_is_known_by_its_own_id(northwind, dana):
    edge, place = northwind.app.teams.edge, dana.place(CHANNEL)
    ours = {"id": "bot-1", "name": "Test Bot"}
    entity = {"type": "mention", "text": "<at>Test Bot</at>", "mentioned": ours}
    said = dana.made(place, "message", recipient=ours, entities=[entity], text="<at>Test Bot</at> help")
    asked = len(northwind.teams.calls)
    assert await accounts_mentioned(edge, Arrival(app_id=dana.bot.app_id, body=said)) == {}
    assert len(northwind.teams.calls) == asked
    gone = dana.made(place, "conversationUpdate", recipient=ours, membersRemoved=[{"id": "bot-1"}])
    await LISTENERS["conversationUpdate"](edge, Arrival(app_id=dana.bot.app_id, body=gone))
    assert "is closed to me" in await northwind.posts("U_DANA", where=DM)


@pytest.fixture
async def playground(sqlite_url):
    """The application in its local mode, before a Teams without tokens; Dana looked into both places."""
    async with local_teams(northwind_world(), has_limits=False) as teams, AsyncExitStack() as stack:
        teams.is_open = True
        settings = Settings.model_validate({"teams_local": True, "database_url": sqlite_url})
        app = build(settings, clock=lambda: MONDAY)
        stack.push_async_callback(app.database.close)
        await schema.migrate(app.database)
        assert app.teams is not None
        stack.push_async_callback(app.teams.stop, seconds=2)
        server = await stack.enter_async_context(TestServer(app.web, host="127.0.0.1"))
        teams.connect(str(server.make_url("/api/messages")))
        for place in (TEAM, ""):
            await person(teams, "U_DANA").install(place)
        await app.delivery.deliver(MONDAY)
        yield TeamsStage(app=app, teams=teams)


async def test_an_engagement_begins_without_tokens(playground):
    assert (await playground.say("U_DANA", "setup")).has_form
    dana = person(playground.teams, "U_DANA")
    await dana.click("Open form", CHANNEL)
    assert (await dana.submit({"name": "Northwind"}, CHANNEL)).is_sent
    assert "Northwind is set up" in await playground.posts("U_DANA", where=DM)
    assert "Welcome: Northwind" in await playground.posts("U_DANA")


def test_the_local_mode_has_neither_dialogs_nor_secrets(sqlite_url):
    app = build(Settings.model_validate({"teams_local": True, "database_url": sqlite_url}))
    assert app.teams is not None
    assert not app.teams.edge.has_dialogs
    assert [entry.name for entry in app.teams.entries()] == ["teams_late"]
