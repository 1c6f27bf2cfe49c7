"""The stages of these tests: set up once, and copied for each."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.chat import Answer
from storage.database import Database
from tests.handlers.decisions.deciding import persevere, with_ceo
from tests.handlers.play import Play


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A stage on which something happened already: its file, and what Play knows of it."""

    file: Path
    keys: int
    last: dict[tuple[str, str], Answer]


def _prepare(file: Path, begins: Prepared | Path, act: Callable[[Play], Awaitable[object]]) -> Prepared:
    """Go on from a stage, or from an empty one, once."""
    shutil.copyfile(begins if isinstance(begins, Path) else begins.file, file)

    async def play_it() -> Prepared:
        database = Database(f"sqlite+aiosqlite:///{file}")
        keys, last = (0, {}) if isinstance(begins, Path) else (begins.keys, dict(begins.last))
        play = Play(database, keys=keys, last=last)
        await act(play)
        await database.close()
        return Prepared(file=file, keys=play.keys, last=play.last)

    return asyncio.run(play_it())


async def _set_up(play: Play) -> None:
    await play.set_up(team=["U_TOM"])
    await with_ceo(play)


@pytest.fixture(scope="session")
def staged(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Northwind with Dana (CMO), Ann (the client's CEO), Leo (marketing manager) and Tom (team)."""
    return _prepare(tmp_path_factory.mktemp("staged") / "headway.db", migrated_file, _set_up)


@pytest.fixture(scope="session")
def drafted(staged: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """That stage, where Dana completed the draft of a persevere."""
    return _prepare(tmp_path_factory.mktemp("drafted") / "headway.db", staged, persevere)


async def _play(prepared: Prepared, folder: Path) -> AsyncIterator[Play]:
    file = folder / "staged.db"
    shutil.copyfile(prepared.file, file)
    database = Database(f"sqlite+aiosqlite:///{file}")
    yield Play(database, keys=prepared.keys, last=dict(prepared.last))
    await database.close()


@pytest.fixture
async def stage(staged: Prepared, tmp_path: Path) -> AsyncIterator[Play]:
    """The stage, for one test."""
    async for play in _play(staged, tmp_path):
        yield play


@pytest.fixture
async def complete(drafted: Prepared, tmp_path: Path) -> AsyncIterator[Play]:
    """The stage with a draft that waits for the confirmation alone, for one test."""
    async for play in _play(drafted, tmp_path):
        yield play
