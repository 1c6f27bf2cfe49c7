"""Stand-ins that remember what they were told, and fail like the real thing."""

import asyncio
from dataclasses import dataclass, field

from domain.chat import Address, Reply
from domain.errors import Unanswered, Undeliverable
from domain.plain_text import plain_text


@dataclass
class FakeMessenger:
    """Keeps every post. `fails` are raised by the first sends, in turn; `seconds` is how slow it is.

    `loses` answers: that many posts are kept, and then Unanswered is raised. `edit_fails` and `find_fails`
    are raised by the first edits and looks. It edits only what it was sent.
    """

    seconds: float = 0.0
    fails: list[Exception] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    in_flight: dict[str, int] = field(default_factory=dict)
    most_in_flight: int = 0
    loses: int = 0
    edit_fails: list[Exception] = field(default_factory=list)
    find_fails: list[Exception] = field(default_factory=list)
    edited: list[tuple[str, str]] = field(default_factory=list)
    looks: int = 0

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
        if self.loses:
            self.loses -= 1
            raise Unanswered("the connection broke")
        return f"message-{len(self.sent)}"

    async def edit(self, address: Address, reply: Reply, message_id: str) -> None:
        """Fail, or keep what the message says from now on."""
        await asyncio.sleep(self.seconds)
        if self.edit_fails:
            raise self.edit_fails.pop(0)
        if message_id not in {f"message-{number}" for number in range(1, len(self.sent) + 1)}:
            raise Undeliverable("no such message", "other")
        self.edited.append((message_id, plain_text(reply)))

    async def find(self, address: Address, key: str) -> str | None:
        """Fail, or look for the post."""
        self.looks += 1
        if self.find_fails:
            raise self.find_fails.pop(0)
        if (address.conversation, key) not in self.sent:
            return None
        return f"message-{self.sent.index((address.conversation, key)) + 1}"
