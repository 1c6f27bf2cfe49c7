"""The registers: numbers, steps, ages, owners."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from storage import registers
from storage.database import Database, Session
from storage.registers import Item
from tests.storage.made import NOW, make_engagement, make_visitor


async def opened(session: Session, engagement_id: int, **changes: object) -> Item:
    usual = {
        "kind": "action",
        "text": "Send the brief",
        "owner_id": None,
        "due": date(2026, 11, 20),
        "origin": "command",
        "by_id": None,
        "now": NOW,
    }
    return await registers.open_item(session, engagement_id=engagement_id, **{**usual, **changes})  # type: ignore[arg-type]  # values of several types


async def step(session: Session, item: Item, engagement_id: int, **what: object) -> Item:
    return await registers.add_step(
        session,
        engagement_id=engagement_id,
        item_id=item.id,
        by_id=None,
        source="command",
        now=NOW + timedelta(days=1),
        **what,  # type: ignore[arg-type]  # values of several types
    )


async def test_an_item_is_what_its_last_steps_say(migrated: Database) -> None:
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, dana = await make_visitor(session)
        _workspace, tom = await make_visitor(session, "U_TOM")
        first = await opened(session, engagement.id, owner_id=dana.id)
        assert (first.number, first.owner, first.status, first.step_id) == (1, "Dana", "open", None)
        await step(session, first, engagement.id, due=date(2026, 11, 30))
        given = await step(session, first, engagement.id, owner_id=tom.id)
        assert (given.owner, given.due, given.is_open) == ("Tom", date(2026, 11, 30), True)
        done = await step(session, first, engagement.id, status="done", words="sent")
        assert (done.status, done.owner, done.changed_at) == ("done", "Tom", NOW + timedelta(days=1))
        again = await step(session, first, engagement.id, status="open")
        assert await registers.open_items(session, engagement_id=engagement.id, owner_id=tom.id) == [again]
        assert not await registers.open_items(session, engagement_id=engagement.id, owner_id=dana.id)


async def test_lists_keep_kinds_and_engagements_apart_and_begin_with_the_oldest(migrated: Database) -> None:
    async with migrated.write() as session:
        one, other = [(await make_engagement(session, key)).id for key in ("northwind", "birch")]
        young = await opened(session, one, kind="blocker", due=None)
        old = await opened(session, one, kind="blocker", due=None, now=NOW - timedelta(days=9))
        action = await opened(session, one)
        theirs = await opened(session, other)
        assert await registers.open_items(session, engagement_id=one, kind="blocker") == [old, young]
        assert await registers.counts(session, engagement_id=one) == {"blocker": 2, "action": 1}
        assert theirs.number == 1
        for number, kind in ((action.number, "blocker"), (9, "action")):
            assert await registers.find(session, engagement_id=one, kind=kind, number=number) is None
        assert await registers.find(session, engagement_id=one, kind="action", number=3) == action
        done = await step(session, old, one, status="done")
        assert await registers.done_since(session, engagement_id=one, since=NOW) == [done]
        assert not await registers.done_since(session, engagement_id=one, since=NOW + timedelta(days=2))


async def test_ages_are_counted_in_days_of_the_engagement_and_numbers_are_their_own_at_once_too(
    migrated: Database,
) -> None:
    async with migrated.write() as session:
        engagement = await make_engagement(session, zone="Pacific/Auckland")
        late = datetime(2026, 11, 16, 12, 30, tzinfo=UTC)
        engagement_id = engagement.id
        item = await opened(session, engagement_id, now=late)
    assert item.opened_on == date(2026, 11, 17)
    assert item.age_in_days(date(2026, 11, 20)) == 3
    assert [item.is_overdue(date(2026, 11, day)) for day in (20, 21)] == [False, True]

    async def add() -> int:
        async with migrated.write() as session:
            return (await opened(session, engagement_id)).number

    assert sorted(await asyncio.gather(*(add() for _item in range(6)))) == list(range(2, 8))
