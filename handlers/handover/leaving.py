"""Somebody's account was deactivated: their leads are told once, and offered to hand over."""

from datetime import datetime

from domain.chat import Buttons, reply
from handlers import buttons
from handlers.handover.numbers import button, numbers_of, question
from handlers.leads import News, tell_leads
from storage import engagements
from storage import people as stored
from storage.database import Session
from storage.tables import Account, Person, Workspace

GONE = "{name}'s account was deactivated. They still belong to {client}."
REMOVE = "Remove them"


async def tell_of_leaving(
    session: Session, *, account: Account, person: Person, workspace: Workspace, now: datetime
) -> None:
    """Tell the leads of every engagement of the person, once, that their account was deactivated."""
    seats = await engagements.seats_of(session, person_id=person.id, workspace_id=workspace.id)
    for seat in seats:
        e = seat.engagement
        ids = {"engagement_id": e.id, "person_id": person.id}
        if await stored.reachable(session, workspace_id=workspace.id, **ids) is not None:
            continue  # they have another account there
        numbers = await numbers_of(session, **ids)
        said = [GONE.format(name=person.name, client=e.name)]
        said += [question(person.name, numbers)] if numbers else []
        remove = buttons.run(REMOVE, f"members remove <@{account.external_id}>")
        choices = Buttons((button(person.id), remove) if numbers else (remove,))
        key = f"left/{e.id}/{account.id}/{now.isoformat()}"
        news = News(engagement=e, workspace=workspace, reply=reply(*said, choices), key=key, now=now)
        await tell_leads(session, news, but=person.id)
