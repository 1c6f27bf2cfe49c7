"""Posts that nobody waits for at the other end of a request, into Slack."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.slack.edge import Edge
from bot.slack.refusals import error_of
from bot.slack.render import SlackMessage, render_reply
from bot.slack.render.limits import CUT, head
from bot.slack.send.finding import find_post, metadata_of
from bot.slack.send.lines import Line, Lines, OnLost, tell_nobody
from bot.slack.uploads import chart_files, share_files
from bot.wording import Way, reply_as_typed
from domain.chat import Address, Reply
from domain.errors import NotDelivered, Undeliverable, Untraceable
from storage import outbox

NO_FILE = "I could not add {names} here. Ask me for it again in a direct message."
ONE_SAW_IT = "what one person alone saw cannot be changed"
ONE_SEES_IT = "what one person alone sees stands in no history"

# From the first call to Slack on. Delivery waits 20 s in all, and what was posted by then must be known.
CHART_SECONDS = 6.0
POSTED_SECONDS = 16.0
SHARED_SECONDS = 19.0
# docs.slack.dev/reference/methods/chat.update: text takes 4,000, far less than a post's.
UPDATE_TEXT = 4000
# An entity that was cut in two.
HALF_ENTITY = re.compile(r"&[a-z]*$")
ELSEWHERE = frozenset({"user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"})

log = structlog.get_logger()


@dataclass
class SlackMessenger:
    """Posts, changes and finds messages; `on_lost` gets workspace and reason where the app is gone."""

    edge: Edge
    on_lost: OnLost = tell_nobody
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.edge, self.on_lost)

    async def send(self, address: Address, reply: Reply, key: str) -> str:
        """Post the reply, marked with `key`, and return its ts; "" for one that stays silent."""
        start = asyncio.get_running_loop().time()
        if address.seen_by and not address.is_direct:
            return await self._whisper(address, reply, key, start)
        line = await self.lines.open(address)
        charts = await self._charts(line, reply)
        message = self._drawn(address, reply, charts)
        if not message.blocks:
            return ""
        try:
            ts, line = await self._post(line, address, message, key, start)
        except Undeliverable as refusal:
            if not charts or refusal.trouble != "other":
                raise
            log.warning("charts_in_words", reason=str(refusal))
            message = self._drawn(address, reply, {})
            ts, line = await self._post(line, address, message, key, start)
        await self._share(line, message, thread=address.thread, start=start)
        return ts

    async def edit(self, address: Address, reply: Reply, message_id: str) -> None:
        """Let the message say the reply; files go under it."""
        if address.seen_by and not address.is_direct:
            raise Undeliverable(ONE_SAW_IT, "other")
        start = asyncio.get_running_loop().time()
        line = await self.lines.open(address)
        message = self._drawn(address, reply, await self._charts(line, reply))
        if not message.blocks:
            return
        changing = line.client.chat_update(
            channel=line.channel,
            ts=message_id,
            text=_short(message.text),
            blocks=list(message.blocks),
        )
        await self.lines.call(line, "chat.update", changing, until=start + POSTED_SECONDS, is_post=True)
        await self._share(line, message, thread=address.thread or message_id, start=start)

    async def find(self, address: Address, key: str) -> str | None:
        """The ts of the post that `key` marks; None where it did not arrive."""
        if address.seen_by and not address.is_direct:
            raise Untraceable(ONE_SEES_IT, is_brief=True)
        async with self.edge.services.database.read() as session:
            since = await outbox.added_at(session, key=key)
        try:
            line = await self.lines.open(address)
        except Undeliverable as refusal:
            raise Untraceable(str(refusal)) from refusal
        moment = since or self.edge.clock()
        return await find_post(self.lines, line, key, thread=address.thread, since=moment)

    def _drawn(self, address: Address, reply: Reply, charts: Mapping[int, str]) -> SlackMessage:
        """The reply for where it goes: in direct messages what is typed reaches us, in a channel not."""
        way: Way = "bare" if address.is_direct else "slash"
        said = reply_as_typed(reply, way, self.edge.commands)
        return render_reply(said, charts=charts, can_type=address.is_direct)

    async def _charts(self, line: Line, reply: Reply) -> Mapping[int, str]:
        return await chart_files(self.edge, line.client, reply, seconds=CHART_SECONDS)

    async def _post(
        self, line: Line, address: Address, message: SlackMessage, key: str, start: float
    ) -> tuple[str, Line]:
        """Post it. Where direct messages are not the ones that they were taken for, open them anew."""
        try:
            return await self._post_once(line, address, message, key, start), line
        except Undeliverable as refusal:
            if not address.is_direct or refusal.trouble not in {"no_channel", "not_a_member"}:
                raise
        line = await self.lines.open(replace(address, thread=""), is_fresh=True)
        return await self._post_once(line, replace(address, thread=""), message, key, start), line

    async def _post_once(
        self, line: Line, address: Address, message: SlackMessage, key: str, start: float
    ) -> str:
        posting = line.client.chat_postMessage(
            channel=line.channel,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=address.thread or None,
            metadata=metadata_of(key),
            unfurl_links=False,
            unfurl_media=False,
        )
        posted = await self.lines.call(
            line, "chat.postMessage", posting, until=start + POSTED_SECONDS, is_post=True
        )
        return str(posted["ts"])

    async def _whisper(self, address: Address, reply: Reply, key: str, start: float) -> str:
        """Show it to one person in the channel; where that cannot be, in their direct messages."""
        line = await self.lines.open(address)
        message = self._drawn(address, reply, await self._charts(line, reply))
        if not message.blocks:
            return ""
        direct = replace(address, account=address.seen_by, seen_by="", conversation="", thread="")
        showing = line.client.chat_postEphemeral(
            channel=line.channel,
            user=address.seen_by,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=address.thread or None,
        )
        try:
            shown = await self.lines.call(
                line, "chat.postEphemeral", showing, until=start + POSTED_SECONDS, is_post=True
            )
        except Undeliverable as refusal:
            if error_of(refusal.__cause__) not in ELSEWHERE:
                raise
            return await self.send(direct, reply, key)
        if message.files:
            # In the channel everybody would see them.
            await self._share_with(direct, message, start)
        return str(shown["message_ts"])

    async def _share_with(self, direct: Address, message: SlackMessage, start: float) -> None:
        try:
            line = await self.lines.open(direct)
        except NotDelivered as refusal:
            log.warning("files_not_shared", reason=str(refusal))
            return
        await self._share(line, message, thread="", start=start)

    async def _share(self, line: Line, message: SlackMessage, *, thread: str, start: float) -> None:
        """Show the files beside what was posted; where that fails, say so. Raises nothing."""
        try:
            async with asyncio.timeout_at(start + SHARED_SECONDS - 1):
                is_shared = await share_files(
                    self.edge, line.client, message.files, channel=line.channel, thread=thread
                )
        except TimeoutError:
            is_shared = False
        if is_shared:
            return
        text = NO_FILE.format(names=", ".join(file.name for file in message.files))
        saying = line.client.chat_postMessage(channel=line.channel, text=text, thread_ts=thread or None)
        try:
            await self.lines.call(line, "chat.postMessage", saying, until=start + SHARED_SECONDS)
        except NotDelivered as refusal:
            log.warning("files_not_mentioned", reason=str(refusal))


def _short(text: str) -> str:
    if len(text) <= UPDATE_TEXT:
        return text
    return HALF_ENTITY.sub("", head(text, UPDATE_TEXT - 1)) + CUT
