"""How fast Teams lets us speak: in each conversation, and in each tenant.

Posts are reckoned by rows that all processes share (storage/paces.py); what this process asks in between is
counted here. What comes together may still bring a 429, which the outbox obeys.
"""

import asyncio
from bisect import insort
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field

from domain.errors import NotDelivered
from storage import paces
from storage.teams_conversations import Conversation

# Microsoft, "Optimize your bot: rate limiting": in a conversation 7 calls in a second, 8 in two, 60 in thirty
# and 1,800 in an hour, and 30 in a second in a tenant. No window of those ever holds more at these rates.
LIMITS = paces.Limits(
    in_conversation=paces.Rate(seconds=2.02, burst=6),
    posts=paces.Rate(seconds=0.1, burst=10),
    edits=paces.Rate(seconds=0.25, burst=4),
)
# So many calls in so many seconds.
Limits = Sequence[tuple[int, float]]
QUESTIONS: Limits = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
TYPING: Limits = ((1, 5.0),)
IN_TENANT: Limits = ((30, 1.0),)

# One call takes longer on its way than another.
MARGIN_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 1.0
MOST_PLACES = 5000
TOO_FAST = "more than Teams takes from us at a time"


def seconds_to_wait(calls: Sequence[float], limits: Limits, now: float) -> float:
    """How many seconds from `now` on there is room for one more; `calls` are moments in their order."""
    waits = (calls[-most] + seconds + MARGIN_SECONDS - now for most, seconds in limits if len(calls) >= most)
    return max((0.0, *waits))


@dataclass
class Pace:
    """The calls that were made, by where. `clock` tells seconds; the loop's own where there is none."""

    clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _calls: OrderedDict[Hashable, list[float]] = field(default_factory=OrderedDict, init=False)

    async def take(self, place: Conversation, *, limits: Limits = QUESTIONS) -> None:
        """Wait for room for a call there, for a second at most, and count it. Raises NotDelivered: later."""
        now = self.clock()
        tenant = self._of((place.app_id, place.tenant_id))
        counted = ((self._of((place.app_id, place.conversation, limits)), limits), (tenant, IN_TENANT))
        wait = max(seconds_to_wait(calls, bounds, now) for calls, bounds in counted)
        if wait > LONGEST_WAIT_SECONDS:
            raise NotDelivered(TOO_FAST, wait, is_workspace_wide=False)
        for calls, bounds in counted:
            # One that waits may come after one that was asked for later.
            insort(calls, now + wait)
            del calls[: -max(most for most, _seconds in bounds)]
        if wait > 0:
            await self.sleep(wait)

    def has_room(self, place: Conversation, *, limits: Limits) -> bool:
        """Whether there is room for such a call there at once."""
        calls = self._calls.get((place.app_id, place.conversation, limits), [])
        return seconds_to_wait(calls, limits, self.clock()) <= 0

    def _of(self, key: Hashable) -> list[float]:
        self._calls.setdefault(key, [])
        self._calls.move_to_end(key)
        while len(self._calls) > MOST_PLACES:
            self._calls.popitem(last=False)
        return self._calls[key]
