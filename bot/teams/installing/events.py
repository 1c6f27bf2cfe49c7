"""What Teams tells of installations and conversations. It may come twice, in any order, and late.

An installation is told twice, as installationUpdate and as a member that came: both do the same.
"""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.teams import channels
from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.installing.coming import let_in
from bot.teams.installing.going import leave
from bot.teams.people import look_for_leavers
from bot.teams.translate import BOT_PREFIX

# An upgrade takes the app out and puts it in again: `remove-upgrade` takes nothing away.
ADDED, REMOVED = frozenset({"add", "add-upgrade"}), "remove"

log = structlog.get_logger()


async def on_installation_update(edge: Edge, arrival: Arrival) -> None:
    """The app was added to a conversation or team, or removed from it."""
    action = text_at(arrival.body, "action")
    log.info("teams_installation", app=arrival.app_id, tenant=arrival.tenant, action=action)
    if action in ADDED:
        await let_in(edge, arrival)
    elif action == REMOVED:
        await leave(edge, arrival)


async def on_conversation_update(edge: Edge, arrival: Arrival) -> None:
    """Somebody came or went, we ourselves perhaps, or something happened to a channel or team."""
    came, went = _members(arrival, "membersAdded"), _members(arrival, "membersRemoved")
    if _has_us(arrival, came):
        await let_in(edge, arrival)
    elif _has_us(arrival, went):
        await leave(edge, arrival)
    elif came or went:
        await look_for_leavers(edge, arrival, went)
        await channels.on_crowd(edge, arrival)
    elif follow := channels.EVENTS.get(text_at(arrival.body, "channelData", "eventType")):
        await follow(edge, arrival)
    elif text_at(arrival.body, "topicName"):
        await channels.on_topic(edge, arrival)


def _members(arrival: Arrival, name: str) -> list[Mapping[str, Any]]:
    found = arrival.body.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _has_us(arrival: Arrival, members: list[Mapping[str, Any]]) -> bool:
    """Whether our own bot is one of them; other bots are none of our business."""
    # In the local playground ours has an id like anybody's.
    ours = {arrival.bot, f"{BOT_PREFIX}{arrival.app_id}"} - {""}
    return any(text_at(one, "id") in ours for one in members)
