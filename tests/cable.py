"""The cable between Headway and its PostgreSQL, which a test can cut and mend."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"
# What a commit takes at most, on a busy machine too.
COMMIT_SECONDS = 0.3


@dataclass
class Cable:
    """Carries bytes between two sockets of PostgreSQL; while it is cut, nobody gets through."""

    near: Path
    far: Path
    is_cut: bool = False
    is_mended_after: bool | None = None
    writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """Break what is open, and let nothing new through."""
        self.is_cut = True
        for writer in list(self.writers):
            writer.transport.abort()

    def cut_in_commit(self, *, is_mended_after: bool) -> None:
        """Let the next COMMIT through, and break the cable before its answer comes back."""
        self.is_mended_after = is_mended_after

    def mend(self) -> None:
        """Let new connections through again."""
        self.is_cut = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends it."""
        if self.is_cut:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_unix_connection(self.far / SOCKET)
        self.writers |= {writer, far_writer}
        ways = ((reader, far_writer), (far_reader, writer))
        tasks = [asyncio.create_task(self.pump(*way)) for way in ways]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in (writer, far_writer):
            self.writers.discard(one)
            one.transport.abort()

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what comes one way."""
        with suppress(ConnectionError):
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
                if self.is_mended_after is not None and b"COMMIT" in data:
                    await self._break_in_commit()

    async def _break_in_commit(self) -> None:
        is_mended, self.is_mended_after = self.is_mended_after, None
        for one in self.writers:
            one.transport.pause_reading()  # type: ignore[attr-defined]  # sockets have it
        await asyncio.sleep(COMMIT_SECONDS)
        self.cut()
        self.is_cut = not is_mended


@asynccontextmanager
async def cabled(postgresql_url: str, folder: Path) -> AsyncIterator[tuple[Cable, str]]:
    """A cable to the server of the URL, and the URL at its near end. The folder's path must be short."""
    url = urlsplit(postgresql_url)
    cable = Cable(near=folder, far=Path(parse_qs(url.query)["host"][0]))
    server = await asyncio.start_unix_server(cable.carry, cable.near / SOCKET)
    try:
        yield cable, url._replace(query=f"host={folder}").geturl()
    finally:
        cable.cut()
        server.close()
        await server.wait_closed()
