"""The app in many workspaces: which installation acts where, with a token that works."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import Background
from bot.sealing import Sealer, Unopenable
from bot.slack.installations import Installation, NotInstalled, NoToken
from bot.slack.installing.ending import Whose, end
from bot.slack.installing.oauth import OAuthApp
from bot.slack.installing.rotation import CURE, TOKEN_LOST, Rotation, is_due, is_usable
from storage import slack_installations
from storage.database import Database
from storage.slack_installations import Kept

# Another process may have ended it or renewed its token.
KNOWN_FOR = timedelta(seconds=60)
# A token that is about to be renewed is looked at more often.
KNOWN_FOR_WHILE_DUE = timedelta(seconds=5)
MOST_KNOWN = 2000

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class _Copy:
    """An installation as it was; it counts until then."""

    made: Installation
    until: datetime


@dataclass(kw_only=True)
class ManyWorkspaces:
    """Every workspace and organisation that installed the app, from the database."""

    database: Database
    sealer: Sealer
    client: AsyncWebClient
    app: OAuthApp
    clock: Callable[[], datetime]
    background: Background
    rotation: Rotation = field(init=False)
    _known: OrderedDict[str, _Copy] = field(default_factory=OrderedDict, init=False)
    # Counts what was forgotten: what was read before that is not remembered after it.
    _forgotten: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.rotation = Rotation(
            database=self.database,
            sealer=self.sealer,
            client=self.client,
            app=self.app,
            clock=self.clock,
            background=self.background,
        )

    async def find(self, team_id: str, enterprise_id: str = "") -> Installation:
        """The installation that acts in the workspace.

        Raises NotInstalled, NoToken (an OSError), or what the database raises.
        """
        copy = self._known.get(team_id or enterprise_id)
        if copy is not None and self.clock() < copy.until:
            return copy.made
        forgotten = self._forgotten
        row = await self._row(team_id, enterprise_id)
        if is_due(row, self.clock()):
            row = await self._renewed(row)
        made = self._opened(row)
        if forgotten == self._forgotten:
            self._remember(team_id or enterprise_id, row, made)
        return made

    def forget(self, team_id: str, enterprise_id: str = "") -> None:
        """Keep no copy of the workspace's installation; without a team, none of the organisation's."""
        self._forgotten += 1
        self._known.pop(team_id or enterprise_id, None)
        if not team_id:
            for key in [key for key, copy in self._known.items() if copy.made.enterprise_id == enterprise_id]:
                del self._known[key]

    async def has_another(self, team_id: str, token: str) -> bool:
        """Whether the workspace is served with another token than this one, which may be empty for none."""
        async with self.database.read() as session:
            row = await slack_installations.find(session, team_id=team_id)
        return row is not None and token not in ("", self._opened(row).token)

    async def _row(self, team_id: str, enterprise_id: str) -> Kept:
        async with self.database.read() as session:
            row = await slack_installations.find(session, team_id=team_id, enterprise_id=enterprise_id)
            is_known = await slack_installations.organisation_of(session, team_id=team_id) == enterprise_id
        if row is None:
            log.warning("slack_not_installed", team=team_id, enterprise=enterprise_id)
            raise NotInstalled(team_id or enterprise_id)
        if not row.team_id and team_id and enterprise_id and not is_known:
            await self._remember_organisation(team_id, enterprise_id)
        return row

    async def _remember_organisation(self, team_id: str, enterprise_id: str) -> None:
        """Later requests and our own posts name the workspace alone."""
        async with self.database.write() as session:
            await slack_installations.set_organisation(
                session, team_id=team_id, enterprise_id=enterprise_id, now=self.clock()
            )

    async def _renewed(self, row: Kept) -> Kept:
        """The installation with a token that works; who can go on with the old one does not wait."""
        is_lost = row.end_reason == TOKEN_LOST
        if not is_lost:
            task = self.rotation.begin(row.id)
        if is_usable(row, self.clock()):
            return row
        if not is_lost:
            await asyncio.shield(task)
        async with self.database.read() as session:
            newer = await slack_installations.get(session, installation_id=row.id)
        if newer is None:
            raise NotInstalled(row.team_id or row.enterprise_id)
        if is_usable(newer, self.clock()):
            return newer
        if newer.end_reason == TOKEN_LOST:
            await self._end(newer)
            raise NotInstalled(row.team_id or row.enterprise_id)
        raise NoToken(f"the token of installation {row.id} has run out")

    async def _end(self, row: Kept) -> None:
        log.error("slack_token_lost", installation=row.id, team=row.team_id, cure=CURE)
        whose = Whose(team_id=row.team_id, enterprise_id=row.enterprise_id)
        async with self.database.write() as session:
            await end(session, whose, reason=TOKEN_LOST, now=self.clock(), as_of=row.installed_at)
        self.forget(row.team_id, row.enterprise_id)

    def _opened(self, row: Kept) -> Installation:
        try:
            token = self.sealer.open(row.token)
        except Unopenable as failure:
            # Not the end of the installation: the right SECRET_KEY brings it back.
            log.error("slack_token_unreadable", installation=row.id, cure=failure.sentence)
            raise NoToken(f"the token of installation {row.id} cannot be read") from failure
        return Installation(
            team_id=row.team_id,
            enterprise_id=row.enterprise_id,
            bot_user_id=row.bot_user_id,
            bot_id=row.bot_id,
            token=token,
            scopes=frozenset(filter(None, row.scopes.split(","))),
        )

    def _remember(self, key: str, row: Kept, made: Installation) -> None:
        now = self.clock()
        known_for = KNOWN_FOR_WHILE_DUE if is_due(row, now) else KNOWN_FOR
        self._known[key] = _Copy(made=made, until=now + known_for)
        self._known.move_to_end(key)
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
