"""A local Teams with two bots of ours, and the gate that knows them."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.teams.gate import Gate, Keys, Tokens, Trust
from bot.teams.outside import Outside
from bot.teams.registrations import Registration, Registrations
from storage.database import Database
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World
from tests.teams.things import Bot


@dataclass
class Seconds:
    """A clock that stands still until it is moved."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def teams() -> AsyncIterator[LocalTeams]:
    world = World()
    world.add_bot("Headway", "northwind")
    world.add_bot("Contoso's Headway", "contoso")
    async with local_teams(world) as running:
        yield running


@pytest.fixture
def bot(teams: LocalTeams) -> Bot:
    """The bot that we are registered as."""
    return teams.world.bot


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    made = Outside()
    yield made
    await made.close()


@pytest.fixture
def make_gate(teams, bot, outside, clock, sqlite_url) -> Callable[..., Gate]:
    """Make a gate for the bot; others of its parts may be given."""

    def make(**others: Any) -> Gate:
        first = Registration(app_id=bot.app_id, tenant_id=bot.tenant_id, secret=bot.password)
        known = Registrations(first=first, database=Database(sqlite_url), sealer=None, clock=clock)
        parts: dict[str, Any] = {
            "registrations": known,
            "keys": Keys(outside=outside, url=teams.openid_url, clock=clock),
            "tokens": Tokens(outside=outside, registrations=known, login_url=teams.login_url, clock=clock),
            "trust": Trust(hosts=("127.0.0.1",)),
        }
        return Gate(**(parts | others))

    return make


@pytest.fixture
def gate(make_gate: Callable[..., Gate]) -> Gate:
    return make_gate()


@pytest.fixture
def admit(teams, gate):
    """Send a token through the gate; without one, what Teams would send."""

    async def send(token: str | None = None, **claims):
        return await gate.admit(f"Bearer {teams.sign(**claims) if token is None else token}")

    return send
