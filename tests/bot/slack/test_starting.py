"""A start with Slack: from the environment as it is, and with a token that does not work."""

import asyncio
import os
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build
from bot.settings import Settings
from bot.slack import doctor
from bot.slack.receive.environment import without_slack_variables
from bot.slack.registrations import scopes_with
from domain.chat import reply
from domain.errors import UserError
from storage import outbox, schema
from tests.bot.slack.office import channel
from tests.scenarios.slack_stage import TEAM, northwind, settings_for
from tests.slack.server import local_slack

MANY = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c", "PUBLIC_URL": "https://headway.example"}


@pytest.fixture
async def slack():
    async with local_slack(northwind()) as running:
        yield running


async def started(slack, tmp_path, **ours):
    """Start `headway run`, stop it when it is ready, and give its status, what it printed and logged."""
    settings = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'headway.db'}",
        "SECRET_KEY": "a long secret",
        "SLACK_API_URL": slack.api_url,
        "SLACK_SIGNING_SECRET": slack.world.app.signing_secret,
        "PORT": "0",
    }
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={"PATH": os.defpath, "HOME": str(tmp_path), **settings, **ours},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None
    line = await asyncio.wait_for(server.stdout.readline(), 30)
    if line:
        server.terminate()
    _out, err = await asyncio.wait_for(server.communicate(), 30)
    return server.returncode, line.decode(), err.decode()


@pytest.mark.parametrize("level", ["info", "debug"])
@pytest.mark.parametrize("way", ["one", "many", "sockets"])
async def test_bolt_takes_nothing_from_the_environment_by_itself(slack, tmp_path, way, level):
    token = slack.world.installation_for(TEAM).token
    app_token = {"SLACK_APP_TOKEN": slack.world.app.app_token}
    ours = {"one": {}, "many": MANY, "sockets": app_token}[way]
    bot = {} if way == "many" else {"SLACK_BOT_TOKEN": token}
    status, ready, log = await started(slack, tmp_path, **ours, **bot, LOG_LEVEL=level)
    assert (status, ready[:19]) == (0, "Headway listens at ")
    assert not [line for line in log.splitlines() if "OAuth" in line or "InstallationStore" in line]
    assert not [line for line in log.splitlines() if "token" in line.casefold()]
    assert token not in log
    assert not (tmp_path / ".bolt-app-installation").exists()


def test_the_environment_is_hidden_for_a_moment_alone(monkeypatch):
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("HOST", "127.0.0.1")
    with without_slack_variables():
        assert "SLACK_CLIENT_ID" not in os.environ
        assert os.environ["HOST"] == "127.0.0.1"
    assert os.environ["SLACK_CLIENT_ID"] == "1.2"


async def test_bolt_makes_no_install_of_its_own(slack, sqlite_url, monkeypatch):
    settings = settings_for(slack, sqlite_url, slack_signing_secret="s")
    for name, value in MANY.items():
        monkeypatch.setenv(name, value)
    app = build(settings)
    assert app.slack is not None
    assert app.slack.bolt.oauth_flow is None
    assert app.slack.bolt.installation_store is None
    await app.database.close()


async def test_a_wrong_bot_token_stops_the_start_in_the_words_of_the_doctor(slack, tmp_path):
    status, ready, log = await started(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong")
    assert (status, ready) == (1, "")
    assert log.splitlines()[-1] == doctor.DEAD.format(error="invalid_auth")
    assert "Traceback" not in log
    assert "xoxb-wrong" not in log


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked", "token_expired"])
async def test_nothing_that_waits_is_given_up_by_a_start_that_was_stopped(slack, sqlite_url, error):
    app = build(settings_for(slack, sqlite_url, slack_signing_secret="s"))
    await schema.migrate(app.database)
    async with app.database.write() as session:
        await outbox.add(
            session,
            key="1",
            engagement_id=None,
            address=channel(),
            reply=reply("Hello."),
            now=app.clock(),
        )
    slack.faults.refuse("auth.test", error)
    assert app.slack is not None
    with pytest.raises(UserError) as stopped:
        await app.slack.start()
    assert stopped.value.sentence == doctor.DEAD.format(error=error)
    async with app.database.read() as session:
        assert await outbox.count_by_state(session) == {"pending": 1}
    await app.slack.stop(seconds=1)
    await app.database.close()


async def test_a_token_of_an_organisation_stops_the_start(slack, sqlite_url):
    whole = slack.world.install(None, enterprise_id="E0ORG")
    app = build(settings_for(slack, sqlite_url, slack_signing_secret="s", slack_bot_token=whole.token))
    assert app.slack is not None
    with pytest.raises(UserError, match="whole organisation"):
        await app.slack.start()
    await app.slack.stop(seconds=1)
    await app.database.close()


@pytest.mark.parametrize("options", ["", "listen", "agent,listen"])
async def test_an_install_asks_for_the_scopes_of_the_options(slack, sqlite_url, options):
    known = slack.world.app
    given = {
        "slack_client_id": known.client_id,
        "slack_client_secret": known.client_secret,
        "slack_signing_secret": known.signing_secret,
        "public_url": "https://headway.example",
        "secret_key": "key",
        "slack_api_url": slack.api_url,
        "database_url": sqlite_url,
        **({"slack_options": options} if options else {}),
    }
    app = build(Settings.model_validate(given))
    await schema.migrate(app.database)
    async with (
        TestClient(TestServer(app.web)) as browser,
        browser.get("/slack/install", allow_redirects=False) as begun,
    ):
        asked = parse_qs(urlsplit(begun.headers["Location"]).query)["scope"][0]
    assert asked == ",".join(scopes_with(options.split(",") if options else ()))
    await app.database.close()


@pytest.mark.parametrize("how", ["limit", "fail", "drop"])
async def test_a_slack_out_of_reach_does_not_stop_the_start(slack, sqlite_url, how):
    getattr(slack.faults, how)("auth.test")
    app = build(settings_for(slack, sqlite_url, slack_signing_secret="s"))
    assert app.slack is not None
    await app.slack.start()
    await app.slack.stop(seconds=1)
    await app.database.close()
