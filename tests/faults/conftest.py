"""A Slack with a few channels; faults end with their test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from scheduler.failpoints import Failpoint, hang
from tests.faults.site import workspace
from tests.slack.server import LocalSlack, local_slack


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """The local Slack with two channels, whose history may be read."""
    async with local_slack(workspace(channels=2)) as slack:
        yield slack


@pytest.fixture(autouse=True)
def no_fault() -> Iterator[None]:
    """Let nothing strike after the test."""
    yield

    async def pass_by(_name: Failpoint) -> None:
        """Do nothing."""

    hang(pass_by)
