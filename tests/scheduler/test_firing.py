"""What is due is decided once, with all that comes of it, or it ends with a reason."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers.occasions import Later, Nothing, ToChannel, ToPerson
from scheduler import firing
from scheduler.firing import Firing
from scheduler.planning import plan
from storage import schedules
from storage.outbox.obstacles import NOT_ACTIVE, NOT_SHOWN, SCHEDULE_PAUSED
from storage.tables import Engagement, OutboxPost
from tests.fakes import FakeMessenger
from tests.scheduler.posts import make_delivery
from tests.scheduler.test_planning import FRIDAY, add, change, planned
from tests.storage.made import make_engagement

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
SUNDAY = FRIDAY + timedelta(days=2)


class Heard:
    """What the job was asked, what it answers, and what was passed on."""

    def __init__(self, *answer, fails=None):
        self.answer, self.fails = answer, fails
        self.occasions, self.items, self.told = [], [], []

    async def decide(self, session, occasion):
        self.occasions.append(occasion)
        if self.fails:
            raise self.fails
        return self.answer[0] if isinstance(self.answer[0], Nothing) else self.answer

    async def add_item(self, session, occasion, item):
        self.items.append(item)

    async def tell_ended(self, session, row, reason):
        self.told.append((row.job, reason))


@pytest.fixture
async def scheduled(database):
    async with database.write() as session:
        engagement = await make_engagement(session)
    made = await add(database, engagement.id)
    await announce(database, made)
    await plan(SUNDAY, database=database)
    return made


async def announce(database, made):
    async with database.write() as session:
        await schedules.announce(
            session, engagement_id=made.engagement_id, schedule_ids=[made.id], now=FRIDAY
        )


async def fire(database, heard, now=MONDAY):
    made = Firing(
        database=database,
        deciders={"checkin": heard.decide, "checkin_reminder": heard.decide},
        add_item=heard.add_item,
        tell_ended=heard.tell_ended,
    )
    return await made.fire(now)


async def posts(database):
    async with database.read() as session:
        return [
            (row.key, row.state, row.job, row.target) for row in await session.scalars(select(OutboxPost))
        ]


async def test_a_post_for_the_channel_is_in_the_outbox_once(database, scheduled):
    heard = Heard(ToChannel(builds={"what": "checkin"}))
    await asyncio.gather(*(fire(database, heard) for _replica in range(4)))
    [happened] = await planned(database, scheduled)
    assert happened.state == "posting"
    expected = (f"checkin/{happened.id}/", "pending", "checkin", "test/W1/#northwind")
    assert await posts(database) == [expected]
    assert len(heard.occasions) == 1


async def test_nothing_is_decided_before_its_time(database, scheduled):
    heard = Heard(ToChannel(builds={"what": "checkin"}))
    assert await fire(database, heard, MONDAY - timedelta(seconds=1)) == 0
    assert heard.occasions == []


async def test_what_has_nothing_to_say_ends_with_its_reason(database, scheduled):
    await fire(database, Heard(Nothing(reason="nobody is asked this week")))
    [happened] = await planned(database, scheduled)
    assert (happened.state, happened.reason) == ("cancelled", "nobody is asked this week")


async def test_what_comes_too_late_is_missed_and_told(database, scheduled):
    heard = Heard(ToChannel(builds={"what": "checkin"}))
    # A check-in is useful until the end of the next working day.
    await fire(database, heard, datetime(2026, 11, 24, 16, 0, 1, tzinfo=UTC))
    [happened] = await planned(database, scheduled)
    assert (happened.state, happened.reason) == ("missed", firing.TOO_LATE)
    assert heard.told == [("checkin", firing.TOO_LATE)]
    assert heard.occasions == []


async def test_what_no_lead_has_seen_is_not_posted(database, scheduled):
    unseen = await add(database, scheduled.engagement_id)
    await plan(SUNDAY, database=database)
    await fire(database, Heard(ToChannel(builds={"what": "checkin"})))
    [happened] = await planned(database, unseen)
    assert (happened.state, happened.reason) == ("cancelled", NOT_SHOWN)


async def test_a_day_on_which_nobody_looked_is_not_the_last_run(database, scheduled):
    e, day = scheduled.engagement_id, date(2026, 12, 1)
    unasked = (schedules.CHANGED, NOT_ACTIVE, SCHEDULE_PAUSED, NOT_SHOWN)
    here = {"engagement_id": e, "schedule_id": scheduled.id}
    async with database.write() as session:
        for n, reason in enumerate(("nothing was due", *unasked)):
            on, when = day + timedelta(days=n), MONDAY + timedelta(days=8 + n)
            times = {"local_date": on, "due_at": when, "latest_at": when, "now": when}
            made = {**here, "version": 1, "job": "checkin", "cancelled": reason, **times}
            await schedules.plan(session, **made)
        ran = await schedules.last_run(session, **here, before=day + timedelta(days=9))
    assert ran == day


async def test_a_job_that_fails_ends_as_failed_and_holds_up_no_other(database, scheduled):
    other = await add(database, scheduled.engagement_id)
    await announce(database, other)
    await plan(SUNDAY, database=database)
    heard = Heard(None, fails=RuntimeError("a bug"))
    assert await fire(database, heard) == 2
    for one in (scheduled, other):
        assert [each.state for each in await planned(database, one)] == ["failed"]
    assert heard.told == [("checkin", firing.BROKEN)] * 2


async def test_a_schedule_that_was_changed_in_between_is_not_decided_under_the_old_one(database, scheduled):
    await change(database, scheduled, SUNDAY, name="Another name")
    heard = Heard(ToChannel(builds={"what": "checkin"}))
    await fire(database, heard)
    assert heard.occasions == []
    await plan(SUNDAY, database=database)
    await fire(database, heard)
    assert len(heard.occasions) == 1


async def test_a_change_takes_back_what_waits_to_be_sent_and_plans_it_anew(database, scheduled):
    heard = Heard(ToChannel(builds={"what": "checkin"}))
    await fire(database, heard)
    await change(database, scheduled, MONDAY - timedelta(minutes=1), name="Another name")
    assert [state for _key, state, _job, _target in await posts(database)] == ["cancelled"]
    await plan(MONDAY, database=database)
    [happened] = await planned(database, scheduled)
    assert happened.state == "planned"


async def test_people_and_later_jobs_get_their_part(database, scheduled):
    later = Later(
        job="checkin_reminder",
        local_date=date(2026, 11, 24),
        due_at=MONDAY + timedelta(days=1),
        latest_at=MONDAY + timedelta(days=2),
        args={"checkin": 1},
    )
    heard = Heard(ToPerson(person_id=7), later)
    await fire(database, heard)
    assert [item.person_id for item in heard.items] == [7]
    heard.answer = (Nothing(reason="everybody answered"),)
    await fire(database, heard, MONDAY + timedelta(days=1))
    assert heard.occasions[-1].args == {"checkin": 1}
    assert [one.state for one in await planned(database, scheduled)][-1] == "cancelled"


async def test_what_follows_two_occurrences_on_one_day_comes_for_both(database, scheduled):
    friday = MONDAY + timedelta(days=4)
    other = {"local_date": friday.date(), "due_at": MONDAY, "latest_at": friday, "now": MONDAY}
    which = {"engagement_id": scheduled.engagement_id, "schedule_id": scheduled.id, "version": 1}
    values: dict[str, Any] = {**which, **other, "job": "checkin"}
    async with database.write() as session:
        await schedules.plan(session, **values)
    later = Later(job="checkin_reminder", local_date=friday.date(), due_at=friday, latest_at=friday)
    await fire(database, Heard(later))
    found = [one for one in await planned(database, scheduled) if one.job == "checkin_reminder"]
    assert [(one.local_date.day, one.due_at) for one in found] == [(27, friday), (30, friday)]


async def test_a_post_that_was_in_our_hands_while_its_schedule_changed_is_planned_anew(database, scheduled):
    heard = Heard(ToChannel(builds={"what": "checkin"}))
    await fire(database, heard)
    [happened] = await planned(database, scheduled)
    key = f"checkin/{happened.id}/"
    async with database.write() as session:
        await session.execute(update(OutboxPost).values(state="sending", attempts=1))
    before = MONDAY - timedelta(minutes=1)
    await change(database, scheduled, before, name="Another name")
    # It was put back meanwhile, and is claimed once more.
    async with database.write() as session:
        await session.execute(update(OutboxPost).values(state="pending"))
    await make_delivery(database, FakeMessenger(), messengers={"test": FakeMessenger()}).deliver(MONDAY)
    assert [(one[0], one[1]) for one in await posts(database)] == [(key, "cancelled")]
    await plan(MONDAY + timedelta(minutes=1), database=database)
    await fire(database, heard)
    assert [one[1] for one in await posts(database)] == ["cancelled", "pending"]


@pytest.mark.parametrize(("status", "reason"), [("ending", ""), ("ended", NOT_ACTIVE)])
async def test_an_engagement_that_is_ending_keeps_its_rhythm_until_it_ended(
    database, scheduled, status, reason
):
    async with database.write() as session:
        await session.execute(update(Engagement).values(status=status))
    await fire(database, Heard(ToChannel(builds={"what": "checkin"})))
    [happened] = await planned(database, scheduled)
    assert (happened.state, happened.reason) == ("cancelled" if reason else "posting", reason)
