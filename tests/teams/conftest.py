"""A tenant with two people, a guest and a stranger; a team with three channels, a chat, and a bot in them."""

from collections.abc import AsyncIterator

import pytest

from tests.teams.bot_app import BotUnderTest, bot_at
from tests.teams.person import Person, person
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World, tenant_id
from tests.teams.things import User

HOME, ELSEWHERE = "northwind", "elsewhere"


def northwind() -> World:
    """Make the tenant: #northwind with everybody, #secret that is private, Steering that is a group chat."""
    world = World()
    bot = world.add_bot("headway", HOME)
    world.add_user(User("U_DANA", "Dana Reed", tenant_id(HOME)))
    world.add_user(User("U_TOM", "Tom Hale", tenant_id(HOME), locale="en-US", zone="America/New_York"))
    world.add_user(User("U_GUEST", "Gail Guest", tenant_id(ELSEWHERE), role="guest"))
    world.add_user(User("U_STRANGER", "Sam Strange", tenant_id(ELSEWHERE)))
    team = world.add_team("Northwind Marketing", HOME, ("U_DANA", "U_TOM", "U_GUEST"))
    world.add_channel("northwind", team)
    world.add_channel("secret", team, privacy="private", members=("U_DANA",))
    chat = world.add_group_chat("Steering", HOME, ("U_DANA", "U_TOM"))
    for place in (world.places[team.id], chat, world.personal(bot, "U_DANA")):
        world.install(bot, place)
    return world


@pytest.fixture
async def teams() -> AsyncIterator[LocalTeams]:
    """The local Teams, running, with a bot that hears of everything."""
    async with local_teams(northwind()) as teams:
        yield teams


@pytest.fixture
async def bot(teams: LocalTeams) -> AsyncIterator[BotUnderTest]:
    """A bot that keeps what it hears, and calls the connector as a test says."""
    async with bot_at(teams) as bot:
        yield bot


@pytest.fixture
def dana(teams: LocalTeams) -> Person:
    """Dana, at her desk."""
    return person(teams, "U_DANA")


@pytest.fixture
def tom(teams: LocalTeams) -> Person:
    """Tom, at his."""
    return person(teams, "U_TOM")
