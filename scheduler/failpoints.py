"""Named places at which tests let a process die or stall. Nothing happens there otherwise."""

from collections.abc import Awaitable, Callable
from typing import Literal

Failpoint = Literal[
    "plan: before commit",
    "plan: after commit",
    "fire: before commit",
    "fire: after commit",
    "claim: before commit",
    "claim: after commit",
    "send: before",
    "send: after",
    "mark: before commit",
    "mark: after commit",
]

Hook = Callable[[Failpoint], Awaitable[None]]


async def _pass_by(_name: Failpoint) -> None:
    """Do nothing: this is no test."""


_hooks: list[Hook] = [_pass_by]


def hang(hook: Hook) -> None:
    """Let the hook be called at every failpoint from now on; for tests alone."""
    _hooks[0] = hook


async def reach(name: Failpoint) -> None:
    """Mark a place between two steps that must survive a crash."""
    await _hooks[0](name)
