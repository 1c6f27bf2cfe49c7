"""New tokens before the old ones run out: one process asks Slack, once, for each installation.

A refresh token works once. So whoever asked must keep the answer, whatever happens to the request for which
it asked; and where the answer is lost with its process, only a new install helps.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import Background
from bot.sealing import Sealer, Unopenable
from bot.slack.calls import Refusal
from bot.slack.installing.oauth import OAuthApp, Tokens, renew
from storage import slack_installations, slack_rotation
from storage.database import Database
from storage.failures import DATABASE_FAILURES
from storage.slack_installations import Kept

# Slack's tokens live for twelve hours.
RENEWED_BEFORE = timedelta(minutes=120)
# A call that begins with the token has to end with it.
USABLE_FOR = timedelta(seconds=60)
TRY_AGAIN_SECONDS = 5
LOOK_SECONDS = 0.2
WAIT_SECONDS = 12.0
# Between attempts to write the new tokens down: they are nowhere else.
KEEP_SECONDS = (0.2, 1.0, 3.0, 10.0, 30.0, 60.0, 120.0, 240.0)

# Why an installation ends; the doctor looks for it.
TOKEN_LOST = "token_lost"  # noqa: S105 - a reason, not a secret
CURE = "Install Headway in that workspace again: its token ends and cannot be renewed."
SPENT = "invalid_refresh_token"

log = structlog.get_logger()


def is_due(row: Kept, now: datetime) -> bool:
    """Whether it is time for a new token."""
    return row.token_expires_at is not None and row.token_expires_at <= now + RENEWED_BEFORE


def is_usable(row: Kept, now: datetime) -> bool:
    """Whether a call that begins now may be made with the token."""
    return row.token_expires_at is None or row.token_expires_at > now + USABLE_FOR


@dataclass(kw_only=True)
class Rotation:
    """Renews tokens in the background, so that no request that is given up takes the answer with it."""

    database: Database
    sealer: Sealer
    client: AsyncWebClient
    app: OAuthApp
    clock: Callable[[], datetime]
    background: Background
    keep_seconds: tuple[float, ...] = KEEP_SECONDS
    _running: dict[int, asyncio.Task[None]] = field(default_factory=dict, init=False)

    def begin(self, installation_id: int) -> asyncio.Task[None]:
        """Begin to renew the token, unless this process is at it already."""
        running = self._running.get(installation_id)
        if running is None or running.done():
            running = self.background.start(self._renew(installation_id))
            self._running[installation_id] = running
            running.add_done_callback(lambda task: self._ended(installation_id, task))
        return running

    def _ended(self, installation_id: int, task: asyncio.Task[None]) -> None:
        if self._running.get(installation_id) is task:
            del self._running[installation_id]

    async def _renew(self, installation_id: int) -> None:
        """Renew the token, or wait until the process that is at it is done."""
        until = asyncio.get_running_loop().time() + WAIT_SECONDS
        while asyncio.get_running_loop().time() < until:
            async with self.database.write() as session:
                claimed = await slack_rotation.claim(
                    session,
                    installation_id=installation_id,
                    due_before=self.clock() + RENEWED_BEFORE,
                    hopeless=TOKEN_LOST,
                )
            if claimed is not None:
                await self._ask(claimed)
                return
            if await self._has_nothing_to_wait_for(installation_id):
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _has_nothing_to_wait_for(self, installation_id: int) -> bool:
        async with self.database.read() as session:
            row = await slack_installations.get(session, installation_id=installation_id)
        return row is None or row.end_reason == TOKEN_LOST or is_usable(row, self.clock())

    async def _ask(self, claimed: Kept) -> None:
        """Ask Slack for the next token, and keep it."""
        try:
            refresh_token = self.sealer.open(claimed.refresh_token)
        except Unopenable as failure:
            log.error("slack_token_unreadable", installation=claimed.id, cure=failure.sentence)
            return
        said = await renew(self.client, self.app, refresh_token=refresh_token, now=self.clock())
        if isinstance(said, Refusal):
            await self._refused(claimed, said)
        else:
            await self._keep(claimed, said)

    async def _refused(self, claimed: Kept, refusal: Refusal) -> None:
        if refusal.error != SPENT:
            log.warning("slack_token_not_renewed", installation=claimed.id, error=refusal.error)
            async with self.database.write() as session:
                await slack_rotation.put_off(session, was=claimed, seconds=TRY_AGAIN_SECONDS)
            return
        # Somebody used it, and did not live to write the answer down.
        log.error("slack_token_lost", installation=claimed.id, team=claimed.team_id, cure=CURE)
        async with self.database.write() as session:
            await slack_rotation.give_up(session, was=claimed, reason=TOKEN_LOST)

    async def _keep(self, claimed: Kept, tokens: Tokens) -> None:
        """Write the new tokens down, again and again if need be."""
        is_over = False
        try:
            for seconds in (*self.keep_seconds, None):
                is_over = await self._is_kept(claimed, tokens)
                if is_over or seconds is None:
                    return
                await asyncio.sleep(seconds)
        finally:
            if not is_over:
                log.error("slack_token_lost", installation=claimed.id, team=claimed.team_id, cure=CURE)

    async def _is_kept(self, claimed: Kept, tokens: Tokens) -> bool:
        try:
            async with self.database.write() as session:
                is_ours = await slack_rotation.keep(
                    session,
                    was=claimed,
                    token=self.sealer.seal(tokens.token),
                    refresh_token=self.sealer.seal(tokens.refresh_token),
                    expires_at=tokens.expires_at,
                )
        except DATABASE_FAILURES as failure:
            log.error("slack_token_not_kept", installation=claimed.id, error=type(failure).__name__)
            return False
        log.info("slack_token_renewed", installation=claimed.id, is_ours=is_ours)
        return True
