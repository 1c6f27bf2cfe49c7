"""Slack limits us, fails, takes posts and never says so, or takes our token: each post ends once."""

from datetime import timedelta

import pytest

from scheduler.delivery import MAX_ATTEMPTS
from tests.faults.crew import Died, crew, start
from tests.faults.replica import replica
from tests.faults.site import DAY, DUE, LEAD, MONDAY, START, lay_out, site_of, workspace
from tests.faults.strikes import strike
from tests.faults.truth import finish, outlast, truth
from tests.faults.worker import Orders
from tests.slack.methods.installing import uninstall_from
from tests.slack.server import local_slack

RETRY_SECONDS = 30
POST = "chat.postMessage"


def told(slack) -> str:
    """What the lead was told in direct messages."""
    rooms = {one.id for one in slack.world.channels.values() if one.person_id == LEAD}
    return "\n".join(str(one.blocks) for one in slack.world.messages if one.channel_id in rooms)


async def test_while_slack_limits_us_nobody_posts_and_then_all_of_it_comes(slack, sqlite_url):
    site = site_of(slack, sqlite_url)
    slack.faults.limit(POST, retry_after=RETRY_SECONDS)
    async with replica(site) as first, replica(site) as second:
        laid = await lay_out(first.database, slack)
        await first.tick(DUE)
        called = len(slack.called(POST))
        for one in (first, second):
            assert await one.tick(DUE + timedelta(seconds=RETRY_SECONDS)) == []
        assert len(slack.called(POST)) == called
        await finish(second, slack, DUE + timedelta(seconds=RETRY_SECONDS + 1))
        found = await truth(first.database, slack, laid)
    assert found.states == {"sent": 8}


@pytest.mark.parametrize("fault", ["fail", "drop", "lose_answer"])
async def test_what_slack_fails_to_take_or_to_confirm_comes_once(slack, sqlite_url, fault):
    site = site_of(slack, sqlite_url)
    getattr(slack.faults, fault)(POST, times=3)
    async with replica(site) as one:
        laid = await lay_out(one.database, slack)
        await finish(one, slack, START)
        found = await truth(one.database, slack, laid)
    assert found.states == {"sent": 8}


async def test_what_slack_takes_and_never_answers_is_found_and_not_posted_again(slack, sqlite_url):
    site = site_of(slack, sqlite_url)
    slack.faults.stay_silent(POST)
    async with replica(site, send_seconds=0.5) as hasty, replica(site) as patient:
        laid = await lay_out(hasty.database, slack, jobs=["actions"])
        await hasty.tick(DUE)
        await finish(patient, slack, DUE)
        found = await truth(patient.database, slack, laid)
    assert found.states == {"sent": 2}
    assert slack.called("conversations.history")


@pytest.mark.parametrize(
    ("job", "states", "copies"),
    [("checkin", {"sent": 4}, 2), ("actions", {"uncertain": 2}, 1)],
    ids=["sent once more", "left to the lead"],
)
async def test_where_nobody_can_look_the_job_says_what_becomes_of_a_lost_post(
    sqlite_url, job, states, copies
):
    async with local_slack(workspace(channels=2, scopes=frozenset())) as slack:
        site = site_of(slack, sqlite_url)
        async with replica(site) as one:
            laid = await lay_out(one.database, slack, jobs=[job])
            await one.decide(DUE)
            slack.faults.lose_answer(POST, times=2)
            await finish(one, slack, DUE)
            found = await truth(one.database, slack, laid, unknown=2 * (copies - 1))
    assert found.states == states
    assert {key: count for key, count in found.copies.items() if key.startswith(f"{job}/")} == dict.fromkeys(
        (key for key in found.posts if key.startswith(f"{job}/")), copies
    )
    assert ("Not sure to be posted" in told(slack)) == (job == "actions")


async def test_what_slack_never_takes_ends_as_failed_and_the_lead_can_post_it(slack, sqlite_url):
    site = site_of(slack, sqlite_url)
    async with replica(site) as one:
        laid = await lay_out(one.database, slack, jobs=["actions"])
        await one.decide(DUE)
        slack.faults.refuse(POST, "invalid_blocks", times=2)
        await finish(one, slack, DUE)
        found = await truth(one.database, slack, laid)
    assert found.states == {"failed": 2}
    assert found.reasons == {"chat.postMessage: invalid_blocks"}
    assert "Post now" in told(slack)


async def test_an_outage_of_an_hour_loses_no_post(slack, sqlite_url):
    site = site_of(slack, sqlite_url)
    async with replica(site) as one:
        laid = await lay_out(one.database, slack, jobs=["actions"])
        await one.decide(DUE)
        slack.faults.fail(POST, times=4 * MAX_ATTEMPTS)
        healed_at = await finish(one, slack, DUE)
        found = await truth(one.database, slack, laid)
    assert (found.states, "Not posted" in told(slack)) == ({"sent": 2}, False)
    assert healed_at > DUE + timedelta(minutes=45)


async def test_a_token_that_is_revoked_in_mid_run_ends_what_waits_with_a_reason(slack, sqlite_url):
    site = site_of(slack, sqlite_url)

    async def revoke():
        uninstall_from(slack.world, slack.world.installations[site.token])

    strike("send: after", revoke, nth=2)
    async with replica(site) as one:
        laid = await lay_out(one.database, slack, days=(MONDAY, MONDAY + DAY))
        await one.tick(START)
        await one.tick(DUE)
        slack.world.install("T0NORTHWIND", scopes=slack.world.installations[site.token].scopes)
    async with replica(site_of(slack, sqlite_url)) as again:
        await finish(again, slack, DUE + timedelta(minutes=1))
        found = await truth(again.database, slack, laid)
    assert found.states.keys() == {"sent", "cancelled", "failed"}
    on_tuesday = [one for one in found.happened if one.local_date == MONDAY + DAY]
    assert {one.state for one in on_tuesday} == {"sent"}


async def test_a_process_that_is_killed_while_slack_thinks_has_posted_once(slack, postgresql_url):
    site = site_of(slack, postgresql_url)
    gate = slack.faults.hold(POST)
    worker = start(Orders(site=site))
    async with replica(site) as other, crew(other.database, worker):
        laid = await lay_out(other.database, slack)
        await worker.tick(START)
        worker.begin(DUE)
        await slack.faults.asked(POST)
        worker.process.kill()
        assert isinstance(await worker.hear(), Died)
        gate.set()
        await outlast(other.database)
        await finish(other, slack, DUE)
        found = await truth(other.database, slack, laid)
    assert found.states == {"sent": 8}
