"""Slack's Web API: one client for each workspace's token, over one session."""

from dataclasses import dataclass, field

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.installations import Installations

# Of one call. An edge that has less time sets its own bound around it.
CALL_SECONDS = 10


@dataclass(kw_only=True)
class SlackApi:
    """Makes clients that repeat nothing by themselves: who calls knows what may be repeated."""

    base_url: str
    installations: Installations
    _session: ClientSession | None = field(default=None, init=False)

    async def client(self, team_id: str, enterprise_id: str = "") -> AsyncWebClient:
        """A client that speaks in the workspace. Raises as Installations.find."""
        made = await self.installations.find(team_id, enterprise_id)
        return self.with_token(made.token)

    def with_token(self, token: str) -> AsyncWebClient:
        """A client with this token."""
        return web_client(self.base_url, token=token, session=self.session)

    @property
    def session(self) -> ClientSession:
        """The connections of this process to Slack, opened when first needed."""
        if self._session is None or self._session.closed:
            self._session = ClientSession(timeout=ClientTimeout(total=CALL_SECONDS))
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def web_client(base_url: str, *, token: str = "", session: ClientSession | None = None) -> AsyncWebClient:
    """A client of Slack's Web API that repeats nothing by itself."""
    return AsyncWebClient(
        token=token or None, base_url=base_url, timeout=CALL_SECONDS, session=session, retry_handlers=[]
    )
