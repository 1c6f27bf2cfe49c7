"""The tokens with which we speak: asked for once, kept until shortly before their end."""

import asyncio
import json
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.teams.gate import Gate, LoginAway, LoginRefused, NoToken, Tokens
from bot.teams.gate.tokens import REFUSED_SECONDS, SPARE_SECONDS, read_token
from bot.teams.registrations import Registration, Registrations
from storage.database import Database


@pytest.fixture
def tokens(gate: Gate) -> Tokens:
    return gate.tokens


async def test_a_token_is_one_that_teams_takes(teams, bot, tokens):
    token = await tokens.token(bot.app_id)
    assert teams.bearers.app_of(f"Bearer {token}") == bot.app_id


async def test_many_posts_at_once_ask_for_it_once(teams, bot, tokens):
    got = await asyncio.gather(*(tokens.token(bot.app_id) for _one in range(20)))
    assert len({*got}) == teams.asked["token"] == 1


async def test_it_is_kept_until_five_minutes_before_its_end(teams, bot, tokens, clock):
    first = await tokens.token(bot.app_id)
    clock.at += 3599 - SPARE_SECONDS - 1
    assert await tokens.token(bot.app_id) == first
    clock.at += 1
    assert await tokens.token(bot.app_id) != first
    assert teams.asked["token"] == 2


async def test_one_that_teams_no_longer_takes_is_forgotten(bot, tokens):
    first = await tokens.token(bot.app_id)
    tokens.forget(bot.app_id)
    assert await tokens.token(bot.app_id) != first


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"secret": "wrong"}, "AADSTS7000215"),
        ({"tenant_id": "11111111-2222-3333-4444-555555555555"}, "AADSTS90002"),
        ({"app_id": "11111111-2222-3333-4444-555555555555"}, "AADSTS700016"),
    ],
)
async def test_what_the_login_refuses_is_named_by_its_code(bot, tokens, wrong, code):
    right = Registration(app_id=bot.app_id, tenant_id=bot.tenant_id, secret=bot.password)
    with pytest.raises(LoginRefused) as refused:
        await tokens.of(replace(right, **wrong))
    assert refused.value.code == code
    assert (await tokens.of(right)).text


async def test_a_login_that_said_no_is_not_asked_with_every_post(teams, bot, tokens, clock):
    wrong = Registration(app_id=bot.app_id, tenant_id=bot.tenant_id, secret="wrong")
    for _post in range(5):
        with pytest.raises(LoginRefused):
            await tokens.of(wrong)
    assert teams.asked["token"] == 1
    clock.at += REFUSED_SECONDS
    with pytest.raises(LoginRefused):
        await tokens.of(wrong)
    assert teams.asked["token"] == 2


async def test_a_refusal_is_logged_once_for_all_the_posts_that_run_into_it(teams, bot, tokens, clock):
    tokens.registrations.first = replace(tokens.registrations.first, secret="wrong")
    with capture_logs() as logged:
        for seconds in (0, 0, REFUSED_SECONDS, 0):
            clock.at += seconds
            with pytest.raises(LoginRefused):
                await tokens.token(bot.app_id)
    assert [(one["event"], one["code"]) for one in logged] == [("teams_login_refused", "AADSTS7000215")] * 2


@pytest.mark.parametrize("status", [429, 500, 503, 302, 400])
async def test_a_login_that_is_busy_says_nothing_of_the_secret(teams, bot, tokens, status):
    teams.faults.fail_next(status, on="login")
    with pytest.raises(LoginAway):
        await tokens.token(bot.app_id)
    assert await tokens.token(bot.app_id)


async def test_a_login_that_does_not_answer_is_away(teams, bot, tokens):
    teams.faults.cut_next(on="login")
    with pytest.raises(LoginAway):
        await tokens.token(bot.app_id)


async def test_a_bot_that_is_gone_has_no_token(outside, bot, sqlite_url, tokens):
    with pytest.raises(NoToken, match="no registration"):
        await tokens.token("somebody else")
    await tokens.token(bot.app_id)
    tokens.registrations = Registrations(first=None, database=Database(sqlite_url), sealer=None)
    with pytest.raises(NoToken, match="no registration"):
        await tokens.token(bot.app_id)


async def test_another_secret_is_another_token(teams, bot, tokens):
    first = await tokens.token(bot.app_id)
    assert tokens.registrations.first is not None
    with teams.world.lock:
        teams.world.bots[bot.app_id] = replace(bot, password="renewed")
    tokens.registrations.first = replace(tokens.registrations.first, secret="renewed")
    assert await tokens.token(bot.app_id) != first


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        ({"access_token": "t", "expires_in": 3600}, 3300),
        ({"access_token": "t", "expires_in": "3600"}, 3300),
        ({"access_token": "t", "expires_in": 60}, 30),
        ({"access_token": "t", "expires_in": 10**400}, 24 * 60 * 60 - 300),
    ],
)
def test_how_long_a_token_is_used(answer, until):
    assert read_token(answer, now=0.0).until == until


@pytest.mark.parametrize(
    "answer",
    ["{}", '{"access_token": "", "expires_in": 1}', '{"access_token": 7, "expires_in": 1}']
    + [f'{{"access_token": "t", "expires_in": {seconds}}}' for seconds in ("-1", "null", '"soon"', "1.5")],
)
def test_an_answer_without_a_token_is_none(answer):
    with pytest.raises(LoginAway):
        read_token(json.loads(answer), now=0.0)


@pytest.mark.parametrize(
    ("login", "scope"),
    [
        ("https://login.microsoftonline.com", "https://api.botframework.com"),
        ("https://login.microsoftonline.us", "https://api.botframework.us"),
        ("https://login.partner.microsoftonline.cn/", "https://api.botframework.azure.cn"),
    ],
)
def test_each_cloud_has_its_connector(outside, gate, login, scope):
    assert Tokens(outside=outside, registrations=gate.registrations, login_url=login).scope == scope


def test_no_token_and_no_secret_is_shown():
    made = Registration(app_id="a", tenant_id="t", secret="secret")
    assert "secret" not in repr(made).replace("secret=", "")
    assert "hidden" not in repr(read_token({"access_token": "hidden", "expires_in": 9}, now=0.0))
