"""Looking at a channel: its name, who shares it, how many read it; at most once a day."""

from dataclasses import replace

from bot.teams.arrival import Arrival, text_at
from bot.teams.channels.asking import PRIVATE, private, seen_now
from bot.teams.edge import Edge
from bot.teams.people import LOOK_SECONDS
from bot.teams.places import conversation_of
from domain.chat import Request, SubmitForm
from handlers.channels import doubt, may_move_in, notice
from storage import channels, offers, outbox, people, teams_conversations
from storage.channels import Seen
from storage.teams_conversations import TEAMS, Conversation

# Where nobody waits for it.
PATIENT_SECONDS = 10.0
# How the place of a personal chat begins, by the account of whoever reads it.
PERSON = "@"


async def know_channel(edge: Edge, arrival: Arrival, request: Request) -> None:
    """See to it that we know who reads the channel of a request, where an engagement lives or may begin.

    Where one lives nobody waits for Teams. Raises what the database raises.
    """
    place = await _place_of(edge, arrival, request)
    if place is None or await _attend(edge, place):
        return
    if _says_private(arrival) and place.conversation == arrival.conversation:
        await write_down(edge, place, private(place.name))
    elif may_move_in(request):
        await look_at(edge, place)


async def _place_of(edge: Edge, arrival: Arrival, request: Request) -> Conversation | None:
    """Where it was asked, or its form was shown; None where one person alone reads."""
    here = "" if request.address.is_direct else request.address.conversation
    async with edge.services.database.read() as session:
        if isinstance(request.act, SubmitForm):
            shown = await offers.find(session, token=request.act.form)
            here = "" if shown is None or shown.conversation.startswith(PERSON) else shown.conversation
        if not here or here == arrival.conversation:
            return conversation_of(arrival) if here else None
        return await teams_conversations.find(session, tenant_id=arrival.tenant, conversation=here)


def _says_private(arrival: Arrival) -> bool:
    return text_at(arrival.body, "channelData", "channel", "type").casefold() == PRIVATE


async def _attend(edge: Edge, place: Conversation) -> bool:
    """Look in the background at a channel that is not known well. Return whether an engagement lives there.

    While nobody knows who reads it, nothing is posted there that nobody asked for.
    """
    async with edge.services.database.read() as session:
        known = await channels.standing(
            session,
            platform=TEAMS,
            workspace=place.tenant_id,
            external_id=place.conversation,
            now=edge.clock(),
        )
    if known is None:
        return False
    if known.is_unheld:
        await _write_doubt(edge, place)
    if not known.is_fresh:
        look_soon(edge, place)
    return True


def look_soon(edge: Edge, place: Conversation) -> None:
    """Look at the channel in the background, unless somebody does already."""
    key = (place.tenant_id, place.conversation)
    if key not in edge.looking:
        edge.looking.add(key)
        edge.background.start(_look_patiently(edge, place))


async def _look_patiently(edge: Edge, place: Conversation) -> None:
    try:
        await look_now(edge, place, seconds=PATIENT_SECONDS)
    finally:
        edge.looking.discard((place.tenant_id, place.conversation))


async def look_at(edge: Edge, place: Conversation) -> None:
    """Know the channel as Teams described it within a day; where it does not answer, what is known serves.

    Raises what the database raises.
    """
    if not await _is_fresh(edge, place) and not await look_now(edge, place):
        # By then an engagement may live there, whose leads are asked.
        look_soon(edge, place)


async def look_now(edge: Edge, place: Conversation, *, seconds: float = LOOK_SECONDS) -> bool:
    """Write down how Teams describes the channel now. Return whether it answered in time."""
    seen = await seen_now(edge, place, seconds=seconds)
    if isinstance(seen, Seen):
        await write_down(edge, place, seen)
    else:
        await _write_doubt(edge, place, is_hidden=seen == "hidden")
    return seen is not None


async def _is_fresh(edge: Edge, place: Conversation) -> bool:
    async with edge.services.database.read() as session:
        workspace = await people.find_workspace(session, platform=TEAMS, external_id=place.tenant_id)
        if workspace is None:
            return False
        known = await channels.find(session, workspace_id=workspace.id, external_id=place.conversation)
        return known is not None and channels.is_fresh(known, edge.clock())


async def write_down(edge: Edge, place: Conversation, seen: Seen) -> None:
    """Keep what Teams said; where others are new in an engagement's channel, the leads are asked."""
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(
            session, platform=TEAMS, external_id=place.tenant_id, now=now
        )
        known = await channels.find(session, workspace_id=workspace.id, external_id=place.conversation)
        # Not every answer names the channel.
        named = seen if seen.name or known is None else replace(seen, name=known.name)
        await notice(session, named, workspace=workspace, external_id=place.conversation, now=now)
    if outbox.has_new_posts(session):
        edge.services.wake()


async def _write_doubt(edge: Edge, place: Conversation, *, is_hidden: bool = False) -> None:
    """Post nothing by ourselves in a channel of which nobody ever said who reads it."""
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(
            session, platform=TEAMS, external_id=place.tenant_id, now=now
        )
        await doubt(
            session, workspace=workspace, external_id=place.conversation, is_hidden=is_hidden, now=now
        )
    if outbox.has_new_posts(session):
        edge.services.wake()
