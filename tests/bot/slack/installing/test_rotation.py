"""A token is renewed before it runs out: by one process, once, and never lost in silence."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.sealing import Sealer
from bot.slack.installations import NotInstalled, NoToken
from bot.slack.installing import look_at_installations, rotation
from storage.database import Database
from tests.bot.slack.installing.conftest import works
from tests.slack.conftest import OTHER

ACCESS = "oauth.v2.access"
DUE, OVER = 10 * 3600 + 60, 12 * 3600 + 60


def renewals(here) -> int:
    return len([one for one in here.slack.called(ACCESS) if "refresh_token" in one.args])


async def refresh_elsewhere(here) -> None:
    """Use the refresh token up, as a process does that dies before it writes the answer down."""
    (row,) = await here.rows()
    secret = here.slack.world.app
    await here.many.client.api_call(
        ACCESS,
        data={
            "client_id": secret.client_id,
            "client_secret": secret.client_secret,
            "grant_type": "refresh_token",
            "refresh_token": Sealer("key").open(row.refresh_token),
        },
    )


async def is_claimed(here) -> None:
    """Wait until the renewing is in somebody's hands."""
    for _look in range(1000):
        if (await here.rows())[0].rotating_until is not None:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody renews the token")


async def test_ten_at_once_in_two_processes_renew_a_token_once_and_nobody_waits(here, there):
    old = (await here.many.find(OTHER)).token
    here.slack.world.clock.move_on(DUE)
    gate = here.slack.faults.hold(ACCESS)
    async with asyncio.timeout(5):
        found = await asyncio.gather(
            *(process.many.find(OTHER) for process in (here, there) for _one in range(5))
        )
    assert {one.token for one in found} == {old}
    gate.set()
    await here.settle()
    await there.settle()
    assert renewals(here) == 1
    here.slack.world.clock.move_on(10)
    new = {(await process.many.find(OTHER)).token for process in (here, there)}
    assert len(new) == 1
    assert new != {old}
    assert await works(here, new.pop())


async def test_ten_at_once_wait_for_the_new_token_where_the_old_one_is_over(here, there):
    old = (await here.many.find(OTHER)).token
    here.slack.world.clock.move_on(OVER)
    found = await asyncio.gather(
        *(process.many.find(OTHER) for process in (here, there) for _one in range(5))
    )
    assert renewals(here) == 1
    (new,) = {one.token for one in found}
    assert new != old
    assert await works(here, new)
    here.slack.world.clock.move_on(OVER)
    assert (await there.many.find(OTHER)).token != new
    assert renewals(here) == 2


async def test_a_request_that_is_given_up_does_not_take_the_answer_with_it(here, there):
    here.slack.world.clock.move_on(OVER)
    gate = here.slack.faults.hold(ACCESS)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await here.many.find(OTHER)
    gate.set()
    await here.settle()
    assert await works(here, (await there.many.find(OTHER)).token)
    assert renewals(here) == 1


async def test_a_slack_that_fails_is_asked_again_later(here, there, monkeypatch):
    monkeypatch.setattr(rotation, "TRY_AGAIN_SECONDS", 0)
    here.slack.world.clock.move_on(OVER)
    here.slack.faults.fail(ACCESS)
    with pytest.raises(NoToken):
        await here.many.find(OTHER)
    assert await works(here, (await there.many.find(OTHER)).token)


async def test_a_refresh_token_that_is_spent_is_told_and_the_token_used_until_its_end(here, there):
    old = (await here.many.find(OTHER)).token
    await refresh_elsewhere(here)
    here.slack.world.clock.move_on(DUE)
    with capture_logs() as lines:
        assert (await here.many.find(OTHER)).token == old
        await here.settle()
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["slack_token_lost"]
    assert "Install Headway in that workspace again" in lines[-1]["cure"]
    asked = renewals(here)
    here.slack.world.clock.move_on(6)
    assert (await here.many.find(OTHER)).token == old
    await here.settle()
    assert renewals(here) == asked
    here.slack.world.clock.move_on(OVER - DUE)
    with pytest.raises(NotInstalled):
        await there.many.find(OTHER)
    (row,) = await here.rows()
    assert (row.token, row.end_reason) == ("", "token_lost")
    findings = [one async for one in look_at_installations(here.database, Sealer("key"))]
    assert [one.is_bad for one in findings] == [True, False]
    assert OTHER in findings[0].says
    await here.install()
    assert await works(here, (await there.many.find(OTHER)).token)
    assert [one.is_bad async for one in look_at_installations(here.database, Sealer("key"))] == [False]


async def test_an_answer_that_was_lost_on_the_way_ends_in_install_again(here, there, monkeypatch):
    monkeypatch.setattr(rotation, "TRY_AGAIN_SECONDS", 0)
    here.slack.world.clock.move_on(OVER)
    here.slack.faults.lose_answer(ACCESS)
    with pytest.raises(NoToken):
        await here.many.find(OTHER)
    with capture_logs() as lines, pytest.raises(NotInstalled):
        await there.many.find(OTHER)
    assert "slack_token_lost" in [line["event"] for line in lines]


async def test_new_tokens_are_kept_as_soon_as_the_database_is_back(here, there):
    here.slack.world.clock.move_on(DUE)
    renewing = here.many.rotation
    gate = here.slack.faults.hold(ACCESS)
    await here.many.find(OTHER)
    await is_claimed(here)
    renewing.database = Database("postgresql+asyncpg://u:p@127.0.0.1:1/headway")
    gate.set()
    await asyncio.sleep(0.4)
    await renewing.database.close()
    renewing.database = here.database
    await here.settle()
    here.slack.world.clock.move_on(OVER - DUE)
    assert await works(here, (await there.many.find(OTHER)).token)
    assert renewals(here) == 1


async def test_new_tokens_that_cannot_be_kept_are_not_lost_in_silence(here, there):
    here.slack.world.clock.move_on(DUE)
    here.many.rotation.keep_seconds = (0.01,)
    gate = here.slack.faults.hold(ACCESS)
    await here.many.find(OTHER)
    await is_claimed(here)
    away = here.many.rotation.database = Database("postgresql+asyncpg://u:p@127.0.0.1:1/headway")
    with capture_logs() as lines:
        gate.set()
        await here.settle()
    assert [line["event"] for line in lines] == ["slack_token_not_kept"] * 2 + ["slack_token_lost"]
    await away.close()


async def test_an_install_meanwhile_counts_more_than_a_renewed_token(here, there):
    here.slack.world.clock.move_on(DUE)
    await here.many.find(OTHER)
    await there.install()
    # What Slack holds by now may be the renewed one, which nobody keeps.
    newest = (await there.many.find(OTHER)).token
    await here.settle()
    assert (await there.many.find(OTHER)).token == newest
