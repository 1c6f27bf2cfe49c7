"""Telling open pages at once that something changed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
RECONNECT = b"retry: 1000\n\n"
HEARTBEAT = b": still here\n\n"


class Changes:
    """A bell for every open page of this process."""

    def __init__(self) -> None:
        self._bell = asyncio.Event()
        self.is_over = False

    @property
    def bell(self) -> asyncio.Event:
        """What the next change will ring. Take it before you look, and no change is missed."""
        return self._bell

    def announce(self) -> None:
        """Ring: something changed."""
        rung, self._bell = self._bell, asyncio.Event()
        rung.set()

    def end(self) -> None:
        """Ring for the last time: the server is stopping."""
        self.is_over = True
        self.announce()


def changed(stamp: str) -> bytes:
    """The event that tells a page to look again."""
    return f"event: changed\ndata: {stamp}\n\n".encode()


async def stream(changes: Changes, read_stamp: Callable[[], Awaitable[str]]) -> AsyncIterator[bytes]:
    """What a listening page is sent, until the server stops; a heartbeat tells who has left.

    Our own process rings the bell; what another process wrote is found by looking each second.
    """
    yield RECONNECT
    known, quiet = "", 0.0
    has_rung = True
    while not changes.is_over:
        bell = changes.bell
        stamp = await read_stamp()
        if stamp != known or has_rung:
            yield changed(stamp)
            known, quiet = stamp, 0.0
        elif quiet >= HEARTBEAT_SECONDS:
            yield HEARTBEAT
            quiet = 0.0
        has_rung = await _rings(bell)
        quiet += POLL_SECONDS


async def _rings(bell: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(POLL_SECONDS):
            await bell.wait()
    except TimeoutError:
        return False
    return True
