"""Answers that do not travel in the HTTP answer: rows of the outbox, or Slack's response address."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.edge import Edge
from bot.slack.refusals import FAILURES
from bot.slack.render import SlackMessage, render_reply
from bot.slack.uploads import chart_files, share_files
from bot.wording import Way, reply_as_typed
from domain.chat import Address, Answer, Form, Reply, Request
from handlers.forms import offer_again
from storage import outbox
from storage.database import Session
from storage.failures import DATABASE_FAILURES

EPHEMERAL = "ephemeral"

log = structlog.get_logger()


@dataclass(kw_only=True)
class Posting:
    """Puts the answer to a request into the outbox, in the transaction that decides it, once."""

    edge: Edge
    request: Request
    is_kept: bool = field(default=False, init=False)

    async def keep(self, session: Session, answer: Answer) -> None:
        """Write the post down. Where that fails, its transaction does, and nothing is kept."""
        self.is_kept = False
        await self._write(session, answer)
        self.is_kept = True

    async def _write(self, session: Session, answer: Answer) -> None:
        if not isinstance(answer, Reply) or not answer.blocks:
            return
        # Said in a channel, it was said after a mention: an outsider there has no slash commands.
        way: Way = "bare" if self.request.address.is_direct else "mention"
        await outbox.add(
            session,
            key=f"answer/{self.request.address.workspace}/{self.request.key}",
            engagement_id=None,
            address=back_to(self.request),
            reply=reply_as_typed(answer, way, self.edge.commands),
            now=self.edge.clock(),
            is_off_record=answer.is_off_record,
        )

    async def make_sure(self, answer: Answer) -> None:
        """Post an apology, or what was decided before: what stands there already is not posted again."""
        # What is off the record leaves no row by which it could be told from a new one.
        if self.is_kept or (isinstance(answer, Reply) and answer.is_off_record):
            return
        async with self.edge.services.database.write() as session:
            await self.keep(session, answer)
        self.edge.services.wake()


async def post(edge: Edge, request: Request, answer: Answer) -> None:
    """Post an answer that could not be shown where it was asked for; what was done stands anyway."""
    try:
        async with edge.services.database.write() as session:
            said = answer
            if isinstance(answer, Form):
                said = await offer_again(session, answer, now=edge.clock())
            await Posting(edge=edge, request=request).keep(session, said)
        edge.services.wake()
    except DATABASE_FAILURES as failure:
        log.error("answer_lost", error=type(failure).__name__)


def back_to(request: Request) -> Address:
    """Where an answer to the asker alone goes: the direct messages, or the channel for their eyes only."""
    address = request.address
    return address if address.is_direct else replace(address, seen_by=request.sender.account)


async def message_of(edge: Edge, client: AsyncWebClient, reply: Reply) -> SlackMessage:
    """The reply as a message, its charts as pictures where that works."""
    return render_reply(reply, charts=await chart_files(edge, client, reply), can_type=False)


def payload_of(message: SlackMessage, *, replaces: bool = False, thread: str = "") -> dict[str, Any]:
    """The message as an answer that the asker alone sees."""
    return {
        "response_type": EPHEMERAL,
        "replace_original": replaces,
        "text": message.text,
        "blocks": list(message.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
        **({"thread_ts": thread} if thread else {}),
    }


async def respond(edge: Edge, response_url: str, payload: dict[str, Any]) -> bool:
    """Send the payload to the address that came with the request. Return whether Slack took it."""
    hook = AsyncWebhookClient(url=response_url, session=edge.api.session, retry_handlers=[])
    try:
        status = (await hook.send_dict(payload)).status_code
    except FAILURES as error:
        log.warning("not_responded", error=type(error).__name__)
        return False
    return status == HTTPStatus.OK


async def share_rest(edge: Edge, client: AsyncWebClient, message: SlackMessage, *, account: str) -> None:
    """Send the files of an answer to the person's direct messages: what one person sees carries none."""
    if not message.files:
        return
    try:
        opened = await client.conversations_open(users=account)
        await share_files(edge, client, message.files, channel=opened["channel"]["id"])
    except FAILURES as error:
        log.warning("files_not_shared", error=type(error).__name__)
