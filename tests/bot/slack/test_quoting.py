"""Save as feedback: the words of a message, who wrote it, and the way back to it."""

import asyncio

import pytest

from bot.slack import quoting
from bot.slack.quoting import feedback_args
from domain.chat import Form
from domain.plain_text import plain_text
from storage.tables import Feedback
from tests.bot.slack.surfaces import Surfaces, on_stage
from tests.slack.conftest import TEAM

LINK = "chat.getPermalink"


@pytest.fixture
async def stage(sqlite_url):
    """Dana leads Northwind, with Tom in the team."""
    async with on_stage(sqlite_url) as made:
        await made.set_up(team=["U_TOM"])
        yield made


async def quoted(stage: Surfaces, by: str, text: str, *, where: str = "#northwind", saved_by: str = "U_DANA"):
    """Somebody writes, and Dana saves it as feedback: the args of the form."""
    await stage.at(by).message(where, text)
    await stage.at(saved_by).message_action("save_as_feedback", stage.slack.world.messages[-1])
    return await feedback_args(stage.edge, await stage.edge.api.client(TEAM), stage.taken())


async def test_the_words_come_as_they_were_typed_with_the_link_and_the_name(stage):
    args = await quoted(stage, "U_TOM", "5 < 6 & @dana said @sam knows, see https://example.com")
    assert args["text"] == "5 < 6 & @Dana Reed said @somebody knows, see https://example.com"
    assert args["link"].startswith("https://northwind.slack.com/archives/C_NORTHWIND/p")
    assert (args["said_by"], args["author"]) == ("Tom Hale", "U_TOM")


async def test_ones_own_message_is_ones_own_feedback(stage):
    args = await quoted(stage, "U_DANA", "I like it")
    assert (args["said_by"], args["author"]) == ("", "")


async def test_of_somebody_unknown_no_name_is_made_up(stage):
    args = await quoted(stage, "U_GUEST", "Too dear")
    assert (args["said_by"], args["author"]) == ("", "U_GUEST")


async def test_a_bots_message_is_nobodys_own(stage):
    client = await stage.edge.api.client(TEAM)
    await client.chat_postMessage(channel="C_NORTHWIND", text="A survey says: too dear")
    await stage.at("U_DANA").message_action("save_as_feedback", stage.slack.world.messages[-1])
    args = await feedback_args(stage.edge, client, stage.taken())
    assert (args["text"], args["said_by"]) == ("A survey says: too dear", "")
    assert args["author"]


@pytest.mark.parametrize("trouble", ["drop", "fail", "limit"])
async def test_without_a_link_the_form_opens_all_the_same(stage, trouble):
    # Twice: a question that changes nothing is repeated by aiohttp where an old connection broke.
    getattr(stage.slack.faults, trouble)(LINK, times=2)
    args = await quoted(stage, "U_TOM", "Too dear")
    assert (args["text"], args["link"]) == ("Too dear", "")


async def test_where_we_are_not_there_is_no_link(stage):
    args = await quoted(stage, "U_DANA", "A secret", where="#secret")
    assert (args["text"], args["link"]) == ("A secret", "")


async def test_a_slow_slack_is_not_waited_for(stage, monkeypatch):
    monkeypatch.setattr(quoting, "LINK_SECONDS", 0.1)
    gate = stage.slack.faults.hold(LINK)
    async with asyncio.timeout(2):
        args = await quoted(stage, "U_TOM", "Too dear")
    gate.set()
    assert (args["text"], args["link"]) == ("Too dear", "")


async def test_from_the_message_to_the_feedback(stage):
    args = await quoted(stage, "U_TOM", "The form took 20 minutes")
    form = await stage.open("U_DANA", "feedback", **args)
    assert isinstance(form, Form)
    assert form.fields[0].value == ("The form took 20 minutes",)
    assert "Feedback 1 is saved" in plain_text(await stage.fill("U_DANA", sentiment="negative"))
    (row,) = await stage.rows(Feedback)
    assert (row.text, row.voice, row.link) == ("The form took 20 minutes", "Tom Hale", args["link"])
