"""Presses and questions in a channel by somebody whose personal chat cannot be written to."""

import pytest

from bot.teams.send import IN_OUR_CHAT
from bot.teams.send.reaching import BLOCKED, NO_CHAT, WAITS
from tests.scenarios.stage import CHANNEL, DM
from tests.teams.person import person
from tests.teams.reading import read_message


@pytest.fixture
def tom(northwind):
    return person(northwind.teams, "U_TOM")


def in_channel(tom):
    return [read_message(message) for message in tom.seen(CHANNEL) if message.is_bots]


async def click(stage, tom):
    """Press [Show the card] in the channel. Return the notice, and what the channel says about it."""
    before = len(in_channel(tom))
    await tom.click("Show the card", CHANNEL)
    await stage.app.delivery.deliver(stage.now)
    return tom.notices[-1], in_channel(tom)[before:]


async def test_a_press_that_is_answered_says_nothing_in_the_channel(northwind, tom):
    await northwind.posts("U_TOM")
    assert await click(northwind, tom) == (IN_OUR_CHAT, [])
    assert "Asked in #northwind" in await northwind.posts("U_TOM", where=DM)


async def test_a_press_whose_answer_cannot_be_read_says_so_and_the_answer_comes_later(northwind, tom):
    await northwind.posts("U_TOM")
    tom.block()
    notice, said = await click(northwind, tom)
    # The first time nobody knew.
    assert notice == IN_OUR_CHAT
    assert [BLOCKED + WAITS in line for line in said] == [True]
    assert (await click(northwind, tom))[0] == BLOCKED + WAITS
    tom.unblock()
    await tom.install()
    assert (await northwind.posts("U_TOM", where=DM)).count("Asked in #northwind") == 2


async def test_whoever_took_the_app_out_is_told_how_to_get_the_answer(northwind, tom):
    await northwind.posts("U_TOM")
    await tom.install()
    await tom.uninstall()
    notice, said = await click(northwind, tom)
    assert notice == NO_CHAT + WAITS
    assert [NO_CHAT + WAITS in line for line in said] == [True]


async def test_what_was_saved_is_not_asked_for_again_and_its_answer_comes(northwind, tom):
    await northwind.posts("U_TOM")
    await tom.install()
    await tom.uninstall()
    before = len(in_channel(tom))
    await tom.mention(CHANNEL, "feedback the form is slow")
    await northwind.app.delivery.deliver(northwind.now)
    said = in_channel(tom)[before:]
    assert "there is nothing to send again" in said[-1]
    await tom.install()
    assert "Asked in #northwind" in await northwind.posts("U_TOM", where=DM)
