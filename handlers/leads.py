"""Telling the leads of an engagement something in their direct messages, outside of any request."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from domain.chat import Address, Reply
from domain.permissions import LEADS, Role
from storage import members, offers, outbox, people
from storage.database import Session
from storage.offers import Place
from storage.tables import Account, Engagement, Person, Workspace

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class News:
    """What the leads of an engagement are told, and where it happened; the same `key` is told once."""

    engagement: Engagement
    workspace: Workspace
    reply: Reply
    key: str
    now: datetime


async def tell_leads(session: Session, news: News, *, but: int | None = None) -> int:
    """Write to the direct messages of every lead but that person. Return how many are told."""
    told = 0
    for membership, person in await members.current(session, engagement_id=news.engagement.id):
        if Role(membership.role) not in LEADS or person.id == but:
            continue
        found = await people.reachable(
            session,
            engagement_id=news.engagement.id,
            person_id=person.id,
            workspace_id=news.workspace.id,
        )
        told += found is not None and await _tell(session, news, person, *found)
    if not told:
        log.warning("no_lead_told", engagement=news.engagement.id, key=news.key)
    return told


async def _tell(session: Session, news: News, person: Person, account: Account, at: Workspace) -> bool:
    address = Address(platform=at.platform, workspace=at.external_id, account=account.external_id)
    place = Place(
        engagement_id=news.engagement.id, person_id=person.id, conversation=address.place, now=news.now
    )
    return await outbox.add(
        session,
        key=f"{news.key}/{person.id}",
        engagement_id=news.engagement.id,
        address=address,
        reply=await offers.save_buttons(session, news.reply, place),
        now=news.now,
    )
