"""A call to Teams in a conversation, and what its refusal teaches us about that conversation."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import structlog

from bot.teams.edge import Edge
from bot.teams.places import bring_answers
from bot.teams.refusals import (
    FAILURES,
    STOPS,
    UNAUTHORIZED,
    WRONG_HOST,
    code_of,
    is_gone,
    refusal_of,
    status_of,
    trouble_of,
)
from domain.errors import NotDelivered, Undeliverable
from storage import teams_conversations
from storage.database import Session
from storage.failures import DATABASE_FAILURES
from storage.teams_conversations import Conversation

T = TypeVar("T")

STOPPED = "nothing is posted there since {why}"
TOO_LATE = "there was no time left for it"
# Where the tenants of the American administration are, whatever they said before.
GCC_URL = "https://smba.infra.gcc.teams.microsoft.com"

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Calling:
    """Calls Teams, until a moment by the loop's clock. `gcc_url` is where Teams sends us by WRONG_HOST."""

    edge: Edge
    gcc_url: str = GCC_URL

    async def call(
        self,
        place: Conversation,
        name: str,
        make: Callable[[Conversation], Awaitable[T]],
        *,
        until: float,
        is_post: bool = False,
    ) -> T:
        """What comes of the call. Raises NotDelivered, Undeliverable, and where it `is_post` Unanswered."""
        if place.stopped:
            raise Undeliverable(STOPPED.format(why=place.stopped), trouble_of(place.stopped, place.kind))
        await self._prepare(place, name, until)
        try:
            async with asyncio.timeout_at(until):
                return await make(place)
        except FAILURES as failure:
            moved = self._moved(place, failure)
            if moved is None:
                await self._learn(place, failure)
                raise refusal_of(failure, name, is_post=is_post, kind=place.kind) from failure
        made = await self.call(moved, name, make, until=until, is_post=is_post)
        await self._write_down(
            teams_conversations.move,
            app_id=moved.app_id,
            conversation=moved.conversation,
            service_url=moved.service_url,
        )
        return made

    async def resume(self, place: Conversation) -> None:
        """Write down that Teams takes posts there again, and let come what waited for that."""
        await self._write_down(_resume, place=place, now=self.edge.clock())

    async def _prepare(self, place: Conversation, name: str, until: float) -> None:
        """Have a token at hand, so that whatever fails from here on may have reached Teams."""
        if until <= asyncio.get_running_loop().time():
            raise NotDelivered(TOO_LATE)
        try:
            async with asyncio.timeout_at(until):
                await self.edge.connector.prepare(place)
        except (*FAILURES, *DATABASE_FAILURES) as failure:
            raise refusal_of(failure, name, is_post=False) from failure

    def _moved(self, place: Conversation, failure: BaseException) -> Conversation | None:
        """The conversation where Teams says that it is; None where the failure is another one."""
        if code_of(failure) != WRONG_HOST or place.service_url == self.gcc_url:
            return None
        if not self.edge.gate.trust.is_trusted(self.gcc_url):
            return None
        return replace(place, service_url=self.gcc_url)

    async def _learn(self, place: Conversation, failure: BaseException) -> None:
        """Write down that nothing may be posted there any more, or that it is not there any more."""
        where = {"app_id": place.app_id, "conversation": place.conversation}
        if status_of(failure) == UNAUTHORIZED:
            self.edge.gate.tokens.forget(place.app_id)
        if is_gone(failure):
            await self._write_down(teams_conversations.drop, **where)
        elif (code := code_of(failure)) in STOPS:
            log.warning("conversation_stopped", app=place.app_id, kind=place.kind, error=code)
            await self._write_down(teams_conversations.stop, **where, why=code)

    async def _write_down(self, what: Callable[..., Awaitable[None]], **values: Any) -> None:
        """Keep what was learnt. Where that fails, the next call learns it again."""
        try:
            async with self.edge.services.database.write() as session:
                await what(session, **values)
        except DATABASE_FAILURES as failure:
            log.warning("conversation_not_kept", error=type(failure).__name__)


async def _resume(session: Session, *, place: Conversation, now: datetime) -> None:
    await teams_conversations.resume(session, app_id=place.app_id, conversation=place.conversation)
    await bring_answers(session, place, now=now)
