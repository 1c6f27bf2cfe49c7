"""A request whose installation cannot be found just now: nothing is lost, and nobody waits too long."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.slack.receive.bolt import KINDS
from bot.slack.receive.taking import take_over
from storage import late
from storage.tables import KpiUpdate, LateRequest
from tests.scenarios.stage import CHANNEL, DM
from tests.slack.person import person

FAULTS = {
    "limited": lambda faults: faults.limit("auth.test"),
    "away": lambda faults: faults.fail("auth.test", status=503),
    "passing": lambda faults: faults.refuse("auth.test", "service_unavailable"),
    "silent": lambda faults: faults.drop("auth.test", times=2),
}


@pytest.fixture
def forgetful(northwind):
    """A process that has to ask Slack again which installation it is."""
    northwind.app.slack.edge.api.installations.forget("T0NORTHWIND")
    return northwind


async def numbers(stage):
    async with stage.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(KpiUpdate))


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_message_comes_again_until_it_is_heard(forgetful, fault):
    FAULTS[fault](forgetful.slack.faults)
    answer = await person(forgetful.slack, "U_DANA").say_in_dm("kpi leads 103 sep")
    assert {attempt.status for attempt in answer.attempts[:-1]} == {503}
    assert answer.is_taken
    assert "Recorded: Qualified leads is 103" in await forgetful.posts("U_DANA", where=DM)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_command_is_asked_to_be_sent_again(forgetful, fault):
    FAULTS[fault](forgetful.slack.faults)
    answer = await person(forgetful.slack, "U_DANA").slash_command("/kpi", "leads 103 sep", channel=CHANNEL)
    assert answer.status == 200
    assert "Please send it again in a minute" in answer.text
    assert await numbers(forgetful) == 0


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked", "not_authed"])
async def test_a_token_that_works_no_more_means_that_the_app_is_not_installed(forgetful, capsys, error):
    forgetful.slack.faults.refuse("auth.test", error)
    answer = await person(forgetful.slack, "U_DANA").slash_command("/kpi", "leads 103 sep", channel=CHANNEL)
    assert "not installed in this workspace" in answer.text
    printed = capsys.readouterr().out
    assert "installation_not_found" in printed
    assert error in printed


async def test_a_slack_that_hangs_does_not_hold_a_request_longer_than_slack_waits(forgetful):
    gate, dana = forgetful.slack.faults.hold("auth.test"), person(forgetful.slack, "U_DANA")
    asked = [dana.slash_command("/kpi", f"leads {number} sep", channel=CHANNEL) for number in (1, 2, 3)]
    for answer in await asyncio.gather(*asked):
        assert answer.status == 200
        assert "Please send it again in a minute" in answer.text
    gate.set()
    assert await numbers(forgetful) == 0


async def test_a_shortcut_that_nobody_can_be_told_about_is_acknowledged_in_time(forgetful):
    gate = forgetful.slack.faults.hold("auth.test")
    answer = await person(forgetful.slack, "U_DANA").shortcut("update_kpis")
    assert answer.status == 200
    gate.set()


async def test_the_answer_that_came_too_late_serves_the_next_request(forgetful):
    gate, dana = forgetful.slack.faults.hold("auth.test"), person(forgetful.slack, "U_DANA")
    before = len(forgetful.slack.called("auth.test"))
    assert "again in a minute" in (await dana.slash_command("/kpi", "leads 1 sep", channel=CHANNEL)).text
    gate.set()
    assert "Recorded" in (await dana.slash_command("/kpi", "leads 103 sep", channel=CHANNEL)).text
    assert len(forgetful.slack.called("auth.test")) == before + 1


async def test_a_late_request_is_left_to_its_lease_while_slack_does_not_know_us(forgetful, capsys):
    stage, edge = forgetful, forgetful.app.slack.edge
    body = {"team_id": "T0NORTHWIND", "event": {"type": "app_home_opened", "user": "U_DANA"}, "event_id": "1"}
    async with stage.app.database.write() as session:
        await late.add(session, key="slack/event/1", platform="slack", kind="event", body=body, now=stage.now)
        row = await session.scalar(select(LateRequest))
        row.lease_until = row.lease_until.replace(year=2020)
    stage.slack.faults.fail("auth.test", status=503)
    await take_over(edge, KINDS)
    await edge.background.drain(seconds=5)
    async with stage.app.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(LateRequest)) == 1
    printed = capsys.readouterr().out
    assert "late_request_left" in printed
    assert "background_failed" not in printed
