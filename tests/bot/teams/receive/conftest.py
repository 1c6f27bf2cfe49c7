"""The stage of the stories, with an engagement in #northwind, for looking at how activities are received."""

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.stories import set_up
from tests.scenarios.teams_stage import TeamsStage, teams_stage
from tests.teams.person import Person, person


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[TeamsStage]:
    """Teams, before anything is set up."""
    async with teams_stage(sqlite_url) as stage:
        yield stage


@pytest.fixture
async def northwind(stage: TeamsStage) -> TeamsStage:
    """Teams with Dana's engagement."""
    await set_up(stage)
    person(stage.teams, "U_DANA").close_dialog()
    return stage


@pytest.fixture
def dana(northwind: TeamsStage) -> Person:
    """Dana, who leads it."""
    return person(northwind.teams, "U_DANA")
