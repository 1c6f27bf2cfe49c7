"""Conversations of Teams, as what came from them says how they are reached."""

from datetime import datetime, timedelta

from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.translate import BOT_PREFIX
from storage import outbox, teams_conversations, teams_presence
from storage.database import Session
from storage.teams_conversations import TEAMS, Conversation

# Every message would be a write otherwise.
KEPT_FOR = timedelta(hours=1)
EXTENSION = "composeExtension/"


def is_bot(member: str) -> bool:
    """Whether the id is one of a bot: ours or another."""
    return member.startswith(BOT_PREFIX)


def conversation_of(arrival: Arrival) -> Conversation:
    """Where the activity came from, as we can answer there, with its name if that was said."""
    is_of_one = arrival.is_personal and not is_bot(arrival.member)
    return Conversation(
        app_id=arrival.app_id,
        tenant_id=arrival.tenant,
        conversation=arrival.conversation,
        kind=arrival.kind,
        service_url=arrival.service_url,
        account=arrival.account if is_of_one else "",
        team_id=arrival.team,
        name=_name(arrival),
        told_at=arrival.moment,
    )


def _name(arrival: Arrival) -> str:
    match arrival.kind:
        case "channel":
            return text_at(arrival.body, "channelData", "channel", "name")
        case "group":
            return text_at(arrival.body, "conversation", "name")
        case "personal":
            return ""


async def remember(edge: Edge, arrival: Arrival) -> None:
    """Keep fresh how the conversation is reached, and by which id the bot knows whoever acted.

    Nothing is written where that was done within the hour. Raises what the database raises.
    """
    place = conversation_of(arrival)
    # A message extension is used where the bot is not, too.
    if not place.service_url or not place.conversation or arrival.name.startswith(EXTENSION):
        return
    member = "" if is_bot(arrival.member) else arrival.member
    now = edge.clock()
    async with edge.services.database.read() as session:
        if await teams_presence.is_fresh(
            session, place, account=arrival.account, member=member, since=now - KEPT_FOR
        ):
            return
    async with edge.services.database.write() as session:
        await teams_conversations.keep(session, place, now=now)
        await bring_answers(session, place, now=now)
        if member:
            await teams_conversations.keep_member(
                session, app_id=arrival.app_id, account=arrival.account, member=member
            )
    if outbox.has_new_posts(session):
        edge.services.wake()


async def bring_answers(session: Session, place: Conversation, *, now: datetime) -> None:
    """Send what waits for somebody to have a personal chat with us, once this is one."""
    if place.kind == "personal" and place.account:
        await outbox.bring(session, workspace=f"{TEAMS}/{place.tenant_id}", account=place.account, now=now)
