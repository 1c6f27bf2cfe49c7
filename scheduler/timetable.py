"""The ticking clock, in UTC, and nothing else: what is due stands in the database."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler import jobs
from scheduler.jobs import Job

TICK_SECONDS = 1
# A rare job does not wait a whole interval: a process may be started again before that.
FIRST_SECONDS = 60
# The bell rings after each commit: a few of them may share one look into the outbox.
GATHER_SECONDS = 0.05
# The clock of the wall may be set back, and APScheduler waits by it: after so long it is woken.
WATCH_SECONDS = 5
# Later than this, whoever asks is told that the clock stands still.
STILL_SECONDS = 15

Outcome = Literal["run", "failed", "missed"]
Count = Callable[[str, Outcome], None]

_OUTCOMES: Mapping[int, Outcome] = {
    EVENT_JOB_ERROR: "failed",
    EVENT_JOB_MISSED: "missed",
    EVENT_JOB_MAX_INSTANCES: "missed",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A job and how often it runs; `wakes` lets it run as well as soon as the bell is rung."""

    name: str
    job: Job
    every_seconds: int
    wakes: bool = False


class Timetable:
    """Runs each job at its interval, one run at a time, and counts how that went."""

    def __init__(
        self, entries: tuple[Entry, ...], *, clock: Callable[[], datetime], bell: asyncio.Event, count: Count
    ) -> None:
        self._entries = entries
        self._clock = clock
        self._bell = bell
        self._count = count
        self._locks = {entry.name: asyncio.Lock() for entry in entries}
        self._waking: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._last_tick: float | None = None
        # A tick that comes late is still worth running, once: the database knows what it has to do.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._scheduler.add_listener(self._note, sum(_OUTCOMES))

    @property
    def is_ticking(self) -> bool:
        """Whether the clock ran lately."""
        if self._last_tick is None:
            return False
        return asyncio.get_running_loop().time() - self._last_tick < STILL_SECONDS

    def start(self) -> None:
        """Begin to tick."""
        for entry in self._entries:
            run = partial(self._tick, entry)
            first = datetime.now(UTC) + timedelta(seconds=min(entry.every_seconds, FIRST_SECONDS))
            self._scheduler.add_job(
                run, "interval", seconds=entry.every_seconds, start_date=first, id=entry.name
            )
        self._scheduler.start()
        self._last_tick = asyncio.get_running_loop().time()
        self._waking = asyncio.create_task(self._wake())
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Tick no more, and wait for the jobs that are running."""
        if self._waking is None or self._watching is None:
            return
        self._scheduler.pause()
        for lock in self._locks.values():
            await lock.acquire()
        self._waking.cancel()
        self._watching.cancel()
        await asyncio.wait([self._waking, self._watching])
        self._scheduler.shutdown(wait=False)
        self._waking = None
        self._last_tick = None

    async def _tick(self, entry: Entry) -> None:
        await self._run(entry)
        self._last_tick = asyncio.get_running_loop().time()

    async def _wake(self) -> None:
        while True:
            await self._bell.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._bell.clear()
            for entry in self._entries:
                if entry.wakes:
                    await self._run(entry)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if asyncio.get_running_loop().time() - (self._last_tick or 0.0) > WATCH_SECONDS:
                for entry in self._entries:
                    self._scheduler.modify_job(entry.name, next_run_time=datetime.now(UTC))

    async def _run(self, entry: Entry) -> None:
        async with self._locks[entry.name]:
            is_done = await jobs.run(entry.name, entry.job, self._clock())
        self._count(entry.name, "run" if is_done else "failed")

    def _note(self, event: JobEvent) -> None:
        self._count(event.job_id, _OUTCOMES[event.code])
