"""The versions of the meetings, who was told of a window, and links to the calendar, on both databases."""

from dataclasses import replace
from datetime import date, time, timedelta

from sqlalchemy import update

from domain.cadence import Cadence, MonthlyOnWeekday
from domain.chat import Address, reply
from storage import meetings, members, outbox, schedules
from storage.tables import Account, OutboxPost
from tests.storage.made import NOW, make_engagement, make_visitor

CADENCE = Cadence(
    rule=MonthlyOnWeekday(nth=1, weekday=1), at=time(15), zone="Europe/London", starts=date(2026, 12, 1)
)
WINDOW = date(2027, 2, 16)


async def plan(session, engagement, job="meeting", **settings):
    return await schedules.add(
        session,
        engagement_id=engagement.id,
        job=job,
        name=job,
        cadence=CADENCE,
        settings=settings,
        by_id=None,
        source="test",
        now=NOW,
    )


async def test_every_version_of_every_series_is_a_term_of_its_own(migrated):
    later, end = NOW + timedelta(days=1), NOW + timedelta(days=2)
    moved = replace(CADENCE, moved={date(2026, 12, 1): None})
    async with migrated.write() as session:
        north, birch = await make_engagement(session), await make_engagement(session, "birch")
        first = await plan(session, north, minutes=60)
        settings = {"minutes": 90, "not_held": ["2026-12-01"]}
        await schedules.change(
            session, first, cadence=moved, settings=settings, by_id=None, source="test", now=later
        )
        await schedules.end(session, engagement_id=north.id, schedule_id=first.id, now=end)
        await plan(session, north)
        await plan(session, north, job="checkin")
        await plan(session, birch)
    async with migrated.read() as session:
        terms = await meetings.terms(session, engagement_id=north.id)
    assert [(one.since, one.until, one.minutes) for one in terms] == [
        (NOW, later, 60),
        (later, end, 90),
        (NOW, None, 60),
    ]
    assert terms[1].not_held == {date(2026, 12, 1)}
    assert terms[1].cadence == moved


async def tell(session, engagement, person, state, *, day, stage="14"):
    """Let the guard have something for the person on that day, in a post that ended so."""
    guard = await schedules.of_job(session, engagement_id=engagement.id, job="cadence_guard")
    guard = guard or await plan(session, engagement, job="cadence_guard")
    ids = {"engagement_id": engagement.id, "schedule_id": guard.id}
    await schedules.plan(
        session,
        engagement_id=engagement.id,
        schedule_id=guard.id,
        version=1,
        job="cadence_guard",
        local_date=day,
        due_at=NOW,
        latest_at=NOW,
        now=NOW,
    )
    (happened,) = await schedules.occurrences(session, **ids, since=day, until=day)
    key = f"guard/{person.id}/{day}"
    address = {"platform": "test", "workspace": "W1", "account": person.name}
    await outbox.add(
        session, key=key, engagement_id=engagement.id, address=Address(**address), reply=reply("x"), now=NOW
    )
    await session.execute(update(OutboxPost).where(OutboxPost.key == key).values(state=state))
    args = {"window": WINDOW.isoformat(), "stage": stage}
    told = {"occurrence_id": happened.id, "key": key, "person_id": person.id, "args": args}
    await schedules.tell(session, engagement_id=engagement.id, **told)


async def test_who_was_told_counts_by_window_and_stage_and_a_few_vain_tries_count_as_well(migrated):
    async with migrated.write() as session:
        north, birch = await make_engagement(session), await make_engagement(session, "birch")
        people = [(await make_visitor(session, f"U_{name}"))[1] for name in ("ANN", "TOM", "KIT", "LEO")]
        ann, tom, kit, leo = people
        await tell(session, north, ann, "sent", day=NOW.date())
        await tell(session, north, tom, "cancelled", day=NOW.date())
        await tell(session, north, leo, "sent", day=NOW.date(), stage="3")
        await tell(session, birch, leo, "sent", day=NOW.date())
        for days in range(meetings.MOST_TRIES):
            await tell(session, north, kit, "cancelled", day=NOW.date() + timedelta(days=days))
    async with migrated.read() as session:
        told = [
            await meetings.told(session, engagement_id=north.id, window=window, stage=stage)
            for window, stage in ((WINDOW, "14"), (WINDOW, "3"), (WINDOW + timedelta(days=1), "14"))
        ]
    assert told == [{ann.id, kit.id}, {leo.id}, set()]


async def read(database, whose, link_id):
    async with database.read() as session:
        found = await meetings.reader(session, **whose, link_id=link_id)
        return None if found is None else (found.engagement.id, found.role)


async def test_a_link_is_for_one_member_until_it_is_ended_or_they_leave(migrated):
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, dana = await make_visitor(session)
        whose = {"engagement_id": engagement.id, "person_id": dana.id}
        await members.begin(session, engagement_id=engagement.id, person_id=dana.id, role="cmo", now=NOW)
        link_id = await meetings.current_link(session, **whose, now=NOW)
        assert await meetings.current_link(session, **whose, now=NOW) == link_id
    can_read = (whose["engagement_id"], "cmo")
    assert await read(migrated, whose, link_id) == can_read
    for name, number in whose.items():
        assert await read(migrated, {**whose, name: number + 1}, link_id) is None
    async with migrated.write() as session:
        assert await meetings.end_link(session, **whose, now=NOW)
        assert not await meetings.end_link(session, **whose, now=NOW)
        second = await meetings.current_link(session, **whose, now=NOW)
    assert await read(migrated, whose, link_id) is None
    assert await read(migrated, whose, second) == can_read
    async with migrated.write() as session:
        await session.execute(update(Account).values(left_at=NOW))
    assert await read(migrated, whose, second) is None
    async with migrated.write() as session:
        await session.execute(update(Account).values(left_at=None))
        found = await members.find(session, **whose)
        assert found is not None
        await members.end(session, found, now=NOW)
    assert await read(migrated, whose, second) is None
