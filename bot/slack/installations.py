"""Where the app is installed, and with which token it speaks there."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient


class NotInstalled(Exception):
    """The app is not installed in that workspace, or no longer."""


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


@dataclass(kw_only=True)
class OneWorkspace:
    """The app in the one workspace that SLACK_BOT_TOKEN is for."""

    token: str = field(repr=False)
    client: AsyncWebClient
    _known: Installation | None = field(default=None, init=False)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def find(self, team_id: str, enterprise_id: str = "") -> Installation:
        """The installation, if the workspace is this one; Slack is asked once."""
        async with self._asking:
            self._known = self._known or await self.ask()
        if team_id != self._known.team_id:
            raise NotInstalled(team_id)
        return self._known

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
        self._known = None
