"""Stand-ins that remember what they were told, and fail like the real thing."""

import asyncio
from dataclasses import dataclass, field

from domain.chat import Address, Reply


@dataclass
class FakeMessenger:
    """Keeps every post. `fails` are raised by the first sends, in turn; `seconds` is how slow it is."""

    seconds: float = 0.0
    fails: list[Exception] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    in_flight: dict[str, int] = field(default_factory=dict)
    most_in_flight: int = 0

    async def send(self, address: Address, reply: Reply, key: str) -> str:
        """Take the time, then fail or keep the post."""
        here = address.conversation
        self.in_flight[here] = self.in_flight.get(here, 0) + 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight[here])
        try:
            await asyncio.sleep(self.seconds)
            if self.fails:
                raise self.fails.pop(0)
        finally:
            self.in_flight[here] -= 1
        self.sent.append((here, key))
        return f"message-{len(self.sent)}"
