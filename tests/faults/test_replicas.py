"""Several processes on one PostgreSQL: killed, stalled past their lease, cut off from Slack, clocks apart."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.faults.crew import MINUTE, crew, start
from tests.faults.replica import LATER, replica
from tests.faults.site import DAY, DUE, MONDAY, START, lay_out, site_of, workspace
from tests.faults.truth import finish, truth
from tests.faults.worker import Orders
from tests.slack.server import local_slack

CHANNELS, DAYS = 5, (MONDAY, MONDAY + DAY)
POSTS = 4 * CHANNELS * len(DAYS)
APART = timedelta(seconds=30)
AFTER = (0 * MINUTE, MINUTE, 2 * MINUTE, LATER, LATER + MINUTE)
MOMENTS = (START, *(DUE + number * DAY + after for number in range(len(DAYS)) for after in AFTER))


@pytest.fixture
async def slack():
    async with local_slack(workspace(channels=CHANNELS)) as slack:
        yield slack


@pytest.fixture
def nowhere() -> Iterator[str]:
    """A URL at which nobody answers."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/api/"


async def test_two_tick_at_once_and_one_is_killed(slack, postgresql_url):
    site = site_of(slack, postgresql_url)
    killed = start(Orders(site=site, failpoint="send: after"), offset=APART)
    async with replica(site) as last, crew(last.database, killed, start(Orders(site=site))) as both:
        laid = await lay_out(last.database, slack, days=DAYS)
        now = await both.tick_until(1, MOMENTS)
        await finish(last, slack, now)
        found = await truth(last.database, slack, laid)
    assert found.states == {"sent": POSTS}


@pytest.mark.parametrize("failpoint", ["claim: after commit", "send: before", "mark: before commit"])
async def test_one_that_stalls_past_its_lease_sends_nothing_that_another_sent(postgresql_url, failpoint):
    async with local_slack(workspace(channels=1)) as slack:
        site = site_of(slack, postgresql_url)
        stalled = start(Orders(site=site, failpoint=failpoint, way="stall"))
        async with replica(site) as other, crew(other.database, stalled) as one:
            laid = await lay_out(other.database, slack, jobs=["actions"])
            now = await one.tick_until(0, MOMENTS)
            assert await other.tick(now)
            await one.wake()
            found = await truth(other.database, slack, laid)
    assert found.states == {"sent": 1}


async def test_four_of_which_one_dies_one_stalls_and_one_does_not_reach_slack(slack, postgresql_url, nowhere):
    site = site_of(slack, postgresql_url)
    workers = (
        start(Orders(site=site, failpoint="mark: before commit")),
        start(Orders(site=site, failpoint="send: before", way="stall"), offset=APART),
        start(Orders(site=replace(site, slack_url=nowhere)), offset=-APART),
        start(Orders(site=site)),
    )
    async with replica(site) as last, crew(last.database, *workers) as four:
        laid = await lay_out(last.database, slack, days=DAYS)
        now = await four.tick_until(2, MOMENTS)
        await four.tick(now)
        await four.wake()
        await finish(last, slack, now + MINUTE)
        # One that stands still between its last look at the clock and the request cannot know better.
        found = await truth(last.database, slack, laid, unknown=CHANNELS + 1)
    assert found.states == {"sent": POSTS}
