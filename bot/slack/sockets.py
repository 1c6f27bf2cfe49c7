"""Socket Mode: Slack's requests over websockets that we open, where nobody can reach us from outside."""

from dataclasses import dataclass, field

import structlog
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.slack.api import web_client
from bot.slack.background import Background
from bot.slack.refusals import word_of
from domain.errors import UserError

REFUSED = (
    "Slack does not take SLACK_APP_TOKEN ({reason}). Make a new one with connections:write, on the page"
    " Basic Information of your Slack app."
)
# Slack renews each of them every few hours: the other one hears what comes meanwhile.
CONNECTIONS = 2

log = structlog.get_logger()


@dataclass(kw_only=True)
class Sockets:
    """The websockets of this process; none without an app token."""

    bolt: AsyncApp
    app_token: str = field(repr=False)
    base_url: str
    background: Background
    _handlers: list[AsyncSocketModeHandler] = field(default_factory=list, init=False)

    async def open(self) -> None:
        """Begin to connect, again and again if need be. Raises UserError for a token that is refused."""
        if not self.app_token:
            return
        await self._check_token()
        for _number in range(CONNECTIONS):
            client = web_client(self.base_url)
            handler = AsyncSocketModeHandler(self.bolt, self.app_token, web_client=client)
            self._handlers.append(handler)
            connecting = handler.client.connect()  # type: ignore[no-untyped-call]  # of the SDK
            self.background.start(connecting)

    async def _check_token(self) -> None:
        """Ask once: the SDK would try a refused token for ever."""
        try:
            await web_client(self.base_url).apps_connections_open(app_token=self.app_token)
        except SlackApiError as refused:
            raise UserError(REFUSED.format(reason=word_of(refused))) from refused
        except (ClientError, TimeoutError) as failure:
            log.warning("slack_out_of_reach", error=type(failure).__name__)

    async def close(self) -> None:
        """Take nothing more over them."""
        while self._handlers:
            await self._handlers.pop().client.close()  # type: ignore[no-untyped-call]  # of the SDK
