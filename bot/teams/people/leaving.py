"""People who left a conversation: whether they are gone for good."""

import asyncio
from collections.abc import Iterable
from typing import Any

from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.people.describing import Met, account_of
from bot.teams.people.looking import LOOK_SECONDS, keep
from bot.teams.places import is_bot
from bot.teams.refusals import FAILURES, NOT_FOUND, is_gone, status_of
from domain.chat import Address
from storage import people, teams_conversations, teams_people
from storage.profiles import Profile
from storage.tables import Account
from storage.teams_conversations import TEAMS, Conversation


async def look_for_leavers(edge: Edge, arrival: Arrival, members: Iterable[Any]) -> None:
    """Find out who of those that left a conversation has no account any more, and tell their leads once.

    They are asked for in their own chat with us: without one, nobody can tell.
    """
    left = {text_at(one, "id"): account_of(one) for one in members if not is_bot(text_at(one, "id"))}
    async with edge.services.database.read() as session:
        known = await teams_people.accounts_of(session, app_id=arrival.app_id, members=left)
    for member, account in left.items():
        if named := account or known.get(member, ""):
            await _look_for(edge, arrival, account=named, member=member)


async def _look_for(edge: Edge, arrival: Arrival, *, account: str, member: str) -> None:
    address = Address(platform=TEAMS, workspace=arrival.tenant, account=account)
    async with edge.services.database.read() as session:
        visitor = await people.find_visitor(session, address=address, account=account)
        chat = await teams_conversations.of_person(session, tenant_id=arrival.tenant, account=account)
        gone = None if visitor is None else _gone(visitor.account)
    if gone is not None and chat is not None and await _is_gone(edge, chat, member):
        await keep(edge, arrival, [Met(profile=gone, member=member)])


async def _is_gone(edge: Edge, chat: Conversation, member: str) -> bool:
    """Whether Teams says that nobody is behind the id any more."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await edge.connector.member(chat, member)
    except (TimeoutError, *FAILURES) as failure:
        # A chat that Teams does not know says nothing of the person.
        return status_of(failure) == NOT_FOUND and not is_gone(failure)
    return False


def _gone(known: Account) -> Profile:
    return Profile(
        account=known.external_id,
        name="",
        handle="",
        zone="",
        locale="",
        home=known.home,
        is_guest=bool(known.is_guest),
        is_bot=False,
        is_gone=True,
    )
