"""The app was added: how it is reached is kept, what was closed opens again, and people are welcomed once."""

from dataclasses import replace

from bot.teams import channels
from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.installing.going import REMOVED
from bot.teams.installing.welcome import welcome, welcome_back
from bot.teams.places import bring_answers, conversation_of, is_bot
from storage import teams_conversations
from storage.teams_conversations import Conversation


async def let_in(edge: Edge, arrival: Arrival) -> None:
    """Keep how the chat, or every channel of the team, is reached; go on there, and welcome people once.

    Whoever adds us again is told that we are back.

    Raises what the database raises.
    """
    if not arrival.conversation or not arrival.service_url:
        return
    before = await _before(edge, arrival)
    await _keep(edge, arrival)
    if not arrival.is_personal:
        for place in await channels.meant_by(edge, arrival):
            await channels.come_in(edge, place)
    await welcome(edge, arrival, scope=_scope(arrival), conversation=_chosen(arrival))
    if before is not None and before.stopped == REMOVED:
        await welcome_back(edge, arrival, before)


async def _before(edge: Edge, arrival: Arrival) -> Conversation | None:
    """What was known of the conversation until now."""
    async with edge.services.database.read() as session:
        return await teams_conversations.find(
            session,
            tenant_id=arrival.tenant,
            conversation=arrival.conversation,
            app_ids={arrival.app_id},
        )


async def _keep(edge: Edge, arrival: Arrival) -> None:
    here = replace(conversation_of(arrival), is_installed=True)
    places = {one.conversation: one for one in await channels.meant_by(edge, arrival)}
    places.setdefault(_chosen(arrival), replace(here, conversation=_chosen(arrival), name=""))
    places[here.conversation] = here
    now = edge.clock()
    async with edge.services.database.write() as session:
        for place in sorted(places.values(), key=lambda one: one.conversation):
            await teams_conversations.keep(session, replace(place, is_installed=True), now=now)
            await bring_answers(session, place, now=now)
        if arrival.member and not is_bot(arrival.member):
            await teams_conversations.keep_member(
                session, app_id=arrival.app_id, account=arrival.account, member=arrival.member
            )


def _scope(arrival: Arrival) -> str:
    """What the app came into: a chat, a channel that has a roster of its own, or a team."""
    return text_at(arrival.body, "channelData", "channel", "id") or arrival.team or arrival.conversation


def _chosen(arrival: Arrival) -> str:
    """The channel that was chosen when the app was added to a team; else where the news came from."""
    chosen = text_at(arrival.body, "channelData", "settings", "selectedChannel", "id")
    return chosen or text_at(arrival.body, "channelData", "channel", "id") or arrival.conversation
