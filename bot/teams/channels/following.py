"""What happens to channels and teams: renamed, archived, deleted, shared; and who comes and goes in them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.teams.arrival import Arrival, text_at
from bot.teams.channels.asking import seen_now
from bot.teams.channels.looking import write_down
from bot.teams.edge import Edge
from bot.teams.places import conversation_of
from handlers.channels import close, notice, reopen
from storage import channels, outbox, people, teams_presence
from storage.channels import ARCHIVED, GONE, LEFT, Seen
from storage.database import Session
from storage.tables import Channel, Workspace
from storage.teams_conversations import TEAMS, Conversation

Change = Callable[[Session, Workspace, str], Awaitable[None]]
Listener = Callable[[Edge, Arrival], Awaitable[None]]


async def on_channel_renamed(edge: Edge, arrival: Arrival) -> None:
    """Know the channel by its new name."""
    await _rename(edge, _channel_of(arrival), text_at(arrival.body, "channelData", "channel", "name"))


async def on_team_renamed(edge: Edge, arrival: Arrival) -> None:
    """Know the team's first channel by the team's new name: it has no other, and the team's id."""
    place = replace(conversation_of(arrival), conversation=arrival.team)
    await _rename(edge, place, text_at(arrival.body, "channelData", "team", "name"))


async def on_topic(edge: Edge, arrival: Arrival) -> None:
    """Know the group chat by its new name."""
    await _rename(edge, conversation_of(arrival), text_at(arrival.body, "topicName"))


async def on_channel_deleted(edge: Edge, arrival: Arrival) -> None:
    """Post nothing in the channel any more."""
    await _close(edge, _channel_of(arrival), GONE)


async def on_channel_restored(edge: Edge, arrival: Arrival) -> None:
    """Post in the channel again."""
    await _reopen(edge, _channel_of(arrival), GONE)


async def on_team_archived(edge: Edge, arrival: Arrival) -> None:
    """Post nothing in the team's channels until it is back."""
    for place in await in_team(edge, arrival):
        await _close(edge, place, ARCHIVED)


async def on_team_unarchived(edge: Edge, arrival: Arrival) -> None:
    """Post in the team's channels again."""
    for place in await in_team(edge, arrival):
        await _reopen(edge, place, ARCHIVED)


async def on_team_deleted(edge: Edge, arrival: Arrival) -> None:
    """Post nothing in the team's channels any more."""
    for place in await in_team(edge, arrival):
        await _close(edge, place, GONE)


async def on_team_restored(edge: Edge, arrival: Arrival) -> None:
    """Post in the team's channels again."""
    for place in await in_team(edge, arrival):
        await _reopen(edge, place, GONE)


async def on_sharing(edge: Edge, arrival: Arrival) -> None:
    """Another team reads the channel now, or no longer: look who reads it before anything is posted there.

    Where Teams does not answer, what the event says counts.
    """
    place = _channel_of(arrival)
    if not await look_again(edge, place):
        tenants = _tenants(arrival.body.get("channelData"), "sharedWithTeams") - {"", arrival.tenant}
        await _take_its_word(edge, place, tenants)


def _tenants(said: Any, name: str) -> set[str]:
    teams = said.get(name) if isinstance(said, Mapping) else None
    return {text_at(team, "tenantId") for team in (teams if isinstance(teams, list) else ())}


EVENTS: Mapping[str, Listener] = {
    "channelDeleted": on_channel_deleted,
    "channelRenamed": on_channel_renamed,
    "channelRestored": on_channel_restored,
    "channelShared": on_sharing,
    "channelUnshared": on_sharing,
    "teamArchived": on_team_archived,
    "teamDeleted": on_team_deleted,
    "teamHardDeleted": on_team_deleted,
    "teamRenamed": on_team_renamed,
    "teamRestored": on_team_restored,
    "teamUnarchived": on_team_unarchived,
}


async def on_crowd(edge: Edge, arrival: Arrival) -> None:
    """People came or went: look who reads the conversation, where one of them may be from elsewhere."""
    await look_again(edge, _channel_of(arrival))


async def come_in(edge: Edge, place: Conversation) -> None:
    """Headway was let in: look who reads the conversation before anything is posted there."""
    if await look_again(edge, place):
        return
    now = edge.clock()

    async def back(session: Session, workspace: Workspace, channel: str) -> None:
        # Much may have happened while nobody told us.
        held = await channels.hold(session, workspace_id=workspace.id, external_id=channel)
        held.looked_at = None
        channels.hold_posts(held)
        await session.flush()
        await reopen(session, workspace=workspace, external_id=channel, why=LEFT, now=now)

    await change(edge, place, back)


