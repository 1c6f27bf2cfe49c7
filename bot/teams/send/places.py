"""From an address to the conversation of Teams that it means; a personal chat is begun where none is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.teams.edge import Edge
from bot.teams.places import bring_answers
from bot.teams.refusals import FORBIDDEN, NOBODY, NOT_FOUND, STOPS, status_of, trouble_of, word_of
from bot.teams.send.calling import Calling
from domain.chat import Address
from domain.errors import NotDelivered, Trouble, Undeliverable
from storage import outbox, teams_conversations
from storage.failures import DATABASE_FAILURES
from storage.teams_conversations import Conversation

NOT_INSTALLED = "none of our bots is in that tenant"
UNHEARD = "nothing was heard from that tenant yet"
UNREACHABLE = "no chat could be begun with them: {why}"
NOT_LOOKED_UP = "where it goes could not be looked up ({error})"
CREATE_SECONDS = 6.0
# Somebody may be added to a team of ours meanwhile, which nobody tells us for each person.
ASKED_AGAIN_AFTER = timedelta(days=1)
MAY_CHANGE: frozenset[Trouble] = frozenset({"disabled", "blocked"})

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Places:
    """Finds conversations. What it cannot find raises Undeliverable; NotDelivered: not now."""

    edge: Edge
    calling: Calling

    async def find(self, address: Address, *, is_asked: bool = False) -> Conversation:
        """The conversation of the address, as our bot reaches it. `is_asked`: somebody waits for this."""
        try:
            found = await self._known(address)
        except DATABASE_FAILURES as failure:
            raise NotDelivered(NOT_LOOKED_UP.format(error=type(failure).__name__)) from failure
        return await self.begin(address, is_asked=is_asked) if found is None else found

    async def why_shut(self, address: Address) -> Trouble | None:
        """Why the person of a direct address cannot be written to, by what we know; None where we may try."""
        found = await self._known(address)
        if found is not None:
            return trouble_of(found.stopped, found.kind) if found.stopped else None
        like = await self._like(address.workspace, await self._bots())
        why = await self._why_unreachable(like, address.account)
        return _trouble(why) if why else None

    async def begin(self, address: Address, *, is_asked: bool = False) -> Conversation:
        """Begin the personal chat with the person of a direct address, and write it down."""
        try:
            like = await self._like(address.workspace, await self._bots())
            member = await self._member(like, address.account, is_asked=is_asked)
        except DATABASE_FAILURES as failure:
            raise NotDelivered(NOT_LOOKED_UP.format(error=type(failure).__name__)) from failure
        chat = replace(like, conversation="", kind="personal", account=address.account, team_id="", name="")
        conversation = await self._create(chat, member)
        chat = replace(chat, conversation=conversation)
        try:
            async with self.edge.services.database.write() as session:
                await teams_conversations.keep(session, chat, now=self.edge.clock())
                await bring_answers(session, chat, now=self.edge.clock())
            if outbox.has_new_posts(session):
                self.edge.services.wake()
        except DATABASE_FAILURES as failure:
            # It is asked for again, and Teams gives the same one.
            log.warning("conversation_not_kept", error=type(failure).__name__)
        return chat

    async def doubt(self, address: Address) -> None:
        """Look again at the next sign of life of a personal chat that could not be written to."""
        try:
            async with self.edge.services.database.write() as session:
                await teams_conversations.doubt(
                    session, tenant_id=address.workspace, account=address.account, now=self.edge.clock()
                )
        except DATABASE_FAILURES as failure:
            log.warning("conversation_not_doubted", error=type(failure).__name__)

    async def _known(self, address: Address) -> Conversation | None:
        bots = await self._bots()
        tenant_id = address.workspace
        async with self.edge.services.database.read() as session:
            if address.is_direct:
                return await teams_conversations.of_person(
                    session, tenant_id=tenant_id, account=address.account, app_ids=bots
                )
            found = await teams_conversations.find(
                session, tenant_id=tenant_id, conversation=address.conversation, app_ids=bots
            )
        if found is not None:
            return found
        like = await self._like(tenant_id, bots)
        there = replace(like, conversation=address.conversation, kind="channel")
        return replace(there, account="", team_id="", name="")

    async def _bots(self) -> Sequence[str]:
        """The app ids of our bots. Raises Undeliverable where there is none left."""
        bots = [one.app_id for one in await self.edge.registrations.every()]
        if not bots:
            raise Undeliverable(NOT_INSTALLED, "not_installed")
        return bots

    async def _like(self, tenant_id: str, bots: Sequence[str]) -> Conversation:
        """A conversation of the tenant, whose bot and service URL another one there shares."""
        async with self.edge.services.database.read() as session:
            like = await teams_conversations.newest_of_tenant(session, tenant_id=tenant_id, app_ids=bots)
        if like is None:
            raise Undeliverable(UNHEARD, "not_installed")
        return replace(like, stopped="", is_installed=False, told_at=None)

    async def _why_unreachable(self, like: Conversation, account: str) -> str:
        since = self.edge.clock() - ASKED_AGAIN_AFTER
        async with self.edge.services.database.read() as session:
            return await teams_conversations.why_unreachable(
                session, app_id=like.app_id, account=account, since=since
            )

    async def _member(self, like: Conversation, account: str, *, is_asked: bool) -> str:
        """The id by which the bot asks for the person. Raises Undeliverable where that was in vain before."""
        why = await self._why_unreachable(like, account)
        async with self.edge.services.database.read() as session:
            member = await teams_conversations.member_of(session, app_id=like.app_id, account=account)
        # Nobody tells us that an admin, or the person, let us in again.
        if why and not (is_asked and _trouble(why) in MAY_CHANGE):
            raise Undeliverable(UNREACHABLE.format(why=why), _trouble(why))
        return member or account

    async def _create(self, chat: Conversation, member: str) -> str:
        async def make(place: Conversation) -> str:
            return await self.edge.connector.create_direct(
                app_id=place.app_id,
                tenant_id=place.tenant_id,
                service_url=place.service_url,
                member=member,
            )

        until = asyncio.get_running_loop().time() + CREATE_SECONDS
        try:
            return await self.calling.call(chat, "create conversation", make, until=until)
        except Undeliverable as refusal:
            failure = refusal.__cause__
            why = "" if failure is None else word_of(failure)
            if status_of(failure) not in (FORBIDDEN, NOT_FOUND) and why != NOBODY:
                raise
            await self._mark(chat, why)
            raise Undeliverable(UNREACHABLE.format(why=why), _trouble(why)) from failure

    async def _mark(self, chat: Conversation, why: str) -> None:
        """Remember for a day that no chat can be begun with the person."""
        try:
            async with self.edge.services.database.write() as session:
                await teams_conversations.mark_unreachable(
                    session,
                    app_id=chat.app_id,
                    tenant_id=chat.tenant_id,
                    account=chat.account,
                    why=why,
                    now=self.edge.clock(),
                )
        except DATABASE_FAILURES as failure:
            log.warning("conversation_not_kept", error=type(failure).__name__)


def _trouble(why: str) -> Trouble:
    """In our words, why a person cannot be written to."""
    if why == NOBODY:
        return "person_gone"
    trouble = STOPS.get(why, "no_app")
    return trouble if trouble in MAY_CHANGE else "no_app"
