"""Faults that strike within the test's own process, at a failpoint."""

from collections.abc import Awaitable, Callable

from scheduler.failpoints import Failpoint, hang


def strike(failpoint: Failpoint, act: Callable[[], Awaitable[None]], *, nth: int = 1, times: int = 1) -> None:
    """Let something happen every nth time that anybody comes to the failpoint, so many times."""
    come = 0

    async def hook(name: Failpoint) -> None:
        nonlocal come
        come += name == failpoint
        if name == failpoint and come % nth == 0 and come <= nth * times:
            await act()

    hang(hook)
