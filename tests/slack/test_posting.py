"""What the local Slack takes and refuses of posts, and who may call at all."""

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError

from tests.slack.kit import buttons, section
from tests.slack.refusals import Refused

METADATA = {"event_type": "outbox", "event_payload": {"key": "one"}}


async def test_a_post_stands_in_the_channel_with_its_metadata(slack, client, made):
    posted = await client.chat_postMessage(
        channel="C_NORTHWIND",
        text="Hello",
        blocks=[section("*Hello*")],
        metadata=METADATA,
        unfurl_links=False,
    )
    message = slack.world.message("C_NORTHWIND", posted["ts"])
    assert (message.text, message.metadata, message.bot_id) == ("Hello", METADATA, made.bot_id)
    assert message.options == {"unfurl_links": False}
    assert message.blocks[0]["block_id"]


async def test_a_persons_id_stands_for_their_direct_messages(slack, client):
    posted = await client.chat_postMessage(channel="U_DANA", text="Hello")
    opened = await client.conversations_open(users="U_DANA")
    assert posted["channel"] == opened["channel"]["id"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C_NOWHERE", "channel_not_found"),
        ("U_STRANGER", "channel_not_found"),
        ("C_SECRET", "channel_not_found"),
        ("C_AWAY", "not_in_channel"),
    ],
)
async def test_a_post_goes_nowhere_without_the_bot(client, refused, channel, error):
    assert await refused(client.chat_postMessage(channel=channel, text="Hello")) == error


async def test_nobody_posts_into_an_archived_channel(slack, client, refused):
    slack.world.channels["C_NORTHWIND"].is_archived = True
    assert await refused(client.chat_postMessage(channel="C_NORTHWIND", text="Hello")) == "is_archived"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x", "blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x")] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x" * 2900)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "actions"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "blocks": '{"type": "divider"}'}, "invalid_blocks"),
        ({"text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_payload": {}}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {**METADATA, "event_payload": {"k": "x" * 8000}}}, "metadata_too_large"),
    ],
)
async def test_a_post_that_slack_cannot_show_is_refused(slack, client, refused, content, error):
    # Not client.chat_postMessage: that one warns of a missing text before Slack is asked.
    call = client.api_call("chat.postMessage", json={"channel": "C_NORTHWIND", **content})
    assert await refused(call) == error
    assert slack.world.messages == []


async def test_what_is_wrong_with_blocks_is_said(client):
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C_NORTHWIND", text="x", blocks=[section("")])
    assert caught.value.response["response_metadata"]["messages"]


async def test_replies_go_under_the_first_message_and_never_under_a_reply(client, refused):
    first = await client.chat_postMessage(channel="C_NORTHWIND", text="First")
    under = {"channel": "C_NORTHWIND", "text": "Reply"}
    reply = await client.chat_postMessage(**under, thread_ts=first["ts"])
    error = await refused(client.chat_postMessage(**under, thread_ts=reply["ts"]))
    assert error == "cannot_reply_to_message"


async def test_a_message_for_one_person_is_seen_by_that_person_alone(slack, client, refused, dana, tom):
    await client.chat_postEphemeral(channel="C_NORTHWIND", user="U_DANA", text="For you")
    assert [m.text for m in dana.seen("#northwind")] == ["For you"]
    assert tom.seen("#northwind") == []
    stranger = client.chat_postEphemeral(channel="C_NORTHWIND", user="U_STRANGER", text="For you")
    assert await refused(stranger) == "user_not_in_channel"


async def test_only_our_own_messages_are_changed_or_deleted(slack, client, refused, app, dana):
    await dana.message("#northwind", "Mine")
    theirs = {"channel": "C_NORTHWIND", "ts": slack.world.messages[-1].ts}
    assert await refused(client.chat_update(**theirs, text="Yours")) == "cant_update_message"
    assert await refused(client.chat_delete(**theirs)) == "cant_delete_message"
    assert await refused(client.chat_delete(channel="C_NORTHWIND", ts="1.1")) == "message_not_found"


async def test_an_update_takes_4000_characters_and_drops_old_blocks_when_only_text_is_sent(
    slack, client, refused
):
    sent = await client.chat_postMessage(channel="C_NORTHWIND", text="One", blocks=[buttons("Undo")])
    ours = {"channel": "C_NORTHWIND", "ts": sent["ts"]}
    assert await refused(client.chat_update(**ours, text="x" * 4001)) == "msg_too_long"
    await client.chat_update(**ours, text="Two")
    message = slack.world.message("C_NORTHWIND", sent["ts"])
    assert (message.text, message.blocks, message.is_edited) == ("Two", [], True)
    await client.chat_delete(**ours)
    assert slack.world.messages == []


async def test_an_archived_channel_takes_no_changes(slack, client, refused):
    sent = await client.chat_postMessage(channel="C_NORTHWIND", text="One")
    slack.world.channels["C_NORTHWIND"].is_archived = True
    ours = {"channel": "C_NORTHWIND", "ts": sent["ts"]}
    assert await refused(client.chat_update(**ours, text="Two")) == "is_inactive"


async def test_a_permalink_leads_to_a_message_that_is_there(client, refused):
    sent = await client.chat_postMessage(channel="C_NORTHWIND", text="One")
    found = await client.chat_getPermalink(channel="C_NORTHWIND", message_ts=sent["ts"])
    assert found["permalink"].endswith(f"/archives/C_NORTHWIND/p{sent['ts'].replace('.', '')}")
    assert (
        await refused(client.chat_getPermalink(channel="C_NORTHWIND", message_ts="1.1"))
        == "message_not_found"
    )


async def test_the_state_of_a_token_decides_before_anything_else(slack, client, made, refused):
    slack.world.clock.move_on(1)
    for token, error in (("", "not_authed"), ("xoxb-none", "invalid_auth"), ("xapp-x", "invalid_auth")):
        client.token = token
        assert await refused(client.auth_test()) == error
    client.token, made.expires_at = made.token, slack.world.clock.now()
    assert await refused(client.auth_test()) == "token_expired"
    made.expires_at, slack.world.teams["T0NORTHWIND"].is_deleted = None, True
    assert await refused(client.auth_test()) == "account_inactive"
    made.is_revoked = True
    assert await refused(client.auth_test()) == "token_revoked"


async def test_the_token_of_the_app_posts_nothing(slack, client, refused):
    client.token = slack.world.app.app_token
    assert await refused(client.chat_postMessage(channel="C_NORTHWIND", text="x")) == "not_allowed_token_type"


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        ("<xml/>", "text/xml", "invalid_post_type"),
        ("[]", "application/json", "invalid_arguments"),
        ("{", "application/json", "invalid_arguments"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_politely(slack, body, content_type, error):
    url = f"{slack.api_url}auth.test"
    headers = {"Content-Type": content_type}
    async with ClientSession() as http, http.post(url, data=body, headers=headers) as response:
        assert (response.status, (await response.json())["error"]) == (200, error)


async def test_a_missing_scope_is_named_with_what_there_is(client, made):
    made.scopes = frozenset({"commands"})
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C_NORTHWIND", text="Hello")
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands",
    )
    assert answer.status_code == 200


async def test_a_method_that_slack_does_not_have_is_refused(client, refused):
    assert await refused(client.api_call("chat.shout")) == "unknown_method"
    assert await refused(client.chat_postMessage(channel="", text="x")) == "invalid_arguments"


def test_a_refusal_without_a_source_cannot_be_made():
    with pytest.raises(LookupError):
        Refused("because_i_say_so")
