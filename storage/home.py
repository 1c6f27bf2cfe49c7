"""What stands behind a Home tab: whether it is out of date, and the offers of its buttons."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ScalarSelect, SQLColumnExpression, func, literal, or_, select

from domain.chat import Block, Buttons, Reply
from storage import offers
from storage.database import Session
from storage.offers import Place
from storage.tables import Checkin, EngagementWorkspace, HistoryEvent, Membership, Offer

# Sums of row numbers are kept in an INTEGER.
LARGEST = 2**31 - 1
# An offer that a Home keeps showing is prolonged in time, not with every showing.
LIVES, PROLONGED_WITHIN = timedelta(days=30), timedelta(days=15)


def mark(person_id: SQLColumnExpression[Any], workspace_id: SQLColumnExpression[Any]) -> ScalarSelect[int]:
    """A number that changes with every new line about the person's engagements here, every round and seat.

    A sum, since lines of several engagements may be committed out of order. Lines that name nobody don't
    count: a Home that is drawn anew would tell the hour of anonymous feedback.
    """
    newest = (
        select(func.max(HistoryEvent.id))
        .where(HistoryEvent.engagement_id == Membership.engagement_id, HistoryEvent.person_id.is_not(None))
        .correlate(Membership)
        .scalar_subquery()
    )
    # Rounds begin without a line: a job asks, and nobody did anything.
    rounds = (
        select(func.coalesce(func.max(Checkin.number), 0))
        .where(Checkin.engagement_id == Membership.engagement_id)
        .correlate(Membership)
        .scalar_subquery()
    )
    return (
        select(func.coalesce(func.sum(newest + rounds), 0) % LARGEST)
        .select_from(Membership)
        .join(EngagementWorkspace, EngagementWorkspace.engagement_id == Membership.engagement_id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .where(EngagementWorkspace.workspace_id == workspace_id)
        .scalar_subquery()
    )


async def mark_of(session: Session, *, person_id: int, workspace_id: int) -> int:
    """The mark of what the person's Home in the workspace shows now."""
    query = select(mark(literal(person_id), literal(workspace_id)))
    return await session.scalar(query) or 0


async def keep_buttons(session: Session, reply: Reply, place: Place) -> Reply:
    """Give the buttons of a Home their ids: one that it showed before keeps its own.

    So an older Home that somebody still looks at goes on working, and offers don't pile up.
    """
    if not any(reply.buttons):
        return reply
    ids = await _ids_before(session, place)
    fresh = tuple(one for one in reply.buttons if _key(one.label, one.route, one.args) not in ids)
    if fresh:
        made = await offers.save_buttons(session, Reply(blocks=(Buttons(fresh),)), place)
        ids |= {_key(one.label, one.route, one.args): one.id for one in made.buttons}
    return replace(reply, blocks=tuple(_named(block, ids) for block in reply.blocks))


async def _ids_before(session: Session, place: Place) -> dict[str, str]:
    """What the buttons offer -> the token of their offer; an offer that is kept lives on."""
    query = (
        select(Offer)
        .where(Offer.conversation == place.conversation, Offer.engagement_id == place.engagement_id)
        .where(or_(Offer.person_id == place.person_id, Offer.person_id.is_(None)))
        .where(Offer.used_at.is_(None), Offer.expires_at > place.now)
        .order_by(Offer.id.desc())
    )
    found = (await session.scalars(query)).all()
    for offer in found:
        if offer.expires_at < place.now + PROLONGED_WITHIN:
            offer.expires_at = place.now + LIVES
    return {_key(offer.label, offer.route, offer.args): offer.token for offer in found}


def _key(label: str, route: str, args: Mapping[str, Any]) -> str:
    return json.dumps([label, route, dict(args)], sort_keys=True)


def _named(block: Block, ids: Mapping[str, str]) -> Block:
    if not isinstance(block, Buttons):
        return block
    named = (replace(one, id=ids[_key(one.label, one.route, one.args)]) for one in block.items)
    return Buttons(tuple(named))
