"""Posts into the console: changed, found, and seen by one person alone."""

from collections.abc import AsyncIterator

import pytest

from bot.console.send import ConsoleMessenger
from bot.console.translate import address_of
from domain.chat import Address, reply
from domain.errors import Undeliverable
from domain.plain_text import plain_text
from storage import console
from storage.codec import reply_from_json
from tests.browser import NOON, FakeDispatch, Room, console_room


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with console_room(sqlite_url, FakeDispatch()) as made:
        yield made


@pytest.fixture
def messenger(room):
    return ConsoleMessenger(services=room.services, changes=room.changes, clock=lambda: NOON)


async def said(room, reader="U_AYA"):
    async with room.database.read() as session:
        rows = await console.latest(session, conversation="#general", reader=reader, limit=100)
    return [plain_text(reply_from_json(row.reply)) for row in rows if row.reply]


async def test_a_message_is_changed_where_it_stands(room, messenger):
    message = await messenger.send(address_of("#general"), reply("Leads: 103."), "1")
    await messenger.send(address_of("#general"), reply("Later."), "2")
    bell = room.changes.bell
    await messenger.edit(address_of("#general"), reply("Leads: 104."), message)
    assert (await said(room), bell.is_set()) == (["Leads: 104.", "Later."], True)


@pytest.mark.parametrize("message", ["", "99", "message-1"])
async def test_a_message_that_is_not_there_is_not_changed(messenger, message):
    with pytest.raises(Undeliverable):
        await messenger.edit(address_of("#general"), reply("Hello."), message)


async def test_a_message_is_found_by_its_key(messenger):
    made = await messenger.send(address_of("#general"), reply("Hello."), "1")
    assert await messenger.find(address_of("#general"), "1") == made
    assert await messenger.find(address_of("#general"), "2") is None


async def test_what_one_person_shall_see_the_others_do_not(room, messenger):
    whisper = Address(platform="console", workspace="console", conversation="#general", seen_by="U_AYA")
    await messenger.send(whisper, reply("For you."), "1")
    assert (await said(room), await said(room, reader="U_JONAS")) == (["For you."], [])
