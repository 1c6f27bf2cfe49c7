"""Socket Mode: the same envelopes on a websocket, spoken to by slack_sdk's and slack-bolt's own clients."""

import asyncio

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.bolt_app import AppUnderTest
from tests.slack.kit import buttons, field, modal, option


@pytest.fixture
async def app(slack, client):
    """The Bolt app on two websockets."""
    under_test = AppUnderTest(client, "unused")
    handlers = [AsyncSocketModeHandler(under_test.app, slack.world.app.app_token) for _ in range(2)]
    for handler in handlers:
        handler.client.web_client = AsyncWebClient(base_url=slack.api_url)
        await handler.connect_async()
    await slack.socket.wait_for(len(handlers))
    yield under_test
    for handler in handlers:
        await handler.close_async()


async def test_events_commands_and_clicks_come_as_on_http(app, slack, client, dana):
    assert (await dana.say_in_dm("Hello")).is_taken
    assert (await dana.slash_command("/kpi", "leads 103")).is_taken
    await client.chat_postMessage(channel="C_NORTHWIND", text="One", blocks=[buttons("Undo")])
    assert (await dana.click("Undo", where="#northwind")).is_taken
    kinds = [envelope["type"] for envelope in slack.socket.sent]
    assert kinds == ["events_api", "slash_commands", "interactive"]
    assert app.heard == [envelope["payload"] for envelope in slack.socket.sent]


async def test_an_ack_carries_errors_and_options(app, slack, client, dana):
    async def errors(*, ack, **_rest):
        await ack(response_action="errors", errors={"block_owner": "Not them"})

    async def options(*, ack, **_rest):
        await ack(options=[option("Tom", "t")])

    app.does = {"view_submission": errors, "block_suggestion": options}
    fields = field("owner", {"type": "external_select"})
    await client.views_open(trigger_id=dana.trigger_id(), view=modal(fields))
    done = await dana.submit_view({"owner": "Tom"})
    assert done.errors == {"block_owner": "Not them"}


async def test_envelopes_take_turns_between_the_sockets(app, slack, dana):
    for text in ("One", "Two", "Three"):
        await dana.say_in_dm(text)
    assert [body["event"]["text"] for body in app.heard] == ["One", "Two", "Three"]
    assert len(slack.socket.sockets) == 2


async def test_without_an_ack_an_event_comes_again(app, slack, dana):
    slack.socket.patience = 0.05
    silent = asyncio.Event()

    async def nothing(*, ack, **_rest):
        await (silent.wait() if len(app.heard) == 1 else ack())

    app.does["event"] = nothing
    answer = await dana.say_in_dm("Hello")
    silent.set()
    assert [a.reason for a in answer.attempts] == ["http_timeout", ""]
    assert [e["retry_attempt"] for e in slack.socket.sent] == [0, 1]
    assert app.heard[0]["event_id"] == app.heard[1]["event_id"]


async def test_without_a_socket_nothing_arrives(slack, dana):
    answer = await dana.say_in_dm("Hello")
    assert {a.reason for a in answer.attempts} == {"connection_failed"}


async def test_an_address_takes_the_app_token_and_one_connection(slack, client, refused, made):
    assert await refused(client.apps_connections_open(app_token=made.token)) == "not_allowed_token_type"
    assert await refused(client.apps_connections_open(app_token="xapp-wrong")) == "invalid_auth"
    opened = await client.apps_connections_open(app_token=slack.world.app.app_token)
    assert opened["url"].startswith("ws://127.0.0.1")
