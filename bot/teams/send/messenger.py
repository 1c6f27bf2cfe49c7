"""Posts that nobody waits for at the other end of a request, into Teams."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import structlog
from botbuilder.schema import Activity

from bot.teams.activities import card_activity, line_activity
from bot.teams.edge import Edge
from bot.teams.refusals import BAD_REQUEST, STOPS, is_gone, status_of
from bot.teams.render import Surface, TeamsMessage, render_reply
from bot.teams.send.calling import GCC_URL, Calling
from bot.teams.send.charts import charts_of
from bot.teams.send.places import Places
from bot.teams.send.reaching import IN_OUR_CHAT, is_shut, out_of_reach
from bot.teams.send.smaller import shortened
from bot.wording import Way, reply_as_typed
from domain.chat import Address, Reply
from domain.errors import NotDelivered, Undeliverable, Untraceable
from storage import outbox, people, teams_conversations
from storage.failures import DATABASE_FAILURES
from storage.teams_conversations import Conversation

NOT_KEPT = "Teams shows nobody by which key a message was posted"

# From the first call to Teams on. Delivery waits 20 s in all, and what was posted by then must be known.
POSTED_SECONDS = 16.0
POINTED_SECONDS = 19.0
POST = "post"
UNREAD = outbox.UNREAD + ": {reason}"

Act = Callable[[Activity], Awaitable[str]]

log = structlog.get_logger()


@dataclass
class TeamsMessenger:
    """Posts and changes messages. `gcc_url` is where Teams sends us where it has tenants of its own."""

    edge: Edge
    gcc_url: str = GCC_URL
    calling: Calling = field(init=False)
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.calling = Calling(edge=self.edge, gcc_url=self.gcc_url)
        self.places = Places(edge=self.edge, calling=self.calling)

    async def send(self, address: Address, reply: Reply, key: str) -> str:
        """Post the reply and return its id; "" for one that stays silent. `key` stays with us."""
        start = asyncio.get_running_loop().time()
        if address.seen_by:
            return await self._whisper(address, reply, start)
        return await self._say(address, reply, start)

    async def edit(self, address: Address, reply: Reply, message_id: str) -> None:
        """Let the message say the reply. What one person alone saw stands in their personal chat."""
        start = asyncio.get_running_loop().time()
        if address.seen_by:
            address = _personal(address)
        place = await self.places.find(address)

        async def change(activity: Activity) -> str:
            await self._change(place, address, message_id, activity, start)
            return message_id

        await self._fitting(address, reply, change)

    async def find(self, address: Address, key: str) -> str | None:
        """Nothing: raises Untraceable."""
        raise Untraceable(NOT_KEPT)

    async def _say(self, address: Address, reply: Reply, start: float, *, is_asked: bool = False) -> str:
        if not reply.blocks:
            return ""
        found = await self.places.find(address, is_asked=is_asked)
        # Whoever asks just now may have let us in again. Where the app was taken out, Teams tells us.
        is_tried = is_asked and found.stopped in STOPS
        place = replace(found, stopped="") if is_tried else found

        async def post(activity: Activity) -> str:
            return await self._post(place, address, activity, start)

        message_id = await self._fitting(address, reply, post)
        if is_tried:
            await self.calling.resume(place)
        return message_id

    async def _fitting(self, address: Address, reply: Reply, act: Act) -> str:
        """What comes of doing it with the reply as a card, made smaller where Teams finds it too large."""
        way: Way = "bare" if address.is_direct else "mention"
        said = reply_as_typed(reply, way, {})
        charts = await charts_of(self.edge, said)
        *larger, smallest = _drafts(said, charts, self.edge.surface)
        for message in larger:
            try:
                return await _do(act, message)
            except Undeliverable as refusal:
                is_refused = bool(charts) and status_of(refusal.__cause__) == BAD_REQUEST
                if refusal.trouble != "too_long" and not is_refused:
                    raise
                log.warning("post_made_smaller", reason=str(refusal))
        return await _do(act, smallest)

    async def _post(self, place: Conversation, address: Address, activity: Activity, start: float) -> str:
        """Post it. A personal chat that Teams does not know any more is begun anew."""

        async def make(at: Conversation) -> str:
            return await self.edge.connector.send(at, activity, thread=_thread_of(address))

        until = start + POSTED_SECONDS
        try:
            return await self.calling.call(place, POST, make, until=until, is_post=True)
        except Undeliverable as refusal:
            if not address.is_direct or not is_gone(refusal.__cause__):
                raise
        chat = await self.places.begin(address)
        return await self.calling.call(chat, POST, make, until=until, is_post=True)

    async def _change(
        self, place: Conversation, address: Address, message_id: str, activity: Activity, start: float
    ) -> None:
        async def make(at: Conversation) -> None:
            await self.edge.connector.update(at, message_id, activity, thread=_thread_of(address))

        await self.calling.call(place, "edit", make, until=start + POSTED_SECONDS)

    async def _whisper(self, address: Address, reply: Reply, start: float) -> str:
        """Say it in the personal chat of the one who shall see it, and in the thread that it is there.

        Whoever pressed a button knows that already. Raises Undeliverable where they cannot read it: it waits.
        """
        try:
            message_id = await self._say(_personal(address), reply, start, is_asked=True)
        except Undeliverable as refusal:
            if not is_shut(refusal):
                raise
            await self.places.doubt(_personal(address))
            sentence = out_of_reach(refusal.trouble, waits=not reply.is_off_record)
            await self._point_out(address, sentence, start)
            trouble = refusal.trouble if refusal.trouble != "other" else "no_app"
            raise Undeliverable(UNREAD.format(reason=refusal), trouble) from refusal
        if reply.blocks and not address.is_direct:
            await self._point_out(address, IN_OUR_CHAT, start)
        return message_id

    async def _point_out(self, address: Address, sentence: str, start: float) -> None:
        """Say the sentence there if that is possible: nothing depends on it."""
        try:
            await self._point(address, sentence, start)
        except NotDelivered as refusal:
            log.warning("not_pointed_out", reason=str(refusal))

    async def _point(self, address: Address, sentence: str, start: float) -> None:
        """Say the sentence to the person, where all can read it."""
        place = await self.places.find(replace(address, seen_by="", account=""))
        member, name = await self._who(place, address)

        async def make(at: Conversation) -> None:
            line = line_activity(sentence, member=member, name=name)
            await self.edge.connector.send(at, line, thread=address.thread)

        await self.calling.call(place, POST, make, until=start + POINTED_SECONDS, is_post=True)

    async def _who(self, place: Conversation, address: Address) -> tuple[str, str]:
        """By which id the bot mentions the person, and their name; empty where that is not known."""
        account = address.seen_by
        try:
            async with self.edge.services.database.read() as session:
                known = await people.find_visitor(session, address=address, account=account)
                name = known.account.name if known else ""
                member = await teams_conversations.member_of(session, app_id=place.app_id, account=account)
        except DATABASE_FAILURES:
            return "", ""
        return member, name


def _personal(address: Address) -> Address:
    """The personal chat of the one who shall see it."""
    return Address(platform=address.platform, workspace=address.workspace, account=address.seen_by)


def _thread_of(address: Address) -> str:
    """Only channels have threads."""
    return "" if address.is_direct else address.thread


def _drafts(reply: Reply, charts: Mapping[int, bytes], surface: Surface) -> Iterator[TeamsMessage]:
    """The reply as a message, ever smaller: with its charts, with words for them, and its beginning."""
    if charts:
        yield render_reply(reply, charts=charts, surface=surface)
    yield render_reply(reply, surface=surface)
    yield render_reply(shortened(reply), surface=surface)


async def _do(act: Act, message: TeamsMessage) -> str:
    return await act(card_activity(message.card, message.summary)) if message.card else ""
