"""Offers: what may be done next to a reply, and forms that are open."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from domain.chat import Block, Button, Buttons, Reply
from storage.database import Session
from storage.tables import Offer

FORM_HOURS = 24
TYPED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where and to whom something is offered; `person_id` None means everyone there.

    `shown_in` is where it is shown, if that is not the conversation about which it is.
    """

    engagement_id: int | None
    person_id: int | None
    conversation: str
    now: datetime
    shown_in: str = ""


async def save_buttons(session: Session, reply: Reply, place: Place) -> Reply:
    """Store an offer for every button of the reply, and give the buttons their ids."""
    group = secrets.token_urlsafe(9)
    places = count(1)
    blocks: list[Block] = []
    for block in reply.blocks:
        if not isinstance(block, Buttons):
            blocks.append(block)
            continue
        ready = tuple(replace(button, id=secrets.token_urlsafe(12)) for button in block.items)
        session.add_all(_offer(button, place, group=group, position=next(places)) for button in ready)
        blocks.append(Buttons(ready))
    await session.flush()
    return replace(reply, blocks=tuple(blocks))


def _offer(button: Button, place: Place, *, group: str, position: int) -> Offer:
    return Offer(
        token=button.id,
        group=group,
        position=position,
        label=button.label,
        route=button.route,
        args=dict(button.args),
        engagement_id=place.engagement_id,
        person_id=None if button.is_for_everyone else place.person_id,
        conversation=place.conversation,
        shown_in=place.shown_in,
        is_single_choice=button.is_single_choice,
        created_at=place.now,
        expires_at=place.now + timedelta(minutes=button.minutes),
    )


async def save_form(session: Session, *, name: str, args: Mapping[str, object], place: Place) -> str:
    """Store that a form was shown to a person. Return the id of this showing."""
    offer = Offer(
        token=secrets.token_urlsafe(12),
        group=secrets.token_urlsafe(9),
        position=0,
        label="",
        route=name,
        args=dict(args),
        engagement_id=place.engagement_id,
        person_id=place.person_id,
        conversation=place.conversation,
        shown_in=place.shown_in,
        is_single_choice=True,
        created_at=place.now,
        expires_at=place.now + timedelta(hours=FORM_HOURS),
    )
    session.add(offer)
    await session.flush()
    return offer.token


async def show_in(session: Session, tokens: Iterable[str], *, conversation: str) -> None:
    """Write down that these offers are shown in another conversation than the one about which they are."""
    moved = update(Offer).where(Offer.token.in_(set(tokens)), Offer.conversation != conversation)
    await session.execute(moved.values(shown_in=conversation))


async def find(session: Session, *, token: str) -> Offer | None:
    """The offer with this token."""
    return await session.scalar(select(Offer).where(Offer.token == token))


async def take_up(session: Session, *, token: str) -> Offer | None:
    """The offer with this token, held with those beside it until the transaction ends: one takes it."""
    group = select(Offer.group).where(Offer.token == token).scalar_subquery()
    beside = select(Offer).where(Offer.group == group).order_by(Offer.id).with_for_update()
    found = await session.scalars(beside.execution_options(populate_existing=True))
    return next((offer for offer in found if offer.token == token), None)


async def use(session: Session, offer: Offer, *, person_id: int, now: datetime) -> None:
    """Mark the offer as used, and with a single choice the others beside it."""
    offer.used_at, offer.used_by = now, person_id
    if offer.is_single_choice:
        beside = (
            update(Offer)
            .where(Offer.group == offer.group, Offer.id != offer.id)
            .where(Offer.is_single_choice, Offer.used_at.is_(None))
        )
        await session.execute(beside.values(used_at=now, used_by=person_id))
    await session.flush()


