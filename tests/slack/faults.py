"""What can go wrong between the app and Slack, switched on by tests."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Literal

from tests.slack.state import Clock


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way in which the next call fails.

    `drop` breaks the connection before anything is done, `lose_answer` after it: the caller cannot tell.
    Nor can whoever meets `silence`: it is done, and no answer comes.
    """

    kind: Literal["drop", "lose_answer", "silence", "status", "limit", "refuse"]
    status: int = 500
    retry_after: int = 0
    error: str = ""


@dataclass(frozen=True)
class Budget:
    """How many calls in how many seconds."""

    calls: int
    seconds: float
    per_channel: bool


@dataclass
class Faults:
    """The faults that wait for each method, and its budget of calls."""

    clock: Clock
    waiting: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    arrived: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    budgets: dict[str, Budget] = field(default_factory=dict)
    made_at: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def drop(self, method: str, *, times: int = 1) -> None:
        """Break the connection before the next calls are read."""
        self.waiting[method].extend([Fault(kind="drop")] * times)

    def lose_answer(self, method: str, *, times: int = 1) -> None:
        """Do what the next calls ask, and break the connection before the answer."""
        self.waiting[method].extend([Fault(kind="lose_answer")] * times)

    def stay_silent(self, method: str, *, times: int = 1) -> None:
        """Do what the next calls ask, and never answer."""
        self.waiting[method].extend([Fault(kind="silence")] * times)

    def fail(self, method: str, *, status: int = 500, times: int = 1) -> None:
        """Answer the next calls with an HTTP status."""
        self.waiting[method].extend([Fault(kind="status", status=status)] * times)

    def refuse(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer the next calls with ok: false and any error of Slack's."""
        self.waiting[method].extend([Fault(kind="refuse", error=error)] * times)

    def limit(self, method: str, *, retry_after: int = 30, times: int = 1) -> None:
        """Answer the next calls with 429."""
        self.waiting[method].extend([Fault(kind="limit", retry_after=retry_after)] * times)

    def budget(self, method: str, calls: int, *, seconds: float = 60.0, per_channel: bool = False) -> None:
        """Let so many calls of each token through in any such stretch of time, as Slack's tiers do.

        `per_channel` counts every channel apart: chat.postMessage takes one a second (platform rules part D).
        """
        self.budgets[method] = Budget(calls, seconds, per_channel)

    def hold(self, method: str) -> asyncio.Event:
        """Keep calls waiting until the event is set; it stands for a slow network."""
        return self.gates.setdefault(method, asyncio.Event())

    async def asked(self, method: str) -> None:
        """Wait until the method is called."""
        await self.arrived[method].wait()

    async def next(self, method: str, token: str, channel: str) -> Fault | None:
        """Take the fault of this call, after any wait."""
        self.arrived[method].set()
        if method in self.gates:
            await self.gates[method].wait()
        if self.waiting[method]:
            return self.waiting[method].popleft()
        budget = self.budgets.get(method)
        if budget is None:
            return None
        return self._over(budget, f"{method} {token} {channel if budget.per_channel else ''}")

    def _over(self, budget: Budget, key: str) -> Fault | None:
        now, recent = self.clock.now(), self.made_at[key]
        while recent and recent[0] <= now - budget.seconds:
            recent.popleft()
        if len(recent) >= budget.calls:
            return Fault(kind="limit", retry_after=max(1, round(recent[0] + budget.seconds - now)))
        recent.append(now)
        return None
