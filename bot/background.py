"""Tasks that nobody waits for just now: kept hold of, logged when they fail, drained at the end."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger()


@dataclass
class Background:
    """The tasks of one process that go on by themselves."""

    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def start(self, work: Coroutine[Any, Any, T], *, is_awaited: bool = False) -> asyncio.Task[T]:
        """Begin the work. Its failure is logged, unless somebody waits for it, who then hears of it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard if is_awaited else self._ended)
        return task

    async def drain(self, *, seconds: float) -> None:
        """Let what is running end, for so long; what takes longer is cancelled."""
        if not self._tasks:
            return
        _done, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("background_failed", exc_info=error)
