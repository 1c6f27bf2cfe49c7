"""Clients of the sample on a stage, as the engagement file tells of them on 15 November 2026."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.chat import Click
from domain.engagement_file import sample
from handlers.evidence.gathering import gather
from handlers.turn import Unasked
from storage import evidence, people
from storage.database import Database
from storage.engagement_file import import_file, parse_file
from storage.evidence import Frozen
from storage.tables import Engagement
from tests.handlers.play import DM, Play, button

NOON = datetime(2026, 11, 15, 12, tzinfo=UTC)
BEFORE = timedelta(hours=2)


@dataclass
class Client:
    """A client of the sample; whoever acts does so in direct messages."""

    play: Play

    async def say(self, who: str, text: str) -> str:
        """Let somebody say something, and give the answer in plain words."""
        return await self.play.say(who, text, where=DM)

    async def press(self, who: str, label: str) -> str:
        """Press a button of the last answer to this person."""
        return await self.play.press(who, label, where=DM)

    async def open(self, who: str, label: str):
        """Press a button, and give the answer as it is."""
        token = button(self.play.last[who, DM], label)
        return await self.play.act(who, Click(button=token), where=DM)

    async def frozen(self, number: int) -> Frozen:
        """The pack with this number."""
        async with self.play.database.read() as session:
            (engagement,) = await self.play.rows(Engagement)
            found = await evidence.find(session, engagement_id=engagement.id, number=number)
        assert found is not None
        return found

    async def gathered(self, as_of: datetime | None = None):
        """What a pack would be made of."""
        (engagement,) = await self.play.rows(Engagement)
        async with self.play.database.read() as session:
            here = Unasked(session=session, engagement=engagement, now=self.play.now)
            return await gather(here, as_of=as_of)


Bring = Callable[[str], Awaitable[Client]]


@pytest.fixture(scope="session")
def sample_files(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Key of a client -> an SQLite file with that client alone, to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    return {key: asyncio.run(_imported(key, migrated_file, folder)) for key in ("alder", "birch")}


async def _imported(key: str, migrated: Path, folder: Path) -> Path:
    file = folder / f"{key}.db"
    shutil.copyfile(migrated, file)
    document = json.loads(sample())
    document["engagements"] = [entry for entry in document["engagements"] if entry["key"] == key]
    database = Database(f"sqlite+aiosqlite:///{file}")
    async with database.write() as session:
        here = await people.ensure_workspace(session, platform="test", external_id="W1", now=NOON - BEFORE)
        parsed = parse_file(json.dumps(document).encode())
        await import_file(session, parsed, workspace_id=here.id, now=NOON - BEFORE, imported_by=None)
    await database.close()
    return file


@pytest.fixture
async def bring(sample_files: dict[str, Path], tmp_path: Path) -> AsyncIterator[Bring]:
    """Bring one client of the sample."""
    opened: list[Database] = []

    async def one(key: str) -> Client:
        file = tmp_path / f"{key}.db"
        shutil.copyfile(sample_files[key], file)
        opened.append(Database(f"sqlite+aiosqlite:///{file}"))
        return Client(play=Play(opened[-1], now=NOON))

    yield one
    for database in opened:
        await database.close()


@pytest.fixture
async def alder(bring: Bring) -> Client:
    """Alder Physio."""
    return await bring("alder")
