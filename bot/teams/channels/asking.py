"""What Teams says about a channel or group chat: its name and type, and who reads it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from bot.teams.arrival import text_at
from bot.teams.edge import Edge
from bot.teams.people import LOOK_SECONDS
from bot.teams.people.describing import home_of, is_from, is_guest
from bot.teams.places import is_bot
from bot.teams.refusals import FAILURES, NOT_IN_ROSTER, code_of
from storage import people
from storage.channels import Seen
from storage.teams_conversations import TEAMS, Conversation

PRIVATE = "private"


@dataclass(frozen=True, kw_only=True)
class Described:
    """A channel as the list of its team has it; what was not said is empty."""

    name: str = ""
    type: str = ""


async def seen_now(
    edge: Edge, place: Conversation, *, seconds: float = LOOK_SECONDS
) -> Seen | Literal["hidden"] | None:
    """What Teams says about the conversation now: "hidden" where our bot is not in it, None for silence."""
    try:
        async with asyncio.timeout(seconds):
            channel = await _described(edge, place)
            if channel.type == PRIVATE:
                return private(channel.name)
            roster = await edge.connector.members(place)
    except (TimeoutError, *FAILURES) as failure:
        return "hidden" if code_of(failure) == NOT_IN_ROSTER else None
    return await _seen(edge, place, channel.name or place.name, roster)


def private(name: str) -> Seen:
    """A private channel: whoever reads it, no app can post there."""
    return Seen(name=name, is_shared=False, is_private=True)


async def _seen(edge: Edge, place: Conversation, name: str, roster: Iterable[Any]) -> Seen:
    crowd = [one for one in roster if not is_bot(text_at(one, "id"))]
    # Guests of a team were let in by its owners, and read all of it. Into a chat anybody brings anybody.
    counts_guests = place.kind == "group"
    strangers = [one for one in crowd if _is_foreign(one, place) and (counts_guests or not is_guest(one))]
    others = {home_of(one) for one in strangers} - {"", place.tenant_id}
    is_shared = bool(strangers)
    return Seen(
        name=name,
        is_shared=is_shared,
        organisations=await _names(edge, {place.tenant_id, *others}) if is_shared else {},
        readers=len(crowd),
    )


def _is_foreign(one: Any, place: Conversation) -> bool:
    return is_guest(one) or not is_from(home_of(one), place.tenant_id)


async def _names(edge: Edge, tenants: Iterable[str]) -> dict[str, str]:
    """The organisations' names, as far as we know them."""
    ids = sorted(tenants)
    async with edge.services.database.read() as session:
        known = await people.workspace_names(session, platform=TEAMS, external_ids=ids)
    return {one: known.get(one, "") for one in ids}


async def _described(edge: Edge, place: Conversation) -> Described:
    """The channel in its team's list; where that does not come, nothing is known.

    The first channel of a team has no name of its own: the team's serves.
    """
    if place.kind != "channel" or not place.team_id:
        return Described()
    try:
        listed = await edge.connector.channels(place)
        found = next((one for one in listed if text_at(one, "id") == place.conversation), {})
        name = text_at(found, "name")
        if found and not name:
            name = text_at(await edge.connector.team(place), "name")
    except FAILURES:
        return Described()
    return Described(name=name, type=text_at(found, "type").casefold())
