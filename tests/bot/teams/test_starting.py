"""What stops the start of a server with Teams, what does not, and how long it may take."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.app import build
from bot.sealing import Sealer
from bot.serve import serve
from bot.settings import Settings
from bot.teams import starting
from domain.errors import UserError
from storage import schema, teams_registrations
from storage.database import Database
from tests.storage.made import NOW
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World

REFUSED = "TEAMS_APP_PASSWORD does not work (AADSTS7000215)."


@pytest.fixture
async def teams() -> AsyncIterator[LocalTeams]:
    world = World()
    world.add_bot("Headway", "northwind")
    world.add_bot("Contoso's", "contoso")
    async with local_teams(world) as running:
        yield running


@pytest.fixture
async def make(teams, sqlite_url):
    """Build the application for the first bot at the local Teams; other settings may stand for its own."""
    bot, made = teams.world.bot, []
    ours = {
        "database_url": sqlite_url,
        "port": 0,
        "secret_key": "key",
        "teams_app_id": bot.app_id,
        "teams_app_password": bot.password,
        "teams_tenant_id": bot.tenant_id,
        "teams_login_url": teams.login_url,
        "teams_openid_metadata_url": teams.openid_url,
    }

    async def build_for(**others):
        app = build(Settings.model_validate(ours | others))
        await schema.migrate(app.database)
        made.append(app)
        return app

    yield build_for
    for app in made:
        assert app.teams is not None
        await app.teams.stop(seconds=1)
        await app.database.close()


async def add(database: Database, bot) -> None:
    async with database.write() as session:
        sealed = Sealer("key").seal(bot.password)
        await teams_registrations.save(
            session, app_id=bot.app_id, tenant_id=bot.tenant_id, secret=sealed, now=NOW
        )


async def test_keys_and_a_token_are_there_before_the_first_message(teams, make):
    await (await make()).teams.start()
    assert (teams.asked["keys"], teams.asked["token"]) == (1, 1)


@pytest.mark.parametrize("keys_take", [0, 0.1])
async def test_a_wrong_secret_stops_the_start_in_the_words_of_the_doctor_and_in_no_others(
    teams, make, keys_take
):
    teams.faults.hang_next(keys_take, on="keys")
    app = await make(teams_app_password="wrong")
    with capture_logs() as logged:
        with pytest.raises(UserError) as stopped:
            await serve(app, announce=print)
        await asyncio.sleep(0)
    assert stopped.value.sentence.startswith(REFUSED)
    assert logged == []


async def test_a_wrong_secret_keeps_the_clients_of_other_bots_from_nothing(teams, make):
    ours, other = teams.world.bots.values()
    app = await make(teams_app_password="wrong")
    await add(app.database, other)
    with capture_logs() as logged:
        await app.teams.start()
    assert [(one["log_level"], one["app_id"]) for one in logged] == [("error", ours.app_id)]
    assert logged[0]["cure"].startswith(REFUSED)
    assert await app.teams.edge.gate.tokens.token(other.app_id)


async def test_microsoft_out_of_reach_does_not_stop_the_start(teams, make):
    teams.faults.fail_next(503, on="login")
    teams.faults.cut_next(times=3, on="keys")
    with capture_logs() as logged:
        await (await make()).teams.start()
    assert "teams_login_away" in {one["event"] for one in logged}


async def test_in_the_local_mode_nobody_is_waited_for(teams, sqlite_url):
    elsewhere = {"teams_login_url": teams.login_url, "teams_openid_metadata_url": teams.openid_url}
    app = build(Settings.model_validate({"teams_local": True, "database_url": sqlite_url} | elsewhere))
    assert app.teams is not None
    await app.teams.start()
    assert not teams.asked


async def test_a_microsoft_that_hangs_holds_the_start_up_for_a_moment_and_is_waited_for_behind_it(
    teams, make, monkeypatch
):
    monkeypatch.setattr(starting, "START_SECONDS", 0.2)
    for side in ("login", "keys"):
        teams.faults.hang_next(0.5, on=side)
    app, began = await make(), time.monotonic()
    await app.teams.start()
    assert 0.15 < time.monotonic() - began < 0.45
    gate = app.teams.edge.gate
    assert await gate.tokens.token(teams.world.bot.app_id)
    assert await gate.keys.warm()
    assert teams.asked["token"] == 1


async def test_whoever_stops_a_server_that_still_starts_does_not_wait_for_microsoft(teams, make):
    for side in ("login", "keys"):
        teams.faults.hang_next(1.5, on=side)
    app, told = await make(), list[str]()
    serving = asyncio.create_task(serve(app, announce=told.append))
    for _look in range(500):
        if teams.asked["token"] and teams.asked["openid"]:
            break
        await asyncio.sleep(0.01)
    began = time.monotonic()
    os.kill(os.getpid(), signal.SIGTERM)
    await serving
    assert time.monotonic() - began < 1
    assert told == []
    # What hangs there ends before the local Teams does.
    await asyncio.sleep(1.6 - (time.monotonic() - began))
