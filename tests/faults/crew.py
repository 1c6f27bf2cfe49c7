"""Processes of ours beside the test: started at once, told when to tick, and seen dying."""

import asyncio
import signal
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess

from sqlalchemy import text

from storage.database import Database
from tests.faults.truth import outlast
from tests.faults.worker import Orders, Stalled, Ticked, work

# Longer than a lease.
STALL_SECONDS = 61.0
MINUTE = timedelta(minutes=1)


class Died:
    """The process is dead."""


Heard = Ticked | Stalled | Died


@cache
def _nursery() -> ForkServerContext:
    """Forks processes from one that has imported everything: that takes a second, a fork ten milliseconds."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.worker"])
    return context


@dataclass(eq=False)
class Worker:
    """A process whose clock is ahead by `offset`, and the line to it."""

    process: ForkServerProcess
    line: Connection
    offset: timedelta

    async def tick(self, now: datetime) -> Heard:
        """Let it tick. Return what became of that."""
        self.begin(now)
        return await self.hear()

    def begin(self, now: datetime) -> None:
        """Let it tick."""
        self.line.send(now + self.offset)

    async def wake(self) -> Heard:
        """Let it go on where it stalled, much later by its own clock. Return how its tick ended."""
        self.line.send(STALL_SECONDS)
        return await self.hear()

    async def hear(self) -> Heard:
        """Wait until it has ticked, stalls, or is dead."""
        try:
            heard: Ticked | Stalled = await asyncio.to_thread(self.line.recv)
        except (EOFError, ConnectionResetError):
            await asyncio.to_thread(self.process.join)
            assert self.process.exitcode == -signal.SIGKILL, "it died of something else"
            return Died()
        return heard

    async def end(self) -> None:
        """Let nothing be left of it."""
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        self.line.close()
        self.process.close()


def start(orders: Orders, *, offset: timedelta = timedelta()) -> Worker:
    """Start a process with these orders."""
    ours, its = _nursery().Pipe()
    process = _nursery().Process(target=work, args=(orders, its), daemon=True)
    process.start()
    # Else we would not hear it die.
    its.close()
    return Worker(process=process, line=ours, offset=offset)


@dataclass
class Crew:
    """Processes that tick at the same time on one database: those that stand, and those that stalled."""

    database: Database
    standing: list[Worker]
    stalled: list[Worker] = field(default_factory=list)

    async def tick(self, now: datetime) -> None:
        """Let those that stand tick. After that, nobody waits any more for those that do not."""
        await asyncio.gather(*(self._tick(worker, now) for worker in list(self.standing)))
        await outlast(self.database)

    async def tick_until(self, left: int, moments: Collection[datetime]) -> datetime:
        """Tick at these moments until so many stand. Return when nobody waits for the others any more."""
        for now in moments:
            await self.tick(now)
            if len(self.standing) == left:
                return now + MINUTE
        raise AssertionError(f"{len(self.standing)} still stand")

    async def wake(self) -> None:
        """Let those that stalled go on, long after."""
        for worker in self.stalled:
            assert isinstance(await worker.wake(), Ticked)
        self.standing += self.stalled
        self.stalled.clear()

    async def _tick(self, worker: Worker, now: datetime) -> None:
        heard = await worker.tick(now)
        if isinstance(heard, Ticked):
            return
        self.standing.remove(worker)
        if isinstance(heard, Stalled):
            self.stalled.append(worker)
            await _end_transactions(self.database, heard.backends)


async def _end_transactions(database: Database, backends: Collection[int]) -> None:
    """End what these processes of the server have begun, as it does itself after a minute of silence."""
    ending = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid = ANY(:backends) AND xact_start IS NOT NULL"
    )
    if not database.is_sqlite:
        async with database.read() as session:
            await session.execute(ending, {"backends": list(backends)})


@asynccontextmanager
async def crew(database: Database, *workers: Worker) -> AsyncIterator[Crew]:
    """The workers, until the end of the block."""
    try:
        yield Crew(database, list(workers))
    finally:
        for worker in workers:
            await worker.end()
