"""Whoever presses, forges or repeats something gets nothing that is somebody else's."""

import gzip

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select, update

from bot.teams.receive.clicks import OLD_LIST
from storage.tables import OutboxPost, TeamsConversation
from tests.scenarios.stage import CHANNEL, DM
from tests.teams.person import person
from tests.teams.reading import read_message


def press(data):
    return {"action": {"type": "Action.Execute", "verb": "x", "data": data}, "trigger": "manual"}


async def forged(one, data, message_id, where):
    """What somebody is shown who names a message of somebody else's."""
    place = one.place(where)
    made = one.made(place, "invoke", name="adaptiveCard/action", value=press(data), replyToId=message_id)
    return (await one.deliver(made)).json


async def count(stage, table):
    async with stage.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("data", [{"page": 1}, {"page": 2}, {"offer": "nope"}, {"offer": "\x00\ud800"}])
@pytest.mark.parametrize("where", ["", CHANNEL])
async def test_nobody_reads_a_message_of_another_chat_by_its_id(northwind, dana, data, where):
    await northwind.say("U_DANA", "kpi leads 103 sep", where=DM)
    private = dana.find("Undo").message
    await northwind.press("U_DANA", "Undo", where=DM)
    kit = person(northwind.teams, "U_KIT")
    await kit.install()
    shown = await forged(kit, data, private.id, where)
    assert "103" not in str(shown)


async def test_equal_ids_in_two_conversations_are_two_messages(northwind, dana):
    await northwind.say("U_DANA", "kpi leads 103 sep", where=DM)
    private = dana.find("Undo").message
    await northwind.press("U_DANA", "Undo", where=DM)
    tom = person(northwind.teams, "U_TOM")
    public = tom.find("Show the card", CHANNEL).message
    assert public is not None
    async with northwind.app.database.write() as session:
        same = update(OutboxPost).where(OutboxPost.message_id == private.id)
        await session.execute(same.values(message_id=public.id))
    await tom.click("Show the card", CHANNEL)
    await northwind.posts("U_TOM")
    assert "103" not in read_message(public, "U_TOM")


async def test_a_chat_that_does_not_say_that_it_is_personal_is_not_written_to_as_one(northwind, dana):
    northwind.teams.world.add_group_chat("Birch", "northwind", ["U_DANA", "U_KIT"])
    await dana.install("#Birch")
    place = dana.place("#Birch")
    said = dana.made(place, "message", text="help", id="1")
    del said["conversation"]["conversationType"]
    await dana.deliver(said)
    await northwind.say("U_DANA", "members")
    kit = person(northwind.teams, "U_KIT")
    assert not any("People of" in read_message(one) for one in kit.seen("#Birch") if one.is_bots)
    assert any("People of" in read_message(one) for one in dana.seen())


async def test_the_message_extension_in_a_chat_of_others_is_not_taken_for_ours(northwind, dana):
    before = await count(northwind, TeamsConversation)
    place = dana.place()
    value = {"commandId": "save_as_feedback", "messagePayload": {"body": {"content": "words"}}}
    asked = dana.made(place, "invoke", name="composeExtension/fetchTask", value=value)
    asked["conversation"]["id"] = "19:dana_kit@unq.gbl.spaces"
    assert (await dana.deliver(asked)).status == 200
    assert await count(northwind, TeamsConversation) == before


@pytest.mark.parametrize("words", ["settings", "kpi edit leads", "feedback"])
async def test_a_form_that_is_asked_for_once_is_shown_once(northwind, dana, words):
    before = len(dana.seen())
    await dana.say(words)
    for _time in range(2):
        await dana.send_again()
    await northwind.posts("U_DANA", where=DM)
    assert len([one for one in dana.seen()[before:] if one.is_bots]) == 1


async def test_a_body_that_is_not_packed_as_it_says_is_refused(northwind):
    headers = {"Authorization": f"Bearer {northwind.teams.sign()}", "Content-Encoding": "gzip"}
    async with ClientSession() as http:
        for body in (b"{}", gzip.compress(b"{}")[:-4]):
            url = northwind.teams.endpoint.url
            async with http.post(url, data=body, headers=headers) as answer:
                assert answer.status == 400


async def test_a_page_that_is_gone_is_said_to_a_client_without_execute_too(northwind, dana):
    told = dana.made(dana.place(), "message", value={"page": 2}, replyToId="1", id="77")
    assert (await dana.deliver(told)).status == 202
    assert OLD_LIST in read_message(dana.seen()[-1])


@pytest.mark.parametrize(("leaves", "is_brought"), [(True, False), (False, True)])
async def test_an_answer_that_waited_comes_to_those_alone_who_still_belong(northwind, leaves, is_brought):
    tom = person(northwind.teams, "U_TOM")
    await tom.install()
    tom.block()
    await tom.mention(CHANNEL, "card")
    await northwind.posts("U_TOM")
    if leaves:
        await northwind.say("U_DANA", "members remove @Tom Hale")
    tom.unblock()
    await tom.say("help")
    shown = await northwind.posts("U_TOM", where=DM)
    assert ("Northwind Ltd" in shown) is is_brought
