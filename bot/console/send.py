"""Posts that nobody asked for just now, into the console."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.console.events import Changes
from domain.chat import Address, Reply
from domain.errors import NotDelivered
from handlers.services import Services
from storage import console
from storage.codec import to_json
from storage.console import DIRECT, NewMessage
from storage.database import Session

NO_SUCH_CHANNEL = "the console has no channel {name}"
NO_SUCH_PERSON = "the console knows no account {account}"


@dataclass(frozen=True, kw_only=True)
class ConsoleMessenger:
    """Posts into the console: a row of its transcript, and a ring for the open pages."""

    services: Services
    changes: Changes
    clock: Callable[[], datetime]

    async def send(self, address: Address, reply: Reply, key: str) -> str:
        """Keep the reply at the address, once for each key. Raises NotDelivered: no such place."""
        place = address.conversation or DIRECT + address.account
        async with self.services.database.write() as session:
            await _require(session, place)
            message = NewMessage(conversation=place, key=key, reply=to_json(reply))
            made = await console.add_message(session, message, now=self.clock())
        self.changes.announce()
        return str(made)


async def _require(session: Session, place: str) -> None:
    if not place.startswith(DIRECT):
        if not await console.has_channel(session, name=place):
            raise NotDelivered(NO_SUCH_CHANNEL.format(name=place))
        return
    account = place.removeprefix(DIRECT)
    if account not in {person.account for person in await console.people(session)}:
        raise NotDelivered(NO_SUCH_PERSON.format(account=account))
