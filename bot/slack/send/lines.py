"""A line into a workspace: a client that speaks there, and the conversation it speaks in."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.edge import Edge
from bot.slack.installations import Installation, NotInstalled
from bot.slack.refusals import FAILURES, error_of, refusal_of
from domain.chat import Address
from domain.errors import NotDelivered, Undeliverable
from storage.failures import DATABASE_FAILURES

NOT_INSTALLED = "the app is not installed there"
OLD_ONE = "{reason}, with what was exchanged meanwhile"
NOT_FOUND = "where the app is installed could not be found out ({error})"
EXPIRED = "token_expired"
MOST_ROOMS = 5000
OPEN_SECONDS = 5.0

OnLost = Callable[[str, str], Awaitable[None]]

log = structlog.get_logger()


async def tell_nobody(_workspace: str, _reason: str) -> None:
    """Do nothing about an installation that ended."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """The client, the conversation, and the installation that speaks."""

    client: AsyncWebClient
    installation: Installation
    workspace: str
    channel: str = ""


@dataclass
class Lines:
    """Opens lines, and calls Slack over them; `on_lost` hears of a workspace whose installation ended."""

    edge: Edge
    on_lost: OnLost = tell_nobody
    _rooms: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict, init=False)

    async def open(self, address: Address, *, is_fresh: bool = False) -> Line:
        """A line to the address; `is_fresh` asks Slack for direct messages that it named before.

        Raises NotDelivered, or Undeliverable.
        """
        line = await self._into(address.workspace)
        if address.conversation and not (address.is_direct and is_fresh):
            return replace(line, channel=address.conversation)
        return replace(line, channel=await self._room(line, address.account, is_fresh=is_fresh))

    async def call(
        self,
        line: Line,
        method: str,
        call: Awaitable[Any],
        *,
        until: float | None = None,
        is_post: bool = False,
    ) -> Any:
        """What Slack answers to the call, by the loop's time `until`.

        Raises NotDelivered, Undeliverable, and where it `is_post` Unanswered.
        """
        try:
            async with asyncio.timeout_at(until):
                return await call
        except FAILURES as failure:
            if error_of(failure) == EXPIRED:
                self._forget(line)
            refusal = refusal_of(failure, method, is_post=is_post)
            if isinstance(refusal, Undeliverable) and refusal.trouble == "not_installed":
                refusal = await self._lost(line, error_of(failure), refusal)
            raise refusal from failure

    async def _into(self, workspace: str) -> Line:
        try:
            made = await self.edge.api.installations.find(workspace)
        except NotInstalled as gone:
            await self.on_lost(workspace, NOT_INSTALLED)
            raise Undeliverable(NOT_INSTALLED, "not_installed") from gone
        except (*FAILURES, *DATABASE_FAILURES) as failure:
            refusal = _not_found(failure)
            if isinstance(refusal, Undeliverable):
                await self.on_lost(workspace, error_of(failure))
            raise refusal from failure
        return Line(client=self.edge.api.with_token(made.token), installation=made, workspace=workspace)

    async def _room(self, line: Line, account: str, *, is_fresh: bool) -> str:
        """The direct messages with the person; those that were opened last are remembered."""
        key = (line.workspace, account)
        if key not in self._rooms or is_fresh:
            opening = line.client.conversations_open(users=account)
            until = asyncio.get_running_loop().time() + OPEN_SECONDS
            opened = await self.call(line, "conversations.open", opening, until=until)
            self._rooms[key] = str(opened["channel"]["id"])
        self._rooms.move_to_end(key)
        if len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)
        return self._rooms[key]

    async def _lost(self, line: Line, error: str, refusal: NotDelivered) -> NotDelivered:
        """Look again: our token may be an old one, and the app still there."""
        self._forget(line)
        found = await self._into(line.workspace)
        if found.installation.token != line.installation.token:
            return NotDelivered(OLD_ONE.format(reason=refusal))
        log.warning("installation_lost", workspace=line.workspace, error=error)
        await self.on_lost(line.workspace, error)
        return refusal

    def _forget(self, line: Line) -> None:
        self.edge.api.installations.forget(line.workspace, line.installation.enterprise_id)


def _not_found(failure: BaseException) -> NotDelivered:
    if isinstance(failure, SlackApiError):
        return refusal_of(failure, "auth.test", is_post=False)
    return NotDelivered(NOT_FOUND.format(error=type(failure).__name__))
