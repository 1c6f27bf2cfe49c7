"""Asking once for what many wait for."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass
class Flights(Generic[T]):
    """Work that is on its way, by what it is for. Whoever stops waiting leaves it to the others."""

    _running: dict[str, asyncio.Task[T]] = field(default_factory=dict, init=False)

    def begin(self, name: str, work: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
        """Begin the work, unless it is on its way already."""
        running = self._running.get(name)
        if running is None or running.done():
            running = self._running[name] = asyncio.create_task(work())
            running.add_done_callback(lambda task: self._ended(name, task))
        return running

    async def join(self, name: str, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Wait for the work, which is begun where nobody did. Raises what it raises."""
        return await asyncio.shield(self.begin(name, work))

    def is_running(self, name: str) -> bool:
        """Whether somebody is at it."""
        running = self._running.get(name)
        return running is not None and not running.done()

    def _ended(self, name: str, task: asyncio.Task[T]) -> None:
        if self._running.get(name) is task:
            del self._running[name]
        if not task.cancelled():
            # Looked at in any case: what nobody waits for any more is no error of ours.
            task.exception()
