"""Somebody's account was deactivated: their leads are told once, and offered to hand over."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.chat import Button, Buttons, Reply, reply
from domain.permissions import LEADS, Action, Role, is_allowed, may_stand_in, stand_ins
from handlers import buttons
from handlers.handover.items import still_open
from handlers.handover.numbers import Number, button, numbers_of, question
from handlers.leads import Contact, News, in_reach, roles_of, tell, tell_leads, way_out
from storage import engagements
from storage import people as stored
from storage.database import Session
from storage.engagements import Seat
from storage.tables import Account, Person, Workspace

GONE = "{name}'s account was deactivated. They still belong to {client}."
REMOVE = "Remove them"
TAKE = "Take the lead"


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Somebody whose account was deactivated, their seat, what they report, and what is `open` of theirs."""

    account: Account
    person: Person
    seat: Seat
    numbers: list[Number]
    open: list[str]

    @property
    def gone(self) -> str:
        """That they are gone."""
        return GONE.format(name=self.person.name, client=self.seat.engagement.name)

    @property
    def asked(self) -> list[str]:
        """What is still open of theirs, and who takes over what they report, if anything."""
        return [*self.open, *([question(self.person.name, self.numbers)] if self.numbers else [])]

    @property
    def choices(self) -> list[Button]:
        """[Hand over], if there is anything to hand over."""
        return [button(self.person.id)] if self.numbers else []

    @property
    def remove(self) -> Button:
        """[Remove them]."""
        return buttons.run(REMOVE, f"members remove <@{self.account.external_id}>")


async def tell_of_leaving(
    session: Session, *, account: Account, person: Person, workspace: Workspace, now: datetime
) -> None:
    """Tell the leads of every engagement of the person, once, that their account was deactivated.

    Where no lead can be reached, those are told who may do something about that.
    """
    for seat in await engagements.seats_of(session, person_id=person.id, workspace_id=workspace.id):
        e = seat.engagement
        ids = {"engagement_id": e.id, "person_id": person.id}
        if await stored.reachable(session, workspace_id=workspace.id, **ids) is not None:
            continue  # they have another account there
        numbers = await numbers_of(session, **ids)
        left = await still_open(session, engagement_id=e.id, person=person)
        leaving = Leaving(account=account, person=person, seat=seat, numbers=numbers, open=left)
        said = reply(leaving.gone, *leaving.asked, Buttons((*leaving.choices, leaving.remove)))
        key = f"left/{e.id}/{account.id}/{now.isoformat()}"
        news = News(engagement=e, workspace=workspace, reply=said, key=key, now=now)
        crowd = await in_reach(session, engagement_id=e.id, workspace_id=workspace.id)
        if roles_of(crowd) & LEADS or not await _tell_the_others(session, news, leaving, crowd):
            await tell_leads(session, news, but=person.id)


async def _tell_the_others(session: Session, news: News, leaving: Leaving, crowd: list[Contact]) -> int:
    """Tell the client's CEO, else every member who is no observer, that nobody leads any more."""
    standing = stand_ins(roles_of(crowd))
    listeners = standing if Role.CLIENT_CEO in standing else frozenset(Role) - {Role.OBSERVER}
    to = [one for one in crowd if one.role in listeners]
    return sum([await tell(session, replace(news, reply=_said(leaving, crowd, one)), to=one) for one in to])


def _said(leaving: Leaving, crowd: list[Contact], one: Contact) -> Reply:
    """What this member may do about it."""
    roles = roles_of(crowd)
    said, choices = [leaving.gone], list[Button]()
    if may_stand_in(one.role, Action.HAND_OVER, roles):
        said += leaving.asked
        # The last lead stays until there is another one.
        is_lead = is_allowed(Role(leaving.seat.membership.role), Action.LEAD)
        choices = leaving.choices if is_lead else [*leaving.choices, leaving.remove]
    elif may_stand_in(one.role, Action.LEAD, roles):
        choices = [buttons.run(TAKE, "members lead")]
    said.append(way_out(crowd, role=one.role, client=leaving.seat.engagement.name))
    return reply(*said, *([Buttons(tuple(choices))] if choices else []))
