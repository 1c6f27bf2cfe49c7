"""The database goes away in mid-run, or in mid-commit: what was done stands, and the rest is done later."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from storage.failures import DATABASE_FAILURES
from tests.cable import cabled
from tests.faults.replica import replica
from tests.faults.site import DUE, START, lay_out, site_of
from tests.faults.strikes import strike
from tests.faults.truth import finish, outlast, truth


@pytest.fixture
async def far(slack, postgresql_url):
    """A process whose database hangs on a cable, the cable, and a process beside the database."""
    site = site_of(slack, postgresql_url)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            cabled(postgresql_url, Path(folder)) as (cable, url),
            replica(site, database_url=url) as far,
            replica(site) as near,
        ):
            yield far, cable, near


@pytest.mark.parametrize(
    "failpoint",
    [
        "plan: before commit",
        "fire: before commit",
        "claim: after commit",
        "send: after",
        "mark: before commit",
    ],
)
async def test_whatever_was_begun_when_the_database_went_away_is_done_once_it_is_back(slack, far, failpoint):
    process, cable, near = far
    laid = await lay_out(near.database, slack)

    async def cut():
        cable.cut()

    strike(failpoint, cut, nth=2)
    for now in (START, DUE):
        with suppress(*DATABASE_FAILURES):
            await process.tick(now)
    assert cable.is_cut
    cable.mend()
    await outlast(near.database)
    await finish(process, slack, DUE)
    found = await truth(near.database, slack, laid)
    assert found.states == {"sent": 8}


@pytest.mark.parametrize(
    "failpoint",
    ["plan: before commit", "fire: before commit", "claim: before commit", "mark: before commit"],
)
async def test_a_commit_whose_answer_is_lost_is_no_reason_to_do_it_again(slack, far, failpoint):
    process, cable, near = far
    laid = await lay_out(near.database, slack)
    cuts = []

    async def cut():
        cable.cut_in_commit(is_mended_after=True)
        cuts.append(failpoint)

    strike(failpoint, cut)
    for now in (START, DUE):
        with suppress(*DATABASE_FAILURES):
            await process.tick(now)
    assert cuts
    await outlast(near.database)
    await finish(process, slack, DUE)
    found = await truth(near.database, slack, laid)
    assert found.states == {"sent": 8}
