"""What is asked of the second person, waits for them or was wished by them: it goes over, and comes back.

What they answered stays as they wrote it, and links to their calendar end.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from storage import checkins, registers
from storage.database import Session
from storage.insert import insert_new
from storage.tables import (
    CalendarLink,
    Checkin,
    CheckinAsked,
    OccurrencePost,
    OutboxPost,
    Person,
    PersonalWish,
    RegisterItem,
    RegisterStep,
)

SOURCE = "link"


@dataclass(frozen=True, kw_only=True)
class MovedWaiting:
    """What of this went over; all of it travels as JSON.

    `items` are [engagement, item of the register]; `asked` are [engagement, round, those of the two whom it
    asked before, and after]; `absences` are those that an engagement file told of.
    """

    wishes: list[int] = field(default_factory=list)
    absences: list[Any] = field(default_factory=list)
    items: list[list[int]] = field(default_factory=list)
    asked: list[list[Any]] = field(default_factory=list)
    posts: list[int] = field(default_factory=list)
    calendar_links: list[int] = field(default_factory=list)


async def owned_in(session: Session, *, people: Sequence[int]) -> set[int]:
    """The engagements in which something open of the register is theirs."""
    begun = select(RegisterItem.engagement_id).where(RegisterItem.owner_id.in_(people))
    given = select(RegisterStep.engagement_id).where(RegisterStep.owner_id.in_(people))
    maybe = set(await session.scalars(begun)) | set(await session.scalars(given))
    return {one for one in maybe if await _owned(session, one, people)}


async def _owned(session: Session, engagement_id: int, people: Collection[int]) -> list[int]:
    found = await registers.open_items(session, engagement_id=engagement_id)
    return [item.id for item in found if item.owner_id in people]


async def join_waiting(session: Session, *, first: int, second: int, now: datetime) -> MovedWaiting:
    """Give what waits for the second person to the first one."""
    wishes = update(PersonalWish).where(PersonalWish.person_id == second, PersonalWish.ended_at.is_(None))
    links = update(CalendarLink).where(CalendarLink.person_id == second, CalendarLink.ended_at.is_(None))
    wished = await session.scalars(wishes.values(person_id=first).returning(PersonalWish.id))
    ended = await session.scalars(links.values(ended_at=now).returning(CalendarLink.id))
    return MovedWaiting(
        wishes=sorted(wished),
        absences=await _absences(session, first=first, second=second),
        items=await _items(session, first=first, second=second, now=now),
        asked=await _asked(session, first=first, second=second),
        posts=await _posts(session, second, first, of=OutboxPost.person_id == second),
        calendar_links=sorted(ended),
    )


async def _absences(session: Session, *, first: int, second: int) -> list[Any]:
    one, other = [await session.get_one(Person, person_id) for person_id in (first, second)]
    new = [told for told in other.away or () if told not in (one.away or ())]
    one.away = [*(one.away or ()), *new] or None
    return new


async def _items(session: Session, *, first: int, second: int, now: datetime) -> list[list[int]]:
    """Say by a step that their open items are the first one's."""
    moved = [
        [engagement_id, item_id]
        for engagement_id in sorted(await owned_in(session, people=[second]))
        for item_id in await _owned(session, engagement_id, [second])
    ]
    for engagement_id, item_id in moved:
        await _give(session, engagement_id, item_id, to=first, now=now)
    return moved


async def _give(session: Session, engagement_id: int, item_id: int, *, to: int, now: datetime) -> None:
    await registers.add_step(
        session,
        engagement_id=engagement_id,
        item_id=item_id,
        owner_id=to,
        by_id=to,
        source=SOURCE,
        now=now,
    )


async def _asked(session: Session, *, first: int, second: int) -> list[list[Any]]:
    """Let the rounds that take answers ask one of the two; of two that are asked, who answered stays."""
    newer = aliased(Checkin)
    is_last = ~exists().where(newer.engagement_id == Checkin.engagement_id, newer.number > Checkin.number)
    query = select(Checkin.engagement_id, Checkin.id).where(
        is_last, CheckinAsked.checkin_id == Checkin.id, CheckinAsked.person_id == second
    )
    moved = []
    for engagement_id, checkin_id in (await session.execute(query.order_by(Checkin.id))).all():
        before = await _asked_of(session, checkin_id, (first, second))
        spoke = [one for one in (first, second) if await _answered(session, engagement_id, checkin_id, one)]
        after = spoke[:1] or [first]
        await _ask(session, engagement_id, checkin_id, before, after)
        moved.append([engagement_id, checkin_id, before, after])
    return moved


