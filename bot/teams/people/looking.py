"""Asking rosters who somebody is, at most once a day."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.people.describing import Met, met_in, said_by
from bot.teams.places import conversation_of, is_bot
from bot.teams.refusals import FAILURES
from bot.teams.translate import mentions_in
from domain.chat import Address, Sender
from handlers import profiles as described
from storage import outbox, people, profiles, teams_conversations, teams_people, teams_presence
from storage.profiles import Kept
from storage.teams_conversations import TEAMS, Conversation

# An invoke has 5 s in all; without an answer in this time, what is known serves.
LOOK_SECONDS = 1.0
MOST_INTRODUCED = 50
# Beyond this the roster is read page by page: a call for each person would meet the conversation's limit.
MOST_ASKED_SINGLY = 5
# In how many other conversations somebody is looked for who was picked in a personal chat.
MOST_PLACES = 3


async def sender_of(edge: Edge, arrival: Arrival) -> Sender:
    """Whoever acts, as the roster described them within a day. Where it does not answer: what is known.

    Raises what the database raises.
    """
    said = said_by(arrival)
    if is_bot(arrival.member):
        return replace(said, is_guest=True)
    known, is_enough = await _known(edge, arrival, said)
    if known is not None and is_enough:
        return known
    found = await _ask(edge, conversation_of(arrival), arrival.member, said)
    if found is None:
        return said if known is None else _filled(known, said)
    (kept,) = await keep(edge, arrival, [found])
    return profiles.sender_of(kept.account)


async def introduce(edge: Edge, arrival: Arrival, accounts: Iterable[str]) -> None:
    """Write down people who are mentioned or picked and not known yet: at most 50, no bots.

    Raises what the database raises; whoever no roster names in time is left out.
    """
    asked = {account for account in accounts if account and not is_bot(account)}
    if not asked:
        return
    async with edge.services.database.read() as session:
        new = await profiles.unknown(session, platform=TEAMS, workspace=arrival.tenant, accounts=asked)
    wanted = sorted(new)[:MOST_INTRODUCED]
    places = await _places(edge, arrival) if wanted else []
    answers = await asyncio.gather(*(_look(edge, place, wanted) for place in places))
    if met := {one.profile.account: one for answer in answers for one in answer}:
        await keep(edge, arrival, list(met.values()))


async def accounts_mentioned(edge: Edge, arrival: Arrival) -> dict[str, str]:
    """Member id -> account of the people who are mentioned in the message: Teams names only the former.

    Whoever is new is looked up and written down. Raises what the database raises.
    """
    mentioned = {one.member: one.account for one in mentions_in(arrival)}
    members = [member for member in mentioned if not (member in ("", arrival.bot) or is_bot(member))]
    if not members:
        return {}
    async with edge.services.database.read() as session:
        known = await teams_people.accounts_of(session, app_id=arrival.app_id, members=members)
    known |= {member: mentioned[member] for member in members if mentioned[member]}
    new = [member for member in members if member not in known][:MOST_INTRODUCED]
    met = await _look(edge, conversation_of(arrival), new)
    if met:
        await keep(edge, arrival, met)
    return known | {one.member: one.profile.account for one in met}


async def keep(edge: Edge, arrival: Arrival, met: Sequence[Met]) -> list[Kept]:
    """Write down how people are described, and by which ids the bot of the arrival knows them."""
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(
            session, platform=TEAMS, external_id=arrival.tenant, now=now
        )
        kept = await described.keep(session, [one.profile for one in met], workspace=workspace, now=now)
        for one in sorted(met, key=lambda one: one.profile.account):
            await teams_conversations.keep_member(
                session, app_id=arrival.app_id, account=one.profile.account, member=one.member
            )
    if outbox.has_new_posts(session):
        edge.services.wake()
    return kept


async def _known(edge: Edge, arrival: Arrival, said: Sender) -> tuple[Sender | None, bool]:
    """What is known of whoever acts, and whether no roster has to be asked."""
    address = Address(platform=TEAMS, workspace=arrival.tenant, account=arrival.account)
    async with edge.services.database.read() as session:
        visitor = await people.find_visitor(session, address=address, account=arrival.account)
        if visitor is None:
            return None, False
        known = profiles.sender_of(visitor.account)
        return known, profiles.is_fresh(visitor.account, edge.clock()) and not _tells_more(known, said)


async def _places(edge: Edge, arrival: Arrival) -> list[Conversation]:
    """Where to look for somebody: in a personal chat nobody else is, so the bot's other conversations."""
    if not arrival.is_personal:
        return [conversation_of(arrival)]
    async with edge.services.database.read() as session:
        return await teams_presence.crowded(
            session, app_id=arrival.app_id, tenant_id=arrival.tenant, most=MOST_PLACES
        )


async def _look(edge: Edge, place: Conversation, wanted: Collection[str]) -> list[Met]:
    """Those of the wanted accounts, or members, whom the conversation's roster names in time."""
    if len(wanted) <= MOST_ASKED_SINGLY:
        asked = await asyncio.gather(*(_ask(edge, place, one) for one in wanted))
        return [met for met in asked if met is not None]
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            roster = await edge.connector.members(place)
    except (TimeoutError, *FAILURES):
        return []
    crowd = [met_in(one, place.tenant_id) for one in roster]
    return [met for met in crowd if met is not None and {met.member, met.profile.account} & set(wanted)]


async def _ask(edge: Edge, place: Conversation, member: str, said: Sender | None = None) -> Met | None:
    """How the conversation's roster describes the member; None where it does not in time."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            found = await edge.connector.member(place, member)
    except (TimeoutError, *FAILURES):
        return None
    return met_in(found, place.tenant_id, said)


def _tells_more(known: Sender, said: Sender) -> bool:
    """Whether a zone or locale is said for the first time: a roster says neither."""
    return bool((said.zone and not known.zone) or (said.locale and not known.locale))


def _filled(known: Sender, said: Sender) -> Sender:
    return replace(known, zone=known.zone or said.zone, locale=known.locale or said.locale)
