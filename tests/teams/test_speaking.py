"""What people type reaches the bot as Teams sends it."""

import pytest

from tests.teams.delivery import Answer
from tests.teams.person import person


async def test_words_in_the_personal_chat_reach_the_bot_signed(bot, dana):
    assert (await dana.say("status\nplease")).is_taken
    [heard] = bot.heard
    assert heard["text"] == "status\r\nplease"
    assert heard["conversation"]["conversationType"] == "personal"
    assert heard["from"] == {
        "id": dana.user.member(bot.teams.world.bot.app_id),
        "name": "Dana Reed",
        "aadObjectId": dana.user.account,
    }
    assert heard["channelData"]["tenant"]["id"] == heard["conversation"]["tenantId"]


async def test_a_mention_in_a_channel_carries_its_entity_and_begins_a_thread(bot, dana):
    await dana.mention("#northwind", "members role @Tom Hale ceo")
    [heard] = bot.heard
    assert heard["text"] == "<at>Headway</at>&nbsp;members role <at>Tom Hale</at> ceo"
    mentions = [one for one in heard["entities"] if one["type"] == "mention"]
    assert [one["text"] for one in mentions] == ["<at>Headway</at>", "<at>Tom Hale</at>"]
    assert mentions[0]["mentioned"]["id"] == heard["recipient"]["id"]
    channel, _mark, thread = heard["conversation"]["id"].partition(";messageid=")
    assert (channel, thread) == (heard["channelData"]["channel"]["id"], heard["id"])


async def test_a_reply_stays_in_its_thread(bot, dana, tom):
    await dana.mention("#northwind", "status")
    root = dana.seen("#northwind")[0].id
    await tom.mention("#northwind", "why", thread=root)
    assert bot.heard[1]["conversation"]["id"].endswith(f";messageid={root}")
    assert bot.heard[1]["id"] != root


@pytest.mark.parametrize(("hears", "times"), [(False, 0), (True, 1)])
async def test_unmentioned_words_are_heard_with_permission_alone(bot, dana, hears, times):
    world = bot.teams.world
    if hears:
        headway = world.bots.pop(world.bot.app_id)
        world.add_bot("headway", "northwind", hears_everything=True)
        assert world.bot.app_id == headway.app_id
    await dana.say("lovely weather", "#northwind")
    assert len(bot.heard) == times


async def test_nobody_speaks_where_they_are_not(bot, teams):
    with pytest.raises(LookupError):
        await person(teams, "U_STRANGER").mention("#northwind", "status")
    with pytest.raises(LookupError):
        await person(teams, "U_TOM").say("status")
    assert bot.heard == []


async def test_a_blocked_bot_hears_nothing(bot, dana):
    dana.block()
    assert not (await dana.say("status")).is_taken
    dana.unblock()
    assert (await dana.say("status")).is_taken


async def test_edits_deletions_and_reactions_are_told(bot, dana):
    await dana.mention("#northwind", "status")
    [message] = dana.seen("#northwind")
    await dana.edit(message, "<at>Headway</at> help")
    await dana.take_back(message)
    ours = await bot.post("#northwind")
    await dana.react(next(m for m in dana.seen("#northwind") if m.id == ours))
    told = [(heard["type"], heard["channelData"].get("eventType")) for heard in bot.heard[1:]]
    assert told == [
        ("messageUpdate", "editMessage"),
        ("messageDelete", "softDeleteMessage"),
        ("messageReaction", None),
    ]
    assert message.history[0]["text"].endswith("status")


async def test_a_file_can_be_fetched_in_the_personal_chat_alone(bot, dana):
    await dana.drop_file("numbers.csv", b"week,leads\n")
    [file, _words] = bot.heard[0]["attachments"]
    async with bot.http.get(file["content"]["downloadUrl"]) as response:
        assert await response.read() == b"week,leads\n"
    await dana.drop_file("numbers.csv", b"week,leads\n", "#northwind", text="kpi import")
    kinds = {one["contentType"] for one in bot.heard[1]["attachments"]}
    assert kinds == {"text/html"}


async def test_the_same_activity_can_come_again(bot, dana):
    await dana.say("status")
    await dana.send_again()
    assert bot.heard[0] == bot.heard[1]


async def test_anything_else_can_be_sent(bot, dana):
    await dana.act("event", name="application/vnd.microsoft.readReceipt")
    await dana.call("something/new", {"a": 1})
    assert [(heard["type"], heard["name"]) for heard in bot.heard] == [
        ("event", "application/vnd.microsoft.readReceipt"),
        ("invoke", "something/new"),
    ]


async def test_a_bot_that_is_away_is_no_answer(teams, dana):
    teams.connect("http://127.0.0.1:9/api/messages")
    answer = await dana.say("status")
    assert (answer.is_taken, answer.reason) == (False, "connection_failed")
    assert isinstance(answer, Answer)
