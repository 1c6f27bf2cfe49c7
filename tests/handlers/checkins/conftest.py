"""Northwind with three people who are asked, and one who only reads: made once, and copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import Database
from tests.handlers.checkins.rounds import MONDAY, begin
from tests.handlers.occurring import at
from tests.handlers.play import Play


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A database in which the round is open, and what was posted until then."""

    file: Path
    sent: list[tuple[str, str]]


@pytest.fixture(scope="session")
def stage(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Dana leads, Tom and Ann are asked, Leo observes; the first round is open since Monday 9:30."""
    file = tmp_path_factory.mktemp("asked") / "headway.db"
    shutil.copyfile(migrated_file, file)
    return Stage(file=file, sent=asyncio.run(_set_up(file)))


async def _set_up(file: Path) -> list[tuple[str, str]]:
    play = Play(Database(f"sqlite+aiosqlite:///{file}"))
    await play.set_up(team=["U_TOM", "U_ANN"])
    await play.join("U_LEO", "observer")
    await begin(play)
    await play.database.close()
    return play.messenger.sent


@pytest.fixture
async def asked(stage: Stage, tmp_path: Path) -> AsyncIterator[Play]:
    """The stage, for one test alone."""
    file = tmp_path / "headway.db"
    shutil.copyfile(stage.file, file)
    play = Play(Database(f"sqlite+aiosqlite:///{file}"), now=at(MONDAY), keys=1000)
    play.messenger.sent = list(stage.sent)
    yield play
    await play.database.close()
