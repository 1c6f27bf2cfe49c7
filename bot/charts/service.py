"""Pictures of charts, drawn once each by a process of its own.

Drawing holds Python's lock for a tenth of a second, so a thread would keep every other request waiting; and
matplotlib takes more memory than all of Headway. Neither is felt where another process draws.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256

import structlog

from bot.charts.wire import LENGTH_BYTES, Order, framed, order_to_bytes
from domain.chat.charts import Chart

# To be raised with every change of how charts look.
DRAWING_VERSION = 2
WAIT_SECONDS = 10.0
MOST_CACHED_BYTES = 16 * 1024 * 1024

# What is imported here can be imported there.
_WORKER = "import sys; sys.path[:] = sys.argv[1:]; from bot.charts.worker import main; main()"

log = structlog.get_logger()


class NotDrawnError(Exception):
    """The chart could not be drawn in time. Its words say the same."""


class Charts:
    """Draws charts, one after the other, and remembers the pictures."""

    def __init__(
        self,
        *,
        command: Sequence[str] = (),
        wait_seconds: float = WAIT_SECONDS,
        most_cached_bytes: int = MOST_CACHED_BYTES,
    ) -> None:
        self._command = command or (sys.executable, "-c", _WORKER, *sys.path)
        self._wait_seconds = wait_seconds
        self._cache = _Cache(most_cached_bytes)
        self._drawing: dict[str, asyncio.Task[bytes | None]] = {}
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._is_closed = False

    async def png(self, chart: Chart, *, most_pixels: int = 0) -> bytes:
        """The chart as a PNG of twice its `size_of`, or with at most so many pixels on each side.

        Raises NotDrawnError: it failed, or took too long.
        """
        wanted = order_to_bytes(Order(chart=chart, most_pixels=most_pixels))
        key = sha256(b"%d %b" % (DRAWING_VERSION, wanted)).hexdigest()
        picture = self._cache.get(key) or await self._wait_for(key, wanted)
        if not picture:
            raise NotDrawnError
        return picture

    async def close(self) -> None:
        """Draw no more, and end the process."""
        self._is_closed = True
        # Whatever is being drawn fails with its process, and says so to whoever waits.
        _kill(self._process)
        await asyncio.gather(*self._drawing.values())
        await self._end()

    async def _wait_for(self, key: str, wanted: bytes) -> bytes | None:
        if key not in self._drawing:
            self._drawing[key] = asyncio.create_task(self._draw(key, wanted))
        try:
            # Whoever leaves does not take the picture from the others who wait for it.
            return await asyncio.wait_for(asyncio.shield(self._drawing[key]), self._wait_seconds)
        except TimeoutError:
            return None

    async def _draw(self, key: str, wanted: bytes) -> bytes | None:
        try:
            async with self._turn:
                picture = await self._ask(wanted)
        finally:
            del self._drawing[key]
        if picture:
            self._cache.add(key, picture)
        return picture

    async def _ask(self, wanted: bytes) -> bytes | None:
        """Have the process draw; one that failed is ended, and the next chart gets a new one."""
        try:
            async with asyncio.timeout(self._wait_seconds):
                return await _exchange(await self._running(), wanted)
        except (OSError, EOFError, TimeoutError) as failure:
            if not self._is_closed:
                log.warning("chart_not_drawn", error=type(failure).__name__)
            await self._end()
            return None

    async def _running(self) -> Process:
        if self._process is None and not self._is_closed:
            python, *rest = self._command
            self._process = await asyncio.create_subprocess_exec(python, *rest, stdin=PIPE, stdout=PIPE)
        if self._process is None or self._is_closed:
            raise EOFError
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            await process.communicate()


async def _exchange(process: Process, wanted: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(framed(wanted))
    await process.stdin.drain()
    length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES))
    return await process.stdout.readexactly(length)


def _kill(process: Process | None) -> None:
    if process is not None and process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()


class _Cache:
    """The pictures that were asked for last, up to a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> bytes | None:
        """The picture, which is then the last to be forgotten."""
        if key in self._pictures:
            self._pictures.move_to_end(key)
        return self._pictures.get(key)

    def add(self, key: str, picture: bytes) -> None:
        """Remember the picture of a new key, and forget the oldest that have no room."""
        self._pictures[key] = picture
        self._bytes += len(picture)
        while self._bytes > self._most_bytes:
            self._bytes -= len(self._pictures.popitem(last=False)[1])
