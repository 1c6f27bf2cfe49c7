"""A process of ours that dies or stalls where its orders say; it is forked from one that has imported us.

It ticks when it is told to, as of the moment that it is told.
"""

import asyncio
import logging
import os
import signal
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, Literal

import structlog
from sqlalchemy import event

from scheduler.delivery import SEND_SECONDS
from scheduler.failpoints import Failpoint, hang
from storage.database import Database
from storage.failures import DATABASE_FAILURES
from tests.faults.replica import Replica, replica
from tests.faults.site import Site


@dataclass(frozen=True, kw_only=True)
class Orders:
    """At the nth time that it comes to the failpoint, the process kills itself, or stalls."""

    site: Site
    failpoint: Failpoint | None = None
    nth: int = 1
    way: Literal["kill", "stall"] = "kill"


@dataclass(frozen=True)
class Ticked:
    """It ticked once."""


@dataclass(frozen=True)
class Stalled:
    """It stands still; on PostgreSQL these are the processes of the server that wait for it."""

    backends: frozenset[int]


class Loop(asyncio.SelectorEventLoop):
    """A loop whose clock can be moved on: for this process, so much time has passed while it stalled."""

    slept_seconds = 0.0

    def time(self) -> float:
        """Seconds, with those that were slept."""
        return super().time() + self.slept_seconds


def work(orders: Orders, line: Connection) -> None:
    """Tick as of each moment that comes over the line."""
    # What it logs tells of faults that we made.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    loop = Loop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(_work(orders, line, loop))


async def _work(orders: Orders, line: Connection, loop: Loop) -> None:
    times: Counter[Failpoint] = Counter()
    async with replica(orders.site) as one:
        backends = _backends(one.database)

        async def strike(name: Failpoint) -> None:
            times[name] += 1
            if name != orders.failpoint or times[name] != orders.nth:
                return
            if orders.way == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            # All of the process stands still, not this coroutine alone.
            line.send(Stalled(frozenset(backends)))
            loop.slept_seconds = line.recv()

        hang(strike)
        while True:
            await _tick(one, line.recv(), loop)
            line.send(Ticked())


async def _tick(one: Replica, now: datetime, loop: Loop) -> None:
    try:
        await one.tick(now)
    except DATABASE_FAILURES:
        # Whoever slept too long may find that its transactions were ended.
        if not loop.slept_seconds:
            raise
    await one.delivery.stop(seconds=SEND_SECONDS)


def _backends(database: Database) -> set[int]:
    """The processes of the server with which this one is connected, as they come."""
    there: set[int] = set()
    if not database.is_sqlite:

        @event.listens_for(database.engine.sync_engine, "connect")
        def note(connection: Any, _record: Any) -> None:
            there.add(connection.driver_connection.get_server_pid())

    return there