async def reroute(
    session: Session, *, engagement_id: int, routes: Collection[str], request: str, to: str
) -> int:
    """Let what is still offered by these routes, and was made by that request, mean something else.

    Return how many offers that were.
    """
    still = update(Offer).where(
        Offer.engagement_id == engagement_id,
        Offer.route.in_(routes),
        Offer.args["request"].as_string() == request,
        Offer.used_at.is_(None),
    )
    return len((await session.scalars(still.values(route=to).returning(Offer.id))).all())


async def is_used(session: Session, *, token: str) -> bool:
    """Whether somebody took the offer."""
    return await session.scalar(select(Offer.used_at).where(Offer.token == token)) is not None


async def forget(session: Session, *, group: str) -> None:
    """Delete what was offered together, so that nothing tells that it was taken."""
    await session.execute(delete(Offer).where(Offer.group == group))


async def forget_form(session: Session, shown: Offer) -> None:
    """Delete this showing, and the buttons here that led the person to it."""
    led_here = and_(
        Offer.person_id == shown.person_id,
        Offer.conversation == shown.conversation,
        Offer.engagement_id == shown.engagement_id,
        Offer.args["form"].as_string() == shown.route,
    )
    await session.execute(delete(Offer).where(or_(Offer.group == shown.group, led_here)))


async def latest_group(
    session: Session, *, person_id: int, conversation: str, now: datetime
) -> Sequence[Offer]:
    """The offers that were made to the person last in this conversation, taken or not, in order."""
    mine = (
        select(Offer)
        .where(Offer.person_id == person_id, _is_here(conversation))
        .where(Offer.label != "", Offer.created_at > now - TYPED_WITHIN)
    )
    last = (await session.scalars(mine.order_by(Offer.id.desc()).limit(1))).first()
    if last is None:
        return []
    query = select(Offer).where(Offer.group == last.group)
    return (await session.scalars(query.order_by(Offer.position))).all()


async def latest_called(
    session: Session, *, label: str, person_id: int, conversation: str, now: datetime
) -> str | None:
    """The token of the last offer with this label that was made to the person here, taken or not."""
    query = (
        select(Offer.token)
        .where(Offer.person_id == person_id, _is_here(conversation))
        .where(func.lower(Offer.label) == label, Offer.created_at > now - TYPED_WITHIN)
        .order_by(Offer.id.desc())
    )
    return await session.scalar(query.limit(1))


def _is_here(conversation: str) -> ColumnElement[bool]:
    """Whether it can be typed there: where it stands, and in the conversation about which it is."""
    return or_(Offer.conversation == conversation, Offer.shown_in == conversation)


async def latest_form(session: Session, *, person_id: int, conversation: str) -> Offer | None:
    """The form that was shown to the person last in this conversation."""
    query = (
        select(Offer)
        .where(Offer.person_id == person_id, Offer.conversation == conversation)
        .where(Offer.position == 0)
        .order_by(Offer.id.desc())
    )
    return (await session.scalars(query.limit(1))).first()


async def waiting(
    session: Session, *, engagement_id: int, person_id: int, route: str, now: datetime
) -> Sequence[Offer]:
    """What is still offered to the person by buttons with this route, the oldest first."""
    query = (
        select(Offer)
        .where(Offer.engagement_id == engagement_id, Offer.person_id == person_id, Offer.route == route)
        .where(Offer.used_at.is_(None), Offer.expires_at > now)
        .order_by(Offer.id)
    )
    return (await session.scalars(query)).all()


async def used_offers(session: Session, tokens: Iterable[str]) -> set[str]:
    """Which of these offers somebody took."""
    used = select(Offer.token).where(Offer.token.in_(set(tokens)), Offer.used_at.is_not(None))
    return set((await session.scalars(used)).all())


async def closed_offers(session: Session, tokens: Iterable[str], *, now: datetime) -> set[str]:
    """Which of these offers can no longer be taken: used, expired or unknown."""
    asked = set(tokens)
    open_ones = select(Offer.token).where(
        Offer.token.in_(asked), Offer.used_at.is_(None), Offer.expires_at > now
    )
    return asked - set((await session.scalars(open_ones)).all())
