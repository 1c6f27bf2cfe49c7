"""The Teams edge before the local Teams, for each test anew."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import schema
from storage.database import Database
from tests.bot.teams.surfaces import Surfaces, on_stage
from tests.handlers.conftest import migrated_file

__all__ = ["either", "migrated_file", "stage"]


@pytest.fixture
async def stage(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Surfaces]:
    """Nobody has set up anything; the migrations ran once and their file is copied."""
    file = tmp_path / "headway.db"
    shutil.copyfile(migrated_file, file)
    async with on_stage(Database(f"sqlite+aiosqlite:///{file}")) as stage:
        yield stage


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[Surfaces]:
    """The same on each database."""
    database = Database(database_url)
    await schema.migrate(database)
    async with on_stage(database) as stage:
        yield stage
