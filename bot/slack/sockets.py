"""Socket Mode: Slack's requests over websockets that we open, where nobody can reach us from outside."""

import asyncio
from dataclasses import dataclass, field

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.background import Background
from bot.slack.api import web_client
from bot.slack.refusals import FAILURES, REFUSED_TOKENS, error_of, word_of
from domain.errors import UserError

REFUSED = (
    "Slack does not take SLACK_APP_TOKEN ({reason}). Make a new one with connections:write, on the page"
    " Basic Information of your Slack app."
)
# Slack renews each of them every few hours: the other one hears what comes meanwhile.
CONNECTIONS = 2
BUSY_SECONDS = 2.5
CLOSE_SECONDS = 1.0

log = structlog.get_logger()


class Listening(AsyncSocketModeHandler):
    """The SDK's handler, which knows what it is working on."""

    def __init__(self, bolt: AsyncApp, app_token: str, *, base_url: str) -> None:
        super().__init__(bolt, app_token, web_client=web_client(base_url))
        self.busy: set[asyncio.Task[None]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as in the SDK
        """Answer what came over the socket."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a request is handled in a task of its own")
        self.busy.add(task)
        try:
            await super().handle(client, req)
        finally:
            self.busy.discard(task)


@dataclass(kw_only=True)
class Sockets:
    """The websockets of this process; none without an app token."""

    bolt: AsyncApp
    app_token: str = field(repr=False)
    base_url: str
    background: Background
    _handlers: list[Listening] = field(default_factory=list, init=False)

    async def open(self) -> None:
        """Begin to connect, again and again if need be. Raises UserError for a token that is refused."""
        if not self.app_token:
            return
        await self._check_token()
        for _number in range(CONNECTIONS):
            handler = Listening(self.bolt, self.app_token, base_url=self.base_url)
            self._handlers.append(handler)
            connecting = handler.client.connect()  # type: ignore[no-untyped-call]  # of the SDK
            self.background.start(connecting)

    async def _check_token(self) -> None:
        """Ask once: the SDK would try a refused token for ever."""
        try:
            await web_client(self.base_url).apps_connections_open(app_token=self.app_token)
        except FAILURES as failure:
            if error_of(failure) in REFUSED_TOKENS:
                raise UserError(REFUSED.format(reason=word_of(failure))) from failure
            log.warning("slack_out_of_reach", error=word_of(failure))

    async def close(self) -> None:
        """Take nothing more over them, and let what is worked on be acknowledged first.

        What comes meanwhile is left unanswered: Slack sends it again, to another process.
        """
        handlers, self._handlers = self._handlers, []
        for handler in handlers:
            handler.client.socket_mode_request_listeners.clear()
        if busy := {task for handler in handlers for task in handler.busy}:
            await asyncio.wait(busy, timeout=BUSY_SECONDS)
        await asyncio.gather(*(_close(handler) for handler in handlers))


async def _close(handler: Listening) -> None:
    client = handler.client
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await client.close()  # type: ignore[no-untyped-call]  # of the SDK
    except TimeoutError:
        # The other side is silent: nothing is lost by hanging up.
        for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
            if task is not None:
                task.cancel()
        await client.aiohttp_client_session.close()
