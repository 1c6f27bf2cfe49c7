"""Where the app is installed, and with which token it speaks there."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.refusals import LOST, error_of, word_of

# Slack waits three seconds for an answer, and the request itself needs most of them.
FIND_SECONDS = 1.0


class NotInstalled(Exception):
    """The app is not installed in that workspace, or no longer."""


class NoToken(OSError):
    """The app is installed, and there is no token just now: it has run out, or Slack does not take it yet."""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """The app in one workspace; in a whole organisation, `team_id` is empty."""

    team_id: str
    enterprise_id: str
    bot_user_id: str
    bot_id: str
    token: str = field(repr=False)
    scopes: frozenset[str] = frozenset()


class Installations(Protocol):
    """Finds the installation that acts in a workspace."""

    async def find(self, team_id: str, enterprise_id: str = "") -> Installation:
        """The installation. Raises NotInstalled, SlackApiError, OSError, or what the database raises."""

    def forget(self, team_id: str, enterprise_id: str = "") -> None:
        """Keep no copy: it ended, or its token changed."""


async def find_soon(installations: Installations, team_id: str, enterprise_id: str = "") -> Installation:
    """The installation, for a request that cannot wait.

    Raises NotInstalled, also where Slack says that our token is no good. Where the same may work a minute
    later: NoToken, TimeoutError, or what aiohttp and the database raise.
    """
    try:
        async with asyncio.timeout(FIND_SECONDS):
            return await installations.find(team_id, enterprise_id)
    except SlackApiError as refused:
        if error_of(refused) in LOST:
            raise NotInstalled(team_id) from refused
        raise NoToken(word_of(refused)) from refused


@dataclass(kw_only=True)
class OneWorkspace:
    """The app in the one workspace that SLACK_BOT_TOKEN is for."""

    token: str = field(repr=False)
    client: AsyncWebClient
    _known: Installation | None = field(default=None, init=False)
    _asking: asyncio.Task[Installation] | None = field(default=None, init=False)

    async def find(self, team_id: str, enterprise_id: str = "") -> Installation:
        """The installation, if the workspace is this one; Slack is asked once."""
        made = self._known or await self._asked()
        if team_id != made.team_id:
            raise NotInstalled(team_id)
        return made

    async def _asked(self) -> Installation:
        """Wait for Slack's answer. Whoever stops waiting leaves it to the next one."""
        if self._asking is None:
            self._asking = asyncio.create_task(self.ask())
            self._asking.add_done_callback(self._told)
        return await asyncio.shield(self._asking)

    def _told(self, asking: asyncio.Task[Installation]) -> None:
        # Looked at in any case: what nobody waits for any more is no error of ours.
        is_known = not asking.cancelled() and asking.exception() is None
        if self._asking is asking:
            self._asking, self._known = None, asking.result() if is_known else None

    async def ask(self) -> Installation:
        """What Slack says about the token. Raises SlackApiError for one that does not work."""
        said = await self.client.auth_test(token=self.token)
        scopes = said.headers.get("x-oauth-scopes", "") if said.headers else ""
        return Installation(
            team_id=said["team_id"],
            enterprise_id=said.get("enterprise_id") or "",
            bot_user_id=said["user_id"],
            bot_id=said["bot_id"],
            token=self.token,
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        )

    def forget(self, team_id: str, enterprise_id: str = "") -> None:
        """Ask Slack again at the next request."""
        self._known = self._asking = None