async def look_again(edge: Edge, place: Conversation) -> bool:
    """Write down who reads the channel now, where it matters. Return whether nothing is left to be done."""
    if not await matters(edge, place):
        return True
    seen = await seen_now(edge, place)
    if isinstance(seen, Seen):
        await write_down(edge, place, seen)
    return isinstance(seen, Seen)


async def _close(edge: Edge, place: Conversation, why: str) -> None:
    """Post nothing in the conversation: its leads are told once."""

    async def shut(session: Session, workspace: Workspace, channel: str) -> None:
        await close(session, workspace=workspace, external_id=channel, why=why, now=edge.clock())

    await change(edge, place, shut)


async def _reopen(edge: Edge, place: Conversation, why: str) -> None:
    async def open_again(session: Session, workspace: Workspace, channel: str) -> None:
        await reopen(session, workspace=workspace, external_id=channel, why=why, now=edge.clock())

    await change(edge, place, open_again)


async def _rename(edge: Edge, place: Conversation, name: str) -> None:
    async def rename(session: Session, workspace: Workspace, channel: str) -> None:
        held = await channels.hold(session, workspace_id=workspace.id, external_id=channel)
        held.name = name or held.name

    await change(edge, place, rename)


async def _take_its_word(edge: Edge, place: Conversation, tenants: set[str]) -> None:
    """Others were let in, as the event says; whether somebody is left after one went, nobody can tell."""

    async def share(session: Session, workspace: Workspace, channel: str) -> None:
        held = await channels.hold(session, workspace_id=workspace.id, external_id=channel)
        if tenants:
            seen = _with(held, tenants)
            await notice(session, seen, workspace=workspace, external_id=channel, now=edge.clock())
        channels.forget_looks(held, now=edge.clock())

    await change(edge, place, share)


def _with(known: Channel, tenants: set[str]) -> Seen:
    names = {one["id"]: one["name"] for one in known.organisations}
    return Seen(
        name=known.name,
        is_shared=True,
        organisations={**dict.fromkeys(sorted(tenants), ""), **names},
        readers=known.readers,
        is_archived=known.closed == ARCHIVED,
        is_member=known.closed != LEFT,
    )


async def change(edge: Edge, place: Conversation, do: Change) -> None:
    """Do it in a transaction, where the conversation matters to us."""
    if not await matters(edge, place):
        return
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(
            session, platform=TEAMS, external_id=place.tenant_id, now=now
        )
        await do(session, workspace, place.conversation)
    if outbox.has_new_posts(session):
        edge.services.wake()


async def matters(edge: Edge, place: Conversation) -> bool:
    """Whether we have to do with the conversation: most of an organisation's are none of our business."""
    async with edge.services.database.read() as session:
        workspace = await people.find_workspace(session, platform=TEAMS, external_id=place.tenant_id)
        if workspace is None:
            return False
        here = place.conversation
        known = await channels.find(session, workspace_id=workspace.id, external_id=here)
        return known is not None or (
            await channels.tenant(session, workspace_id=workspace.id, external_id=here) is not None
        )


def _channel_of(arrival: Arrival) -> Conversation:
    """The channel of an event, which may come by the team's first one."""
    here = text_at(arrival.body, "channelData", "channel", "id") or arrival.conversation
    return replace(conversation_of(arrival), conversation=here)


async def meant_by(edge: Edge, arrival: Arrival) -> Sequence[Conversation]:
    """Where the app came or went: a chat, a channel that has a roster of its own, or a team as a whole."""
    here = text_at(arrival.body, "channelData", "channel", "id")
    if here and here != arrival.team:
        return [_channel_of(arrival)]
    return await in_team(edge, arrival) if arrival.team else [conversation_of(arrival)]


async def in_team(edge: Edge, arrival: Arrival) -> Sequence[Conversation]:
    """The conversations of the arrival's team that we heard of."""
    place = conversation_of(arrival)
    async with edge.services.database.read() as session:
        found = await teams_presence.in_team(
            session, app_id=arrival.app_id, tenant_id=arrival.tenant, team_id=arrival.team
        )
    return [replace(place, conversation=one, name="") for one in sorted({*found, arrival.conversation})]
