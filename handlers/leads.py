"""Reaching the leads of an engagement outside of any request; and whoever acts where there is none left."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from domain.chat import Address, Reply
from domain.permissions import LEADS, Action, Role, may_stand_in, stand_ins
from domain.wording import listed
from storage import members, offers, outbox, people
from storage.database import Session
from storage.offers import Place
from storage.tables import Account, Engagement, Membership, Person, Workspace

NOBODY_LEADS = "Nobody who leads {client} can be reached any more. {way}"
YOU_NAME = "You may name a new lead: `members role @name director`, or `members add @name cmo`."
THEY_NAME = "{names} may name a new lead with `members role`."
YOU_TAKE = "You may take it on: type `members lead`."
THEY_TAKE = "{names} may take it on with `members lead`."
NOBODY_LEFT = "Nobody who is left here may take it on. Type `setup` in another channel to begin anew."

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class News:
    """What members of an engagement are told, and where it happened; the same `key` is told once."""

    engagement: Engagement
    workspace: Workspace
    reply: Reply
    key: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A member whom direct messages reach, through one account of theirs."""

    membership: Membership
    person: Person
    account: Account
    workspace: Workspace

    @property
    def role(self) -> Role:
        """What the person is in the engagement."""
        return Role(self.membership.role)

    @property
    def address(self) -> Address:
        """Their direct messages."""
        platform, workspace = self.workspace.platform, self.workspace.external_id
        return Address(platform=platform, workspace=workspace, account=self.account.external_id)


async def in_reach(
    session: Session, *, engagement_id: int, workspace_id: int, roles: Collection[Role] = frozenset(Role)
) -> list[Contact]:
    """The members with these roles whose account is not deactivated, in the order in which they came."""
    there: list[Contact] = []
    for membership, person in await members.current(session, engagement_id=engagement_id):
        if Role(membership.role) not in roles:
            continue
        found = await people.reachable(
            session, engagement_id=engagement_id, person_id=person.id, workspace_id=workspace_id
        )
        if found is not None:
            account, at = found
            there.append(Contact(membership=membership, person=person, account=account, workspace=at))
    return there


async def tell_leads(session: Session, news: News, *, but: int | None = None) -> int:
    """Write to the direct messages of every lead but that person. Return how many are told."""
    leads = await in_reach(
        session, engagement_id=news.engagement.id, workspace_id=news.workspace.id, roles=LEADS
    )
    told = sum([await tell(session, news, to=lead) for lead in leads if lead.person.id != but])
    if not told:
        log.warning("no_lead_told", engagement=news.engagement.id, key=news.key)
    return told


async def tell(session: Session, news: News, *, to: Contact) -> bool:
    """Write to the direct messages of this member. Return False where they were told before."""
    address = to.address
    place = Place(
        engagement_id=news.engagement.id, person_id=to.person.id, conversation=address.place, now=news.now
    )
    return await outbox.add(
        session,
        key=f"{news.key}/{to.person.id}",
        engagement_id=news.engagement.id,
        address=address,
        reply=await offers.save_buttons(session, news.reply, place),
        now=news.now,
    )


def roles_of(crowd: Iterable[Contact]) -> set[Role]:
    """What there is among them."""
    return {one.role for one in crowd}


def way_out(crowd: Sequence[Contact], *, role: Role, client: str) -> str:
    """What somebody with this role is told where no lead is in the crowd of those who can be reached."""
    roles = roles_of(crowd)
    names = listed((one.person.name for one in crowd if one.role in stand_ins(roles)), last="or")
    if may_stand_in(role, Action.MANAGE_MEMBERS, roles):
        way = YOU_NAME
    elif may_stand_in(role, Action.LEAD, roles):
        way = YOU_TAKE
    elif not names:
        way = NOBODY_LEFT
    else:
        way = (THEY_NAME if Role.CLIENT_CEO in roles else THEY_TAKE).format(names=names)
    return NOBODY_LEADS.format(client=client, way=way)
