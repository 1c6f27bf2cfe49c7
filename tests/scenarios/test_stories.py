"""Every story, on every stage."""

from collections.abc import Awaitable, Callable

import pytest

from tests.scenarios.stage import Stage, terminal_stage
from tests.scenarios.stories import STORIES, first_week


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_story(stage: Stage, story: Callable[[Stage], Awaitable[None]]):
    await story(stage)


async def test_the_first_week_in_a_terminal(sqlite_url: str):
    await first_week(await terminal_stage(sqlite_url))
