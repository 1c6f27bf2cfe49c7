"""What goes from one person to another when their accounts are joined, and back."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from domain.chat import Address, Sender
from storage import contexts, links, members, people
from storage.database import Session
from storage.people import Visitor
from storage.tables import Account, Context, Kpi, LinkCode, LinkTry, Membership
from tests.storage.made import NOW, make_engagement, make_kpi

LATER = NOW + timedelta(hours=1)


async def dana(session: Session, platform: str) -> Visitor:
    """Dana's account on this platform, which has the same id on each."""
    address = Address(platform=platform, workspace="W1", account="U_DANA")
    return await people.welcome_visitor(session, address=address, sender=Sender(account="U_DANA"), now=NOW)


async def seats(session: Session, person_id: int) -> list[tuple[int, str]]:
    """Where the person is what."""
    query = select(Membership).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    rows = await session.scalars(query.order_by(Membership.engagement_id))
    return [(row.engagement_id, row.role) for row in rows]


async def set_up(session: Session) -> tuple[int, int, int, int]:
    """Two people of one name; the first is in the team of North, the second leads it, and Birch too."""
    one, two = await dana(session, "test"), await dana(session, "other")
    first, second = one.person.id, two.person.id
    north, birch = [(await make_engagement(session, key)).id for key in ("north", "birch")]
    for engagement_id, person_id, role in (
        (north, first, "team"),
        (north, second, "cmo"),
        (birch, second, "cmo"),
    ):
        seat = await members.begin(
            session, engagement_id=engagement_id, person_id=person_id, role=role, now=NOW
        )
    seat.working_days, seat.day_starts = [0, 1], "09:00"
    owned = make_kpi(two.person, "leads", engagement_id=north, position=1, backup_owner_id=first)
    backed = make_kpi(one.person, "sales", engagement_id=north, position=2, backup_owner_id=second)
    session.add_all([owned, backed])
    for person_id in (first, second):
        await contexts.remember(
            session, person_id=person_id, conversation="@U_DANA", engagement_id=north, now=NOW
        )
    return first, second, north, birch


async def owners(session: Session) -> list[tuple[int, int | None]]:
    """Who owns each KPI, and who backs them up."""
    rows = await session.scalars(select(Kpi).order_by(Kpi.id))
    return [(kpi.owner_id, kpi.backup_owner_id) for kpi in rows]


async def test_all_that_is_theirs_goes_over_and_comes_back(migrated):
    async with migrated.write() as session:
        first, second, north, birch = await set_up(session)
    async with migrated.write() as session:
        assert await links.concerned(session, people=[second]) == [north, birch]
        moved = await links.join(session, first=first, second=second, now=LATER)
        assert await seats(session, first) == [(north, "cmo"), (birch, "cmo")]
        assert await seats(session, second) == []
        now = await members.find(session, engagement_id=birch, person_id=first)
        assert now is not None
        assert (now.working_days, now.day_starts, now.started_at) == ([0, 1], "09:00", LATER)
        assert await owners(session) == [(first, None), (first, None)]
        assert list(await session.scalars(select(Context.person_id))) == [first]
        assert set(await session.scalars(select(Account.person_id))) == {first}
    async with migrated.write() as session:
        assert await links.part(session, moved, now=LATER)
        assert not await links.part(session, moved, now=LATER)
        assert await seats(session, first) == [(north, "team")]
        assert await seats(session, second) == [(north, "cmo"), (birch, "cmo")]
        assert await owners(session) == [(second, first), (first, second)]
        assert set(await session.scalars(select(Account.person_id))) == {first, second}


async def test_of_many_at_once_one_uses_a_code(migrated):
    async with migrated.write() as session:
        one, two = await dana(session, "test"), await dana(session, "other")
        code = await links.make(session, account=one.account, now=NOW)

    async def use() -> bool:
        async with migrated.write() as session:
            return await links.use(session, code=code, used_by=two.account.id, now=NOW)

    assert sorted(await asyncio.gather(*(use() for _one in range(5)))) == [False] * 4 + [True]


async def test_old_codes_and_wrong_tries_are_thrown_away(migrated):
    async with migrated.write() as session:
        one, two = await dana(session, "test"), await dana(session, "other")
        for visitor, at in ((one, NOW), (two, LATER)):
            await links.make(session, account=visitor.account, now=at)
            await links.note_miss(session, account_id=visitor.account.id, now=at)
    async with migrated.read() as session:
        assert list(await session.scalars(select(LinkCode.account_id))) == [two.account.id]
        assert list(await session.scalars(select(LinkTry.account_id))) == [two.account.id]
