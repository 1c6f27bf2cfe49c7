"""Every story, on every stage."""

from collections.abc import Awaitable, Callable

import pytest

from tests.scenarios import stories_of_a_month, stories_of_numbers
from tests.scenarios.stage import Stage, terminal_stage
from tests.scenarios.stories import STORIES, first_week

Story = Callable[[Stage], Awaitable[None]]
# A process for each line: one story is enough to hear that it speaks.
IN_A_TERMINAL = (first_week,)
EVERY = (*STORIES, *stories_of_numbers.STORIES, *stories_of_a_month.STORIES)


@pytest.mark.parametrize("story", EVERY, ids=lambda story: story.__name__)
async def test_story(stage: Stage, story: Story):
    await story(stage)


@pytest.mark.parametrize("story", IN_A_TERMINAL, ids=lambda story: story.__name__)
async def test_story_in_a_terminal(sqlite_url: str, story: Story):
    await story(await terminal_stage(sqlite_url))
