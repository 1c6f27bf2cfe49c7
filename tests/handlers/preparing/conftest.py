"""A client of four who meet every second month, on 5 January first."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.handlers.play import Play

BY_TWO = "meet every 2 months first tuesday 15:00"
# The keys of what a test does come after those of setting up.
USED_KEYS = 1000


@pytest.fixture(scope="session")
def crew_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everything was set up, to be copied."""
    file = tmp_path_factory.mktemp("crew") / "headway.db"
    shutil.copyfile(migrated_file, file)
    asyncio.run(_set_up(file))
    return file


async def _set_up(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    play = Play(database)
    await play.set_up(team=["U_TOM", "U_LEO"], ceo="U_ANN")
    await play.join("U_KIT", "observer")
    await play.say("U_DANA", BY_TWO)
    await play.deliver()
    await database.close()


@pytest.fixture
async def crew(crew_file: Path, tmp_path: Path) -> AsyncIterator[Play]:
    """Dana leads, Ann is the client's CEO, Tom and Leo are in the team, Kit observes."""
    file = tmp_path / "headway.db"
    shutil.copyfile(crew_file, file)
    database = Database(f"sqlite+aiosqlite:///{file}")
    yield Play(database, keys=USED_KEYS)
    await database.close()
