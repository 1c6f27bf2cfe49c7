"""The connector does what bots ask of it, and refuses what Teams refuses."""

import json

import pytest
from aiohttp import ClientError

from tests.teams.cards.checking import CARD_BYTES
from tests.teams.kit import attached, card, submit
from tests.teams.person import person
from tests.teams.seeing import words

HELLO = {"text": "Hello"}


@pytest.fixture
def channel(teams):
    """The id of #northwind."""
    return teams.world.place("#northwind").id


def code(answer):
    """The status and the code of a refusal."""
    status, body = answer
    return status, body["error"]["code"]


async def test_a_post_begins_a_thread_and_a_reply_stays_in_one(bot, dana, channel):
    _status, sent = await bot.send(channel, HELLO)
    await bot.send(f"{channel};messageid={sent['id']}", HELLO)
    await bot.call("POST", f"conversations/{channel}/activities/{sent['id']}", {"type": "message", **HELLO})
    await bot.send(channel, HELLO)
    first, *replies, other = dana.seen("#northwind")
    assert first.thread == first.id == sent["id"]
    assert [reply.thread for reply in replies] == [sent["id"], sent["id"]]
    assert other.thread == other.id


async def test_a_message_is_edited_and_deleted_by_its_bot_alone(bot, dana, channel):
    _status, sent = await bot.send(channel, HELLO)
    path = f"conversations/{channel}/activities/{sent['id']}"
    assert await bot.call("PUT", path, {"type": "message", "text": "Bye"}) == (200, {"id": sent["id"]})
    [message] = dana.seen("#northwind")
    assert (words(message), message.history[0]["text"]) == ("Bye", "Hello")
    assert (await bot.call("DELETE", path))[0] == 200
    assert code(await bot.call("PUT", path, HELLO)) == (404, "ActivityNotFoundInConversation")
    await dana.mention("#northwind", "status")
    hers = f"conversations/{channel}/activities/{dana.seen('#northwind')[0].id}"
    assert code(await bot.call("DELETE", hers)) == (403, "NotEnoughPermissions")


async def test_where_the_bot_is_not_it_cannot_speak(bot, teams, dana, channel):
    world = teams.world
    assert code(await bot.send("19:nowhere@thread.tacv2", HELLO)) == (404, "ConversationNotFound")
    secret = world.place("#secret").id
    assert code(await bot.send(secret, HELLO)) == (403, "NotEnoughPermissions")
    toms = world.personal(world.bot, "U_TOM").id
    assert code(await bot.send(toms, HELLO)) == (403, "BotNotInConversationRoster")
    dana.block()
    assert code(await bot.send(dana.chat.id, HELLO)) == (403, "ConversationBlockedByUser")
    world.disabled.add((world.bot.app_id, world.bot.tenant_id))
    assert code(await bot.send(channel, HELLO)) == (403, "BotDisabledByAdmin")
    assert world.messages == []


@pytest.mark.parametrize("spoilt", ["", "garbage", "expired", "forgotten"])
async def test_only_its_own_living_token_opens_the_connector(bot, teams, channel, spoilt):
    if spoilt == "expired":
        teams.world.clock.move_on(3601)
    elif spoilt == "forgotten":
        teams.bearers.forget()
    else:
        bot.token = spoilt
    assert code(await bot.send(channel, HELLO)) == (401, "Authorization")


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 400, "unauthorized_client"),
        ({"scope": "https://graph.microsoft.com/.default"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"tenant": "nowhere"}, 400, "invalid_request"),
    ],
)
async def test_the_login_refuses_what_entra_refuses(bot, teams, change, status, error):
    registered = teams.world.bot
    asked = {
        "client_id": registered.app_id,
        "client_secret": registered.password,
        "scope": "https://api.botframework.com/.default",
        "grant_type": "client_credentials",
    }
    tenant = change.get("tenant", registered.tenant_id)
    url = f"{teams.login_url}/{tenant}/oauth2/v2.0/token"
    async with bot.http.post(url, data=asked | change) as response:
        assert (response.status, (await response.json())["error"]) == (status, error)
    assert teams.asked["token"] == 2


async def test_what_cannot_be_shown_is_refused(bot, channel):
    mention = {"type": "mention", "text": "<at>Dana Reed</at>", "mentioned": {"id": "29:nobody", "name": "x"}}
    for wrong in (
        {"text": " "},
        {"type": "event", **HELLO},
        {"attachments": [attached(card(version="1.6"))]},
        {"attachments": [{"contentType": "application/json", "content": {}}]},
        {"text": "<at>Dana Reed</at>", "entities": [mention]},
        {"text": "Hello", "entities": [3]},
    ):
        assert code(await bot.send(channel, wrong)) == (400, "BadSyntax"), wrong


async def test_a_mention_of_somebody_in_the_text_is_taken(bot, teams, dana, channel):
    for said in (dana.user.account, dana.user.member(teams.world.bot.app_id)):
        mention = {"type": "mention", "text": "<at>Dana</at>", "mentioned": {"id": said, "name": "Dana"}}
        status, _sent = await bot.send(channel, {"text": "<at>Dana</at> look", "entities": [mention]})
        assert status == 201


async def test_what_is_too_big_is_refused_and_pictures_do_not_count(bot, channel):
    big = card({"type": "TextBlock", "text": "x" * CARD_BYTES})
    assert code(await bot.send(channel, {"attachments": [attached(big)]})) == (413, "MessageSizeTooBig")
    assert code(await bot.send(channel, {"text": "é" * 51_200})) == (413, "MessageSizeTooBig")
    assert (await bot.send(channel, {"text": "é" * 50_000}))[0] == 201


