"""Faults between the app and Slack, switched on one by one."""

import asyncio

import pytest
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

POST = {"channel": "C_NORTHWIND", "text": "Hello"}


async def test_a_limit_is_429_with_the_seconds_to_wait_and_ends(slack, client):
    slack.faults.limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(**POST)
    answer = caught.value.response
    assert (answer.status_code, answer.headers["Retry-After"], answer["error"]) == (429, "7", "ratelimited")
    await client.auth_test()
    await client.chat_postMessage(**POST)
    assert len(slack.world.messages) == 1


async def test_the_retry_of_the_sdk_waits_and_comes_again(slack, client):
    slack.faults.limit("chat.postMessage", retry_after=0)
    client.retry_handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]
    await client.chat_postMessage(**POST)
    assert [bool(call.answer) for call in slack.called("chat.postMessage")] == [False, True]


async def test_a_budget_refills_as_time_passes_and_is_each_tokens_own(slack, client, refused):
    slack.faults.budget("auth.test", 2, seconds=60)
    await client.auth_test()
    await client.auth_test()
    assert await refused(client.auth_test()) == "ratelimited"
    await client.auth_test(token=slack.world.install("T0ELSEWHERE").token)
    slack.world.clock.move_on(60)
    await client.auth_test()


async def test_a_budget_may_be_each_channels_own(slack, client, refused):
    slack.faults.budget("chat.postMessage", 1, seconds=1, per_channel=True)
    await client.chat_postMessage(**POST)
    await client.chat_postMessage(channel="U_DANA", text="Hello")
    assert await refused(client.chat_postMessage(**POST)) == "ratelimited"


async def test_a_dropped_call_did_nothing_and_a_lost_answer_did_it(slack, client):
    slack.faults.drop("chat.postMessage")
    with pytest.raises(ClientError):
        await client.chat_postMessage(**POST)
    assert slack.world.messages == []
    slack.faults.lose_answer("chat.postMessage")
    with pytest.raises(ClientError):
        await client.chat_postMessage(**POST)
    assert len(slack.world.messages) == 1


async def test_slack_may_be_down(slack, client):
    slack.faults.fail("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(**POST)
    assert caught.value.response.status_code == 503
    assert slack.world.messages == []


async def test_any_error_of_slacks_can_be_played(slack, client, refused):
    slack.faults.refuse("chat.postMessage", "restricted_action")
    assert await refused(client.chat_postMessage(**POST)) == "restricted_action"


async def test_a_held_call_waits_until_it_is_let_go(slack, client):
    gate = slack.faults.hold("chat.postMessage")
    posting = asyncio.create_task(client.chat_postMessage(**POST))
    await client.auth_test()
    assert slack.world.messages == []
    gate.set()
    await posting
    assert len(slack.world.messages) == 1
