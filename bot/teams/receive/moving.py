"""Answers that are read in the personal chat, though they are about a channel or group chat.

They say where it was asked. What is typed below them means the same client.
"""

from dataclasses import replace
from datetime import datetime

from domain.chat import Click, Reply, Request, SubmitForm, Typed, note
from handlers.channels import name_of, place_of
from storage import channels, contexts, engagements, offers, people, teams_conversations
from storage.database import Session
from storage.tables import Workspace

ASKED_IN = "Asked in {place}"
FOR = "For "
ABOUT = " ({client})"
GROUP_CHAT = "a group chat"


async def moved(session: Session, request: Request, answer: Reply, *, now: datetime) -> Reply:
    """The answer as the asker reads it in the personal chat; one to something asked there stays as it is."""
    account = request.sender.account
    there = await _asked_in(session, request)
    visitor = await people.find_visitor(session, address=request.address, account=account)
    if not there or visitor is None:
        return answer
    here, person_id, workspace_id = f"@{account}", visitor.person.id, visitor.workspace.id
    await offers.show_in(session, (button.id for button in answer.buttons), conversation=here)
    tenant = await engagements.in_channel(
        session, workspace_id=workspace_id, conversation=there, person_id=person_id
    )
    if tenant is not None and tenant.seat is None:
        # An outsider hears one sentence, wherever it is.
        return answer
    # Nobody keeps when somebody did what is off the record.
    if tenant is not None and not answer.is_off_record:
        await contexts.remember(
            session, person_id=person_id, conversation=here, engagement_id=tenant.engagement_id, now=now
        )
    place = await _name(session, workspace=visitor.workspace, conversation=there)
    client = ABOUT.format(client=tenant.seat.engagement.name) if tenant and tenant.seat else ""
    return replace(answer, blocks=(note(ASKED_IN.format(place=place) + client), *answer.blocks))


async def _name(session: Session, *, workspace: Workspace, conversation: str) -> str:
    """What people call the channel; a group chat often has no name."""
    channel = await channels.find(session, workspace_id=workspace.id, external_id=conversation)
    if name := name_of(channel, conversation):
        return name
    chat = await teams_conversations.find(session, tenant_id=workspace.external_id, conversation=conversation)
    is_group = chat is not None and chat.kind == "group"
    return GROUP_CHAT if is_group else place_of(channel, conversation)


def in_thread(request: Request, answer: Reply) -> Reply:
    """The answer with whose it is, where others read along: its buttons are for the asker alone."""
    name = request.sender.name
    return replace(answer, blocks=(*answer.blocks, note(FOR, Typed(name)))) if name else answer


async def _asked_in(session: Session, request: Request) -> str:
    """The conversation in which it was asked; empty where that is the personal chat itself."""
    address = request.address
    if address.seen_by or not address.is_direct:
        return address.conversation
    match request.act:
        case Click(button=token) | SubmitForm(form=token):
            offer = await offers.find(session, token=token)
        case _:
            return ""
    # What stands in the personal chat already says by itself which client it is about.
    is_from_here = offer is None or offer.shown_in or offer.conversation.startswith("@")
    return "" if offer is None or is_from_here else offer.conversation
