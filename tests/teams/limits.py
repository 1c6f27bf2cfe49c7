"""How often a bot may call, in one conversation. Source: platform rules part D, "Teams rate limits"."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.slack.state import Clock
from tests.teams.refusals import Refused

# How many calls in how many seconds.
SENDING = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
READING = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
OF_A_TENANT = ((30, 1.0),)


@dataclass
class Limits:
    """The windows of every bot in every conversation; `are_on` is turned off where no test waits."""

    clock: Clock
    are_on: bool = True
    calls: dict[tuple[str, ...], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, app_id: str, tenant_id: str, conversation: str, *, is_reading: bool = False) -> None:
        """Count a call, or refuse it with the seconds to wait; a refused one does not count."""
        if not self.are_on:
            return
        windows = READING if is_reading else SENDING
        keys = {
            (app_id, conversation, "read" if is_reading else "sent"): windows,
            (app_id, tenant_id): OF_A_TENANT,
        }
        wait = max(self._wait(key, of) for key, of in keys.items())
        if wait > 0:
            raise Refused("Throttled", "Too many requests.", retry_after=math.ceil(wait))
        for key in keys:
            self.calls[key].append(self.clock.now())

    def _wait(self, key: tuple[str, ...], windows: tuple[tuple[int, float], ...]) -> float:
        now, calls = self.clock.now(), self.calls[key]
        while calls and calls[0] <= now - windows[-1][1]:
            calls.popleft()
        waits = [0.0]
        for most, seconds in windows:
            if len(calls) >= most and calls[-most] > now - seconds:
                waits.append(calls[-most] + seconds - now)
        return max(waits)
