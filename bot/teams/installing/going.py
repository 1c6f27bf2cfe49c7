"""The app was removed: nothing is posted there any more; what was recorded stays."""

from datetime import datetime

from bot.teams import channels
from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.places import conversation_of
from domain.chat import Address
from handlers import troubles
from handlers.channels import close
from storage import outbox, people, teams_conversations, teams_presence
from storage.channels import LEFT
from storage.database import Session
from storage.teams_conversations import TEAMS, Conversation

REMOVED = "Headway was removed there"


async def leave(edge: Edge, arrival: Arrival) -> None:
    """Stop what is posted to the chat, or to every channel of the team, and tell the leads once.

    One that is older than the last installation changes nothing.
    """
    if await _is_late(edge, arrival):
        return
    if arrival.is_personal:
        await _stop_chat(edge, conversation_of(arrival))
        return
    for place in await channels.meant_by(edge, arrival):
        await _stop(edge, place)


async def _is_late(edge: Edge, arrival: Arrival) -> bool:
    """Whether something came from there after the app was removed, by Teams' clock: it is there again."""
    if arrival.moment is None:
        return False
    async with edge.services.database.read() as session:
        told = await teams_presence.last_told(
            session, app_id=arrival.app_id, conversation=arrival.conversation
        )
    return told is not None and told > arrival.moment


async def _stop(edge: Edge, place: Conversation) -> None:
    """Post nothing there by this bot; where no other one of ours is there, nothing at all."""
    now = edge.clock()
    async with edge.services.database.write() as session:
        await _stop_posts(session, place)
        if await teams_presence.has_another_bot(
            session, tenant_id=place.tenant_id, conversation=place.conversation, but=place.app_id
        ):
            return
        here = {"workspace": place.tenant_id, "conversation": place.conversation}
        workspace = await people.find_workspace(session, platform=TEAMS, external_id=place.tenant_id)
        if workspace is not None:
            await close(session, workspace=workspace, external_id=place.conversation, why=LEFT, now=now)
        await _cancel(session, Address(platform=TEAMS, **here), now)
    if outbox.has_new_posts(session):
        edge.services.wake()


async def _stop_chat(edge: Edge, place: Conversation) -> None:
    async with edge.services.database.write() as session:
        await _stop_posts(session, place)
        chat = await teams_conversations.of_person(session, tenant_id=place.tenant_id, account=place.account)
        # Another bot of ours may write to the person.
        if chat is None or chat.stopped:
            address = Address(platform=TEAMS, workspace=place.tenant_id, account=place.account)
            await _cancel(session, address, edge.clock())
            await troubles.tell_of_person(session, address, "removed", now=edge.clock())
    if outbox.has_new_posts(session):
        edge.services.wake()


async def _stop_posts(session: Session, place: Conversation) -> None:
    await teams_conversations.stop(session, app_id=place.app_id, conversation=place.conversation, why=REMOVED)


async def _cancel(session: Session, address: Address, now: datetime) -> None:
    await outbox.cancel_all(
        session,
        platform=TEAMS,
        workspace=address.workspace,
        place=address.place,
        reason=REMOVED,
        now=now,
    )
