"""What is said and answered stays in the transcript, once; what is off the record does not."""

from collections.abc import AsyncIterator

import pytest

from bot.console.receive import converse
from bot.console.send import ConsoleMessenger
from bot.console.translate import address_of
from domain.chat import (
    Act,
    Address,
    Answer,
    Click,
    Form,
    Paragraph,
    Reply,
    Request,
    Say,
    Sender,
    SubmitForm,
    Upload,
    reply,
)
from domain.errors import NotDelivered
from storage import console
from storage.codec import reply_from_json
from storage.console import Message
from tests.browser import NOON, FakeDispatch, Room, console_room


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with console_room(sqlite_url, FakeDispatch()) as made:
        yield made


def request(act: Act, *, key: str = "console:k1", where: str = "#general") -> Request:
    sender = Sender(account="U_AYA", name="Aya")
    return Request(key=key, sender=sender, address=address_of(where), act=act, can_open_form=True)


async def tell(room: Room, made: Request, answer: Answer, *, said: str = "") -> Answer:
    room.ask.answer = lambda _request: answer
    return await converse(room.services, made, now=NOON, said=said, ask=room.ask)


async def kept(room: Room, where: str = "#general", reader: str = "U_AYA") -> list[Message]:
    async with room.database.read() as session:
        return await console.latest(session, conversation=where, reader=reader, limit=100)


async def test_words_and_the_reply_are_kept_for_everyone(room):
    answer = reply("Recorded.", everyone=True)
    assert await tell(room, request(Say(text="kpi leads 103")), answer) == answer
    words, answered = await kept(room, reader="U_JONAS")
    assert (words.author, words.text, words.reply) == ("U_AYA", "kpi leads 103", None)
    assert answered.author == ""
    assert answered.reply is not None
    assert reply_from_json(answered.reply) == answer


async def test_a_reply_to_the_asker_alone_is_seen_by_the_asker_alone(room):
    await tell(room, request(Say(text="kpi")), reply("You owe two numbers."))
    assert [message.seen_by for message in await kept(room)] == ["", "U_AYA"]
    assert [message.text for message in await kept(room, reader="U_JONAS")] == ["kpi"]


async def test_the_same_request_again_writes_nothing_twice(room):
    made = request(Say(text="kpi leads 103"))
    await tell(room, made, reply("Recorded."))
    await tell(room, made, reply("Recorded."))
    assert len(await kept(room)) == 2


async def test_what_was_typed_is_kept_as_it_was_typed(room):
    await tell(room, request(Say(text="ask <@U_JONAS>")), reply("Done."), said="/ask @Jonas")
    assert (await kept(room))[0].text == "/ask @Jonas"


async def test_a_click_leaves_only_its_reply(room):
    await tell(room, request(Click(button="b1")), reply("Undone."))
    assert [message.author for message in await kept(room)] == [""]


async def test_a_file_is_named_and_not_shown(room):
    await tell(room, request(Upload(name="alder.json", data=b"{}")), reply("Read."))
    assert (await kept(room))[0].text == "Sent the file alder.json"


async def test_silence_leaves_only_the_words(room):
    await tell(room, request(Say(text="good morning")), Reply())
    assert [message.text for message in await kept(room)] == ["good morning"]


async def test_a_form_leaves_no_trace_and_neither_do_the_words_that_opened_it(room):
    await tell(room, request(Say(text="feedback")), Form(title="Feedback", fields=()))
    assert await kept(room) == []


async def test_what_is_off_the_record_is_shown_and_not_kept(room):
    thanks = Reply(blocks=(Paragraph(("Thank you.",)),), is_off_record=True)
    assert await tell(room, request(SubmitForm(form="f1", values={})), thanks) == thanks
    assert await kept(room) == []


async def test_a_post_appears_in_its_channel_once(room):
    messenger = ConsoleMessenger(services=room.services, changes=room.changes, clock=lambda: NOON)
    bell = room.changes.bell
    first = await messenger.send(address_of("#general"), reply("Welcome!"), "welcome:1")
    assert await messenger.send(address_of("#general"), reply("Welcome!"), "welcome:1") == first
    assert bell.is_set()
    assert len(await kept(room, reader="U_JONAS")) == 1


async def test_a_post_to_a_person_finds_their_direct_conversation(room):
    messenger = ConsoleMessenger(services=room.services, changes=room.changes, clock=lambda: NOON)
    to_aya = Address(platform="console", workspace="console", account="U_AYA")
    await messenger.send(to_aya, reply("Hello!"), "hello:1")
    assert len(await kept(room, "dm:U_AYA")) == 1


@pytest.mark.parametrize("where", ["#nowhere", "dm:U_NOBODY"])
async def test_a_post_to_nowhere_is_not_delivered(room, where):
    messenger = ConsoleMessenger(services=room.services, changes=room.changes, clock=lambda: NOON)
    with pytest.raises(NotDelivered):
        await messenger.send(address_of(where), reply("Hello!"), "hello:1")
    assert await kept(room, where) == []
