"""Every story, on every stage."""

from collections.abc import Awaitable, Callable

import pytest

from tests.scenarios.stage import Stage
from tests.scenarios.stories import STORIES


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_story(stage: Stage, story: Callable[[Stage], Awaitable[None]]):
    await story(stage)
