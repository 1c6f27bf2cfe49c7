"""Every story, on every stage."""

from collections.abc import Awaitable, Callable

import pytest

from tests.scenarios import stories_of_a_month, stories_of_a_pivot, stories_of_numbers
from tests.scenarios.stage import Stage, terminal_stage
from tests.scenarios.stories import STORIES, record, set_up

Story = Callable[[Stage], Awaitable[None]]
EVERY = (*STORIES, *stories_of_numbers.STORIES, *stories_of_a_month.STORIES, *stories_of_a_pivot.STORIES)


@pytest.mark.parametrize("story", EVERY, ids=lambda story: story.__name__)
async def test_story(stage: Stage, story: Story):
    await story(stage)


async def test_the_first_number_in_a_terminal(sqlite_url: str):
    # A process for each line: a few are enough to hear that it speaks.
    terminal = await terminal_stage(sqlite_url)
    await set_up(terminal)
    await record(terminal)
