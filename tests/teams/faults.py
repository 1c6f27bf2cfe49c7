"""What can go wrong between a bot and Teams, switched on by tests."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["connector", "login", "keys"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way in which the next call fails.

    `cut` breaks the connection before anything is done, `drop` after it: the caller cannot tell.
    """

    kind: Literal["status", "cut", "drop", "hang"]
    status: int = 500
    code: str = ""
    retry_after: int | None = None
    seconds: float = 0.0


@dataclass
class Faults:
    """The faults that wait, on each side: the connector, the login, and the keys with their metadata."""

    waiting: dict[Side, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def fail_next(
        self,
        status: int,
        *,
        code: str = "",
        retry_after: int | None = None,
        times: int = 1,
        on: Side = "connector",
    ) -> None:
        """Answer the next calls with an HTTP status; without a code the body is no JSON, as gateways do."""
        fault = Fault(kind="status", status=status, code=code, retry_after=retry_after)
        self.waiting[on].extend([fault] * times)

    def cut_next(self, *, times: int = 1, on: Side = "connector") -> None:
        """Break the connection before the next calls are done."""
        self.waiting[on].extend([Fault(kind="cut")] * times)

    def drop_next(self, *, times: int = 1, on: Side = "connector") -> None:
        """Do what the next calls ask, and break the connection before the answer."""
        self.waiting[on].extend([Fault(kind="drop")] * times)

    def hang_next(self, seconds: float, *, times: int = 1, on: Side = "connector") -> None:
        """Let the next calls wait before they are done."""
        self.waiting[on].extend([Fault(kind="hang", seconds=seconds)] * times)

    def take(self, on: Side) -> Fault | None:
        """Take the fault of this call."""
        return self.waiting[on].popleft() if self.waiting[on] else None