async def _asked_of(session: Session, checkin_id: int, people: Collection[int]) -> list[int]:
    query = select(CheckinAsked.person_id).where(
        CheckinAsked.checkin_id == checkin_id, CheckinAsked.person_id.in_(people)
    )
    return sorted(await session.scalars(query))


async def _answered(session: Session, engagement_id: int, checkin_id: int, person_id: int) -> bool:
    who = {"engagement_id": engagement_id, "checkin_id": checkin_id, "person_id": person_id}
    return await checkins.head_of(session, **who) is not None


async def _ask(
    session: Session, engagement_id: int, checkin_id: int, before: Sequence[int], after: Sequence[int]
) -> None:
    for row in await session.scalars(
        select(CheckinAsked).where(
            CheckinAsked.checkin_id == checkin_id, CheckinAsked.person_id.in_(set(before) - set(after))
        )
    ):
        await session.delete(row)
    ids = {"engagement_id": engagement_id, "checkin_id": checkin_id}
    new = [{**ids, "person_id": person_id} for person_id in after if person_id not in before]
    if new:
        await insert_new(session, CheckinAsked, new)


async def _posts(session: Session, old: int, new: int, *, of: Any) -> list[int]:
    """Let posts that wait for the one person wait for the other; they go to the same account."""
    waiting = select(OutboxPost).where(of, OutboxPost.state == "pending").order_by(OutboxPost.id)
    rows = (await session.scalars(waiting.with_for_update())).all()
    for row in rows:
        row.person_id = new
        if row.builds is not None and row.builds.get("person") == old:
            row.builds = {**row.builds, "person": new}
    ids = [row.id for row in rows]
    told = update(OccurrencePost).where(OccurrencePost.outbox_id.in_(ids), OccurrencePost.person_id == old)
    await session.execute(told.values(person_id=new))
    return ids


async def part_waiting(
    session: Session, moved: MovedWaiting, *, first: int, second: int, now: datetime
) -> None:
    """Give back what nobody changed since it went over."""
    wishes = update(PersonalWish).where(PersonalWish.id.in_(moved.wishes), PersonalWish.person_id == first)
    await session.execute(wishes.values(person_id=second))
    person = await session.get_one(Person, first, populate_existing=True)
    person.away = [told for told in person.away or () if told not in moved.absences] or None
    for engagement_id, item_id in moved.items:
        if item_id in await _owned(session, engagement_id, [first]):
            await _give(session, engagement_id, item_id, to=second, now=now)
    for engagement_id, checkin_id, before, after in moved.asked:
        await _ask_again(session, engagement_id, checkin_id, before, after)
    posts = OutboxPost.id.in_(moved.posts) & (OutboxPost.person_id == first)
    await _posts(session, first, second, of=posts)
    await _link_again(session, moved.calendar_links)


async def _ask_again(
    session: Session, engagement_id: int, checkin_id: int, before: Sequence[int], after: Sequence[int]
) -> None:
    """Let the round ask whom it asked before, unless whoever took their place has answered since."""
    new = [one for one in after if one not in before]
    spoke = [one for one in new if await _answered(session, engagement_id, checkin_id, one)]
    if not spoke and await _asked_of(session, checkin_id, {*before, *after}) == sorted(after):
        await _ask(session, engagement_id, checkin_id, after, before)


async def _link_again(session: Session, link_ids: Sequence[int]) -> None:
    """Let the links work again, where there is no newer one."""
    newer = aliased(CalendarLink)
    is_replaced = exists().where(
        newer.engagement_id == CalendarLink.engagement_id,
        newer.person_id == CalendarLink.person_id,
        newer.ended_at.is_(None),
    )
    again = update(CalendarLink).where(CalendarLink.id.in_(link_ids), ~is_replaced)
    await session.execute(again.values(ended_at=None).execution_options(synchronize_session=False))