async def test_text_beside_a_card_becomes_two_messages_without_an_id(bot, dana, channel):
    both = {**HELLO, "attachments": [attached(card(actions=(submit("Go"),)))]}
    assert await bot.send(channel, both) == (201, {})
    assert [words(message) for message in dana.seen("#northwind")] == ["Hello", "Hello"]


async def test_a_chat_is_begun_with_whoever_has_the_app_near(bot, teams, tom):
    world = teams.world
    asked = {"isGroup": False, "bot": {"id": world.bot.id}, "tenantId": world.bot.tenant_id}
    for said in (tom.user.account, tom.user.member(world.bot.app_id)):
        status, made = await bot.call("POST", "conversations", {**asked, "members": [{"id": said}]})
        assert (status, made["id"]) == (201, tom.chat.id)
    await bot.send(tom.chat.id, HELLO)
    assert (await tom.say("thanks")).is_taken
    stranger = person(teams, "U_STRANGER").user
    far = {**asked, "members": [{"id": stranger.account}]}
    assert code(await bot.call("POST", "conversations", far)) == (403, "ForbiddenOperationException")
    foreign = {**asked, "members": [{"id": tom.user.account}], "tenantId": "another"}
    assert code(await bot.call("POST", "conversations", foreign)) == (400, "BadArgument")


async def test_a_channel_is_posted_to_by_a_new_conversation(bot, dana, channel):
    asked = {"isGroup": True, "channelData": {"channel": {"id": channel}}}
    activity = {"type": "message", **HELLO}
    status, made = await bot.call("POST", "conversations", {**asked, "activity": activity})
    [message] = dana.seen("#northwind")
    expected = {"id": f"{channel};messageid={message.id}", "activityId": message.id}
    assert (status, made) == (201, expected)


async def test_the_roster_comes_in_pages_and_one_by_one(bot, teams, dana, channel):
    teams.world.page_size = 2
    _status, page = await bot.call("GET", f"conversations/{channel}/pagedmembers?pageSize=500")
    token = page["continuationToken"]
    _status, rest = await bot.call("GET", f"conversations/{channel}/pagedmembers?continuationToken={token}")
    names = [one["name"] for one in [*page["members"], *rest["members"]]]
    assert (names, "continuationToken" in rest) == (["Dana Reed", "Gail Guest", "Tom Hale"], False)
    status, one = await bot.call("GET", f"conversations/{channel}/members/{dana.user.account}")
    assert (status, one["userRole"], one["id"]) == (200, "user", dana.user.member(teams.world.bot.app_id))
    stranger = person(teams, "U_STRANGER").user.account
    gone = await bot.call("GET", f"conversations/{channel}/members/{stranger}")
    assert code(gone) == (404, "MemberNotFoundInConversation")


async def test_a_team_and_its_channels_are_described(bot, teams):
    team = next(iter(teams.world.teams.values()))
    _status, about = await bot.call("GET", f"teams/{team.id}")
    assert (about["name"], about["channelCount"], about["memberCount"]) == ("Northwind Marketing", 3, 3)
    _status, listed = await bot.call("GET", f"teams/{team.id}/conversations")
    kinds = {channel["name"]: channel["type"] for channel in listed["conversations"]}
    assert kinds == {None: "standard", "northwind": "standard", "secret": "private"}


async def test_the_eighth_post_in_a_second_waits(bot, teams, channel):
    statuses = [(await bot.send(channel, HELLO))[0] for _time in range(7)]
    response = await bot.request("POST", f"conversations/{channel}/activities", {"type": "message", **HELLO})
    assert statuses == [201] * 7
    assert (response.status, response.headers["Retry-After"]) == (429, "1")
    teams.world.clock.move_on(2)
    assert (await bot.send(channel, HELLO))[0] == 201
    teams.limits.are_on = False
    assert [(await bot.send(channel, HELLO))[0] for _time in range(9)] == [201] * 9


async def test_faults_strike_the_next_calls(bot, teams, dana, channel):
    teams.faults.fail_next(429, code="Throttled", retry_after=7)
    response = await bot.request("POST", f"conversations/{channel}/activities", {"type": "message", **HELLO})
    assert (response.status, response.headers["Retry-After"]) == (429, "7")
    teams.faults.fail_next(502)
    assert (await bot.send(channel, HELLO))[0] == 502
    teams.faults.cut_next()
    with pytest.raises(ClientError):
        await bot.send(channel, HELLO)
    assert dana.seen("#northwind") == []
    teams.faults.drop_next()
    with pytest.raises(ClientError):
        await bot.send(channel, HELLO)
    assert len(dana.seen("#northwind")) == 1
    teams.faults.hang_next(0.05)
    assert (await bot.send(channel, HELLO))[0] == 201
    assert [call.status for call in teams.called("POST", "/activities")] == [429, 502, 0, 0, 201]


async def test_typing_is_kept_and_shows_nothing(bot, teams, dana):
    assert (await bot.send(dana.chat.id, {"type": "typing"}))[0] == 201
    assert teams.world.typing == [(teams.world.bot.app_id, dana.chat.id)]
    assert dana.seen() == []


async def test_the_keys_rotate_and_carry_their_endorsements(bot, teams, dana):
    before = teams.keys.current
    teams.keys.rotate()
    async with bot.http.get(f"{teams.login_url}/v1/.well-known/keys") as response:
        [key] = (await response.json())["keys"]
    assert key["kid"] != before.kid
    assert "msteams" in key["endorsements"]
    assert json.dumps(key)
    assert (await dana.say("status")).is_taken
