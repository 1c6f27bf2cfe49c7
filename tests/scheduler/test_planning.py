"""What comes within two days is planned: each date once, whoever plans, and whatever was down."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from domain.cadence import Cadence as MadeCadence
from domain.cadence import EachWorkingDay, Relative, Weekly
from scheduler.planning import plan
from storage import schedules
from storage.tables import ScheduleVersion
from tests.storage.made import make_engagement

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def cadence(rule=None, **changes):
    usual = {"at": time(9, 30), "zone": BERLIN, "starts": date(2026, 11, 1)}
    return MadeCadence(**{"rule": rule or Weekly(weekdays=frozenset({0})), **usual, **changes})


@pytest.fixture
async def engagement_id(database):
    async with database.write() as session:
        return (await make_engagement(session)).id


async def add(database, engagement_id, made=None, *, now=FRIDAY, job="checkin"):
    async with database.write() as session:
        return await schedules.add(
            session,
            engagement_id=engagement_id,
            job=job,
            name="Check-in",
            cadence=made or cadence(),
            settings={},
            by_id=None,
            source="command",
            now=now,
        )


async def planned(database, scheduled, until=date(2027, 12, 31)):
    async with database.read() as session:
        return await schedules.occurrences(
            session,
            engagement_id=scheduled.engagement_id,
            schedule_id=scheduled.id,
            since=date(2026, 1, 1),
            until=until,
        )


async def change(database, scheduled, now, **changes):
    async with database.write() as session:
        return await schedules.change(session, scheduled, by_id=None, source="command", now=now, **changes)


async def test_only_what_comes_within_two_days_is_planned(database, engagement_id):
    scheduled = await add(database, engagement_id)
    await plan(FRIDAY, database=database)
    assert await planned(database, scheduled) == []
    await plan(FRIDAY + timedelta(days=1), database=database)
    [monday] = await planned(database, scheduled)
    assert (monday.local_date, monday.state) == (date(2026, 11, 23), "planned")
    assert monday.due_at == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


async def test_planners_that_plan_at_once_plan_each_date_once(database, engagement_id):
    made = [await add(database, engagement_id, cadence(EachWorkingDay())) for _each in range(5)]
    await asyncio.gather(*(plan(FRIDAY + timedelta(days=2), database=database) for _replica in range(4)))
    for scheduled in made:
        assert [one.local_date.day for one in await planned(database, scheduled)] == [23, 24]


async def test_after_three_days_without_a_process_every_date_is_there(database, engagement_id):
    scheduled = await add(database, engagement_id, cadence(EachWorkingDay()))
    await plan(FRIDAY, database=database)
    await plan(FRIDAY + timedelta(days=6), database=database)
    days = [one.local_date.day for one in await planned(database, scheduled)]
    assert days == [23, 24, 25, 26, 27]


async def test_a_schedule_that_was_moved_is_planned_anew_and_never_for_the_past(database, engagement_id):
    scheduled = await add(database, engagement_id)
    saturday, monday = FRIDAY + timedelta(days=1), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    await plan(saturday, database=database)
    later = await change(database, scheduled, monday, cadence=cadence(at=time(11)))
    await plan(monday, database=database)
    [one] = await planned(database, scheduled)
    assert one.due_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    await change(database, later, monday, cadence=cadence(at=time(7)))
    await plan(monday, database=database)
    assert await planned(database, scheduled) == []


async def test_a_holiday_is_written_down_as_the_reason(database, engagement_id):
    async with database.write() as session:
        await schedules.add_holiday(
            session, engagement_id=engagement_id, day=date(2026, 11, 23), name="Office closed", now=FRIDAY
        )
    scheduled = await add(database, engagement_id)
    await plan(FRIDAY + timedelta(days=2), database=database)
    [monday] = await planned(database, scheduled)
    assert (monday.state, monday.reason) == ("cancelled", "it is a holiday: Office closed")


async def test_what_is_paused_until_a_day_begins_again_on_it(database, engagement_id):
    scheduled = await add(database, engagement_id)
    paused = await change(database, scheduled, FRIDAY, is_paused=True, paused_until=date(2026, 12, 7))
    await plan(FRIDAY, database=database)
    await plan(datetime(2026, 12, 5, 12, 0, tzinfo=UTC), database=database)
    assert [one.local_date.day for one in await planned(database, scheduled)] == [7]
    await change(database, replace(paused, planned_until=None), FRIDAY, is_paused=True)
    await plan(datetime(2026, 12, 6, 12, 0, tzinfo=UTC), database=database)
    assert await planned(database, scheduled) == []


async def test_dates_counted_from_another_schedule_move_and_rest_with_it(database, engagement_id):
    base = await add(database, engagement_id, cadence(at=time(15)), job="meeting")
    before = await add(database, engagement_id, cadence(Relative(schedule_id=base.id, days=-3)))
    await plan(FRIDAY, database=database)
    # Three days before Monday is the Friday of now; its moment is over when it is 9:30 in Berlin.
    await plan(FRIDAY + timedelta(days=5), database=database)
    assert [one.local_date.day for one in await planned(database, before)] == [27]
    base = await change(database, base, FRIDAY + timedelta(days=5), is_paused=True)
    await plan(FRIDAY + timedelta(days=5), database=database)
    assert await planned(database, before) == []


async def test_a_schedule_that_cannot_be_read_holds_up_no_other(database, engagement_id):
    broken, other = await add(database, engagement_id), await add(database, engagement_id)
    async with database.write() as session:
        old = update(ScheduleVersion).where(ScheduleVersion.schedule_id == broken.id)
        await session.execute(old.values(cadence={"version": 99}))
    await plan(FRIDAY + timedelta(days=2), database=database)
    assert [one.local_date.day for one in await planned(database, other)] == [23]


async def test_a_holiday_that_is_taken_back_leaves_the_date_as_it_was(database, engagement_id):
    async with database.write() as session:
        row = await schedules.add_holiday(
            session, engagement_id=engagement_id, day=date(2026, 11, 23), name="Office closed", now=FRIDAY
        )
    scheduled = await add(database, engagement_id)
    sunday = FRIDAY + timedelta(days=2)
    await plan(sunday, database=database)
    async with database.write() as session:
        await schedules.end_holiday(session, engagement_id=engagement_id, holiday_id=row.id, now=sunday)
    await change(database, scheduled, sunday, reason="a holiday less")
    await plan(sunday, database=database)
    assert [one.state for one in await planned(database, scheduled)] == ["planned"]


async def test_what_is_due_already_stands_there_as_dropped_when_its_schedule_changes(database, engagement_id):
    scheduled = await add(database, engagement_id)
    await plan(FRIDAY + timedelta(days=2), database=database)
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    await change(database, scheduled, monday, cadence=cadence(Weekly(weekdays=frozenset({4}))))
    [one] = await planned(database, scheduled, until=date(2026, 11, 23))
    assert (one.state, one.reason) == ("cancelled", schedules.CHANGED)


async def test_a_pause_of_three_years_ends(database, engagement_id):
    scheduled = await add(database, engagement_id)
    await change(database, scheduled, FRIDAY, is_paused=True, paused_until=date(2029, 11, 26))
    for day in (FRIDAY, FRIDAY + timedelta(days=366), FRIDAY + timedelta(days=732)):
        await plan(day, database=database)
    await plan(datetime(2029, 11, 25, 12, 0, tzinfo=UTC), database=database)
    assert [one.local_date for one in await planned(database, scheduled, date(2030, 1, 1))] == [
        date(2029, 11, 26)
    ]
