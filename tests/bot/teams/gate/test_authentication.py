"""What the SDK gets from us: turns for those who came in, and connectors with our tokens."""

import asyncio

import pytest
from aiohttp import ClientConnectorError
from botbuilder.schema import Activity, ErrorResponseException
from msrest.exceptions import ClientRequestError

from bot.teams.gate import NoToken, Trust
from bot.teams.gate import authentication as module
from bot.teams.gate.authentication import HeadwayAuthentication


@pytest.fixture
def authentication(gate) -> HeadwayAuthentication:
    return HeadwayAuthentication(gate)


@pytest.fixture
def chat(teams, bot):
    """The id of a personal chat with the bot in it."""
    place = teams.world.personal(bot, "U_DANA")
    with teams.world.lock:
        teams.world.installs.add((bot.app_id, place.id))
    return place.id


async def send(client, chat, text="Hello."):
    return await client.conversations.send_to_conversation(chat, Activity(type="message", text=text))


async def test_a_message_is_sent_with_our_token(teams, bot, authentication, chat):
    client = await authentication.connector(bot.app_id, teams.service_url)
    assert (await send(client, chat)).id
    (call,) = teams.called("POST", "/activities")
    assert (call.app_id, call.status, call.body["text"]) == (bot.app_id, 201, "Hello.")


async def test_a_caller_who_came_in_is_taken_while_no_token_can_be_had(teams, bot, authentication, admit):
    teams.faults.fail_next(503, on="login")
    result = authentication.result_for(await admit())
    assert await result.connector_factory.create(teams.service_url, result.audience)
    assert teams.asked["token"] == 0


async def test_the_identity_of_a_caller_is_the_bot_that_was_meant(teams, bot, authentication, admit, chat):
    identity = authentication.result_for(await admit()).claims_identity
    assert identity.is_authenticated
    ours = authentication.create_connector_factory(identity)
    await send(await ours.create(teams.service_url, ""), chat)
    assert teams.called("POST")[0].app_id == bot.app_id


async def test_many_messages_at_once_need_one_token(teams, bot, authentication, chat):
    async def post() -> None:
        client = await authentication.connector(bot.app_id, teams.service_url)
        await send(client, chat)

    teams.limits.are_on = False
    await asyncio.gather(*(post() for _one in range(20)))
    assert len(teams.called("POST", "/activities")) == 20
    assert teams.asked["token"] == 1


async def test_a_token_that_ends_is_replaced_on_a_client_that_is_kept(
    teams, bot, authentication, chat, clock
):
    client = await authentication.connector(bot.app_id, teams.service_url)
    await send(client, chat)
    teams.bearers.forget()
    clock.at += 3600
    assert await authentication.connector(bot.app_id, teams.service_url) is client
    assert (await send(client, chat)).id


async def test_a_refusal_has_its_status_its_code_and_its_headers(teams, bot, authentication, chat):
    client = await authentication.connector(bot.app_id, teams.service_url)
    teams.faults.fail_next(429, code="TooManyRequests", retry_after=7)
    with pytest.raises(ErrorResponseException) as refused:
        await send(client, chat)
    failure = refused.value
    assert (failure.response.status_code, failure.error.error.code) == (429, "TooManyRequests")
    assert failure.response.headers["retry-after"] == "7"


async def test_a_gateways_page_keeps_its_status(teams, bot, authentication, chat):
    client = await authentication.connector(bot.app_id, teams.service_url)
    teams.faults.fail_next(502)
    with pytest.raises(ErrorResponseException) as refused:
        await send(client, chat)
    assert refused.value.response.status_code == 502


async def test_an_answer_that_never_came_is_told_from_a_message_that_never_went(
    teams, bot, authentication, chat, monkeypatch
):
    client = await authentication.connector(bot.app_id, teams.service_url)
    teams.faults.drop_next()
    with pytest.raises(ClientRequestError) as lost:
        await send(client, chat)
    assert not isinstance(lost.value.inner_exception, ClientConnectorError)
    monkeypatch.setattr("bot.teams.gate.sender.SEND_SECONDS", 0.05)
    teams.faults.hang_next(0.5)
    with pytest.raises(ClientRequestError) as late:
        await send(client, chat)
    assert isinstance(late.value.inner_exception, TimeoutError)
    nobody = await authentication.connector(bot.app_id, "http://127.0.0.1:1/")
    with pytest.raises(ClientRequestError) as unsent:
        await send(nobody, chat)
    assert isinstance(unsent.value.inner_exception, ClientConnectorError)


async def test_a_redirect_does_not_take_our_token_along(teams, bot, authentication, chat):
    client = await authentication.connector(bot.app_id, teams.service_url)
    teams.faults.fail_next(307)
    with pytest.raises(ErrorResponseException):
        await send(client, chat)
    assert len(teams.calls) == 1


async def test_no_token_goes_where_we_do_not_trust(teams, bot, authentication):
    with pytest.raises(NoToken, match="untrusted"):
        await authentication.connector(bot.app_id, "https://evil.example/")
    assert teams.asked["token"] == 0


async def test_without_a_token_nothing_is_sent(teams, bot, authentication):
    teams.faults.fail_next(503, on="login")
    with pytest.raises(NoToken):
        await authentication.connector(bot.app_id, teams.service_url)


async def test_in_the_local_mode_no_token_is_asked_for(teams, bot, make_gate, chat):
    authentication = HeadwayAuthentication(make_gate(trust=Trust(is_local=True)))
    client = await authentication.connector(bot.app_id, teams.service_url)
    with pytest.raises(ErrorResponseException) as refused:
        await send(client, chat)
    # The local Teams is no playground: it wants one.
    assert refused.value.response.status_code == 401
    assert teams.asked["token"] == 0


async def test_clients_are_kept_and_not_for_ever(teams, bot, authentication, monkeypatch):
    monkeypatch.setattr(module, "MOST_CLIENTS", 2)
    first = await authentication.connector(bot.app_id, teams.service_url)
    assert await authentication.connector(bot.app_id, teams.service_url) is first
    for region in ("amer", "apac"):
        await authentication.connector(bot.app_id, f"{teams.login_url}/{region}/")
    assert await authentication.connector(bot.app_id, teams.service_url) is not first


async def test_the_sdk_reads_no_token(authentication):
    with pytest.raises(PermissionError):
        await authentication.authenticate_request(Activity(), "Bearer x")
    with pytest.raises(PermissionError):
        await authentication.authenticate_streaming_request("Bearer x", "msteams")
