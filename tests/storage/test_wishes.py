"""What people want of us: absences, quiet, opt-outs, copies of the digest."""

from datetime import date, timedelta

from storage import wishes
from storage.database import Database, Session
from storage.tables import Person
from storage.wishes import Wish
from tests.storage.made import NOW, make_engagement, make_visitor

TODAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)


async def add(session: Session, person: Person, kind: wishes.Kind, **changes: object) -> Wish:
    usual = {"engagement_id": None, "first_day": TODAY, "by_id": person.id, "source": "dm", "now": NOW}
    return await wishes.add(session, person_id=person.id, kind=kind, **{**usual, **changes})  # type: ignore[arg-type]  # values of several types


async def is_away(session: Session, person: Person, day: date, *, engagement_id: int = 0) -> bool:
    return await wishes.is_away(session, engagement_id=engagement_id, person_id=person.id, day=day)


async def test_leave_that_is_said_of_somebody_for_one_engagement_holds_there_alone(
    migrated: Database,
) -> None:
    async with migrated.write() as session:
        ours, other = await make_engagement(session), await make_engagement(session, "birch")
        _workspace, tom = await make_visitor(session, "U_TOM")
        await add(session, tom, "away", engagement_id=ours.id)
        assert await is_away(session, tom, TODAY, engagement_id=ours.id)
        assert not await is_away(session, tom, TODAY, engagement_id=other.id)


async def test_first_and_last_day_of_an_absence_are_included_and_nobody_else_ends_it(
    migrated: Database,
) -> None:
    async with migrated.write() as session:
        _workspace, dana = await make_visitor(session)
        wish = await add(session, dana, "away", last_day=FRIDAY)
        days = [TODAY - timedelta(days=1), TODAY, FRIDAY, FRIDAY + timedelta(days=1)]
        assert [await is_away(session, dana, day) for day in days] == [False, True, True, False]
        assert await wishes.end(session, person_id=dana.id, wish_ids=[wish.id], now=NOW) == 1
        assert await wishes.end(session, person_id=dana.id, wish_ids=[wish.id], now=NOW) == 0
        assert not await is_away(session, dana, TODAY)
        (again,) = await wishes.bring_back(session, person_id=dana.id, wish_ids=[wish.id], now=NOW)
        assert again != wish.id
        assert await is_away(session, dana, FRIDAY)
        _workspace, tom = await make_visitor(session, "U_TOM")
        assert await wishes.end(session, person_id=tom.id, wish_ids=[again], now=NOW) == 0
        assert not await wishes.bring_back(session, person_id=tom.id, wish_ids=[again], now=NOW)


async def test_an_absence_of_an_engagement_file_counts_and_can_be_cut_short(migrated: Database) -> None:
    told = [
        {"from": "2026-11-10", "to": "2026-11-20", "reason": "leave"},
        {"from": "2026-12-24", "to": "2027-01-02"},
    ]
    async with migrated.write() as session:
        _workspace, dana = await make_visitor(session)
        dana.away = told
        assert await is_away(session, dana, TODAY)
        before = await wishes.cut_absences_of_files(session, person_id=dana.id, day=TODAY)
        assert before == told
        assert dana.away == [{"from": "2026-11-10", "to": "2026-11-15", "reason": "leave"}, told[1]]
        assert not await is_away(session, dana, TODAY)
        await wishes.put_absences_of_files(session, person_id=dana.id, absent=before)
        assert await is_away(session, dana, TODAY)


async def test_quiet_and_opt_outs_hold_for_one_person_engagement_and_job(migrated: Database) -> None:
    async with migrated.write() as session:
        one, other = [(await make_engagement(session, key)).id for key in ("northwind", "birch")]
        _workspace, dana = await make_visitor(session)
        _workspace, tom = await make_visitor(session, "U_TOM")
        await add(session, dana, "quiet", engagement_id=one, last_day=FRIDAY)
        await add(session, tom, "opt_out", engagement_id=one, job="kpi_due")

        async def is_quiet(person: Person, engagement_id: int, job: str, day: date = TODAY) -> bool:
            return await wishes.is_quiet(
                session, engagement_id=engagement_id, person_id=person.id, job=job, day=day
            )

        assert await is_quiet(dana, one, "actions")
        assert not await is_quiet(dana, other, "actions")
        assert not await is_quiet(dana, one, "actions", FRIDAY + timedelta(days=1))
        assert await is_quiet(tom, one, "kpi_due", TODAY + timedelta(days=400))
        assert not await is_quiet(tom, one, "actions")


async def test_the_list_leaves_out_what_is_over_or_of_another_engagement(migrated: Database) -> None:
    async with migrated.write() as session:
        one, other = [(await make_engagement(session, key)).id for key in ("northwind", "birch")]
        _workspace, dana = await make_visitor(session)
        await add(
            session, dana, "away", first_day=TODAY - timedelta(days=9), last_day=TODAY - timedelta(days=1)
        )
        coming = await add(session, dana, "away", first_day=FRIDAY, last_day=FRIDAY)
        copy = await add(session, dana, "digest", engagement_id=one)
        await add(session, dana, "digest", engagement_id=other)
        found = await wishes.list_of(session, engagement_id=one, person_id=dana.id, day=TODAY)
        assert found == [coming, copy]
        assert await wishes.subscribers(session, engagement_id=one) == [dana.id]
