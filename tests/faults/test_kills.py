"""kill -9 at any point of plan, fire, claim, send and mark: others go on, and everything ends once.

FAULT_RUNS says how many times, FAULT_REPLICAS how many processes tick at once, all but one of them doomed;
FAULT_SEED repeats the luck of a run that failed.
"""

import os
import random
import secrets
from datetime import timedelta
from typing import get_args

import pytest

from scheduler.failpoints import Failpoint
from tests.faults.crew import crew, start
from tests.faults.replica import LATER, replica
from tests.faults.site import DUE, START, lay_out, site_of
from tests.faults.truth import finish, truth
from tests.faults.worker import Orders

FAILPOINTS: tuple[Failpoint, ...] = get_args(Failpoint)
RUNS = range(int(os.environ.get("FAULT_RUNS", len(FAILPOINTS))))
REPLICAS = int(os.environ.get("FAULT_REPLICAS", "1"))
SEED = os.environ.get("FAULT_SEED", secrets.token_hex(4))
MINUTE = timedelta(minutes=1)
MOMENTS = (START, DUE, DUE + MINUTE, DUE + LATER, DUE + LATER + MINUTE)
APART = timedelta(seconds=30)
# Two channels and a person: a process has one post on its way to each.
CONVERSATIONS = 3


@pytest.fixture(params=RUNS)
def run(request):
    """The number of the run."""
    return request.param


@pytest.fixture
def luck(run):
    """What is random in the run; where it fails, the seed is shown."""
    print(f"FAULT_SEED={SEED}")  # noqa: T201 - pytest shows it
    return random.Random(f"{SEED}/{run}")  # noqa: S311 - no secret


@pytest.fixture
def url(luck, request):
    """A database of either kind; several processes share a PostgreSQL."""
    kind = luck.choice(("sqlite", "postgresql")) if REPLICAS == 1 else "postgresql"
    return request.getfixturevalue(f"{kind}_url")


def doomed(site, run, luck):
    """Orders for processes that do not live long: the first one dies at the failpoint of the run."""
    first = Orders(site=site, failpoint=FAILPOINTS[run % len(FAILPOINTS)], nth=luck.randint(1, 3))
    others = [
        Orders(
            site=site,
            failpoint=luck.choice(FAILPOINTS),
            nth=luck.randint(1, 3),
            way=luck.choice(("kill", "stall")),
        )
        for _number in range(2, REPLICAS)
    ]
    print(first, others)  # noqa: T201 - pytest shows it
    return [first, *others]


async def test_whatever_a_killed_process_did_ends_once(run, luck, slack, url):
    site = site_of(slack, url)
    orders = [*doomed(site, run, luck), *([Orders(site=site)] if REPLICAS > 1 else [])]
    offsets = [luck.choice((-APART, 0 * APART, APART)) if REPLICAS > 1 else 0 * APART for _one in orders]
    workers = [start(one, offset=offset) for one, offset in zip(orders, offsets, strict=True)]
    async with replica(site) as last, crew(last.database, *workers) as others:
        laid = await lay_out(last.database, slack)
        for now in MOMENTS:
            await others.tick(now)
        assert REPLICAS > 1 or not others.standing
        # A process that stands still between its last look at the clock and the request cannot know better.
        unknown = CONVERSATIONS * len(others.stalled)
        await others.wake()
        await finish(last, slack, MOMENTS[-1])
        found = await truth(last.database, slack, laid, unknown=unknown)
    assert found.states == {"sent": 8}
