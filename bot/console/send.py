"""Posts that nobody asked for just now, into the console."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.console.events import Changes
from domain.chat import Address, Reply
from domain.errors import Undeliverable
from handlers.services import Services
from storage import console
from storage.codec import to_json
from storage.console import DIRECT, NewMessage
from storage.database import Session

NO_SUCH_CHANNEL = "the console has no channel {name}"
NO_SUCH_MESSAGE = "the console has no message {id} of ours"
NO_SUCH_PERSON = "the console knows no account {account}"


@dataclass(frozen=True, kw_only=True)
class ConsoleMessenger:
    """Posts into the console: a row of its transcript, and a ring for the open pages."""

    services: Services
    changes: Changes
    clock: Callable[[], datetime]

    async def send(self, address: Address, reply: Reply, key: str) -> str:
        """Keep the reply at the address, once for each key. Raises Undeliverable: no such place."""
        place = address.conversation or DIRECT + address.account
        async with self.services.database.write() as session:
            await _require(session, place)
            seen_by = "" if address.is_direct else address.seen_by
            message = NewMessage(conversation=place, key=key, seen_by=seen_by, reply=to_json(reply))
            made = await console.add_message(session, message, now=self.clock())
        self.changes.announce()
        return str(made)

    async def edit(self, address: Address, reply: Reply, message_id: str) -> None:
        """Let the message say the reply. Raises Undeliverable: there is no such message."""
        number = int(message_id) if message_id.isdecimal() else 0
        async with self.services.database.write() as session:
            is_changed = await console.change_message(session, message_id=number, reply=to_json(reply))
        if not is_changed:
            raise Undeliverable(NO_SUCH_MESSAGE.format(id=message_id), "other")
        self.changes.announce()

    async def find(self, address: Address, key: str) -> str | None:
        """The id of the message with this key; None where it was not kept."""
        async with self.services.database.read() as session:
            found = await console.find_message(session, key=key)
        return None if found is None else str(found)


async def _require(session: Session, place: str) -> None:
    if not place.startswith(DIRECT):
        if not await console.has_channel(session, name=place):
            raise Undeliverable(NO_SUCH_CHANNEL.format(name=place), "no_channel")
        return
    account = place.removeprefix(DIRECT)
    if account not in {person.account for person in await console.people(session)}:
        raise Undeliverable(NO_SUCH_PERSON.format(account=account), "person_gone")
