"""Many workspaces: each is found with a token that works and can be read."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.sealing import Sealer
from bot.slack.installations import NotInstalled, NoToken
from bot.slack.installing import look_at_installations, reseal_tokens, workspaces
from storage import slack_installations
from tests.bot.slack.installing.conftest import FIRST, ORGANISATION, works
from tests.slack.conftest import OTHER, TEAM

ACCESS = "oauth.v2.access"
DUE, OVER = 10 * 3600 + 60, 12 * 3600 + 60


async def test_a_workspace_without_the_app_is_not_installed_and_that_is_logged(here):
    with capture_logs() as lines, pytest.raises(NotInstalled):
        await here.many.find("T0NOWHERE", "E0NOWHERE")
    assert [line["event"] for line in lines] == ["slack_not_installed"]


async def test_an_installation_is_remembered_for_a_minute_and_until_it_is_forgotten(here, there):
    first = await there.many.find(OTHER)
    here.slack.world.clock.move_on(30)
    await here.install()
    assert await there.many.find(OTHER) is first
    here.slack.world.clock.move_on(31)
    second = await there.many.find(OTHER)
    assert second.token != first.token
    await here.install()
    there.many.forget(OTHER)
    assert (await there.many.find(OTHER)).token not in {first.token, second.token}


async def test_an_install_counts_at_once_in_its_own_process(here):
    await here.install()
    first = await here.many.find(OTHER)
    await here.install()
    assert (await here.many.find(OTHER)).token != first.token


async def test_what_was_read_before_it_was_forgotten_is_not_remembered(here, there):
    reading = asyncio.create_task(there.many.find(OTHER))
    await asyncio.sleep(0)
    there.many.forget(OTHER)
    first = await reading
    assert await there.many.find(OTHER) is not first


async def test_only_so_many_are_remembered(here, monkeypatch):
    monkeypatch.setattr(workspaces, "MOST_KNOWN", 1)
    await here.install("U_STRANGER")
    await here.install("U_DANA")
    first = await here.many.find(OTHER)
    await here.many.find(TEAM)
    assert await here.many.find(OTHER) is not first


async def test_tokens_that_no_key_opens_end_nothing_and_say_what_to_do(here, start):
    await here.install()
    other = await start(secret_key="another")
    with capture_logs() as lines, pytest.raises(NoToken):
        await other.many.find(OTHER)
    assert "Put the earlier key behind the new one" in lines[0]["cure"]
    findings = [one async for one in look_at_installations(here.database, Sealer("another"))]
    assert [one.is_bad for one in findings] == [True]
    assert "SECRET_KEY" in findings[0].says
    assert await works(here, (await here.many.find(OTHER)).token)


async def test_a_key_can_be_changed_and_the_old_one_thrown_away(here, start):
    await here.install()
    token = (await here.many.find(OTHER)).token
    assert await reseal_tokens(here.database, Sealer("new,key")) == 1
    process = await start(secret_key="new")
    assert (await process.many.find(OTHER)).token == token
    assert await reseal_tokens(here.database, Sealer("foreign")) == 0
    here.slack.world.clock.move_on(OVER)
    assert await works(process, (await process.many.find(OTHER)).token)


async def test_no_copy_of_an_organisation_is_left_once_it_is_forgotten(here, start):
    await here.install("W_ADA", organisation=True)
    there = await start()
    await there.many.find(FIRST, ORGANISATION)
    async with here.database.write() as session:
        await slack_installations.end(
            session, team_id="", enterprise_id=ORGANISATION, reason="x", now=here.now() + timedelta(1)
        )
    await there.many.find(FIRST)
    there.many.forget("", ORGANISATION)
    with pytest.raises(NotInstalled):
        await there.many.find(FIRST)
