"""A rhythm that is changed after its post went out does not come twice in that week or month."""

from datetime import UTC, date, datetime

from domain.cadence import Weekly
from tests.handlers.schedules.making import ended, scheduled


async def test_days_that_change_after_the_post_begin_with_the_next_week(northwind):
    northwind.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    await ended(northwind, date(2026, 11, 23), "sent")
    said = await northwind.say("U_DANA", "schedule move checkin to 11:00")
    assert "every Monday at 11:00 from now on (was every Monday at 9:30). Next: Mon 30 Nov, 11:00." in said
    for typed, after in {
        "tuesday 10:00": "Next: Tue 1 Dec, 10:00.\nThat of this week was posted already",
        "every 2 weeks on wednesday": "Next: Wed 9 Dec, 11:00.",
        "every thu and fri": "Next: Thu 26 Nov, 11:00.",
        "first friday of the month": "Next: Fri 4 Dec",
    }.items():
        assert after in await northwind.say("U_DANA", f"schedule move checkin to {typed}"), typed
        await northwind.press("U_DANA", "Undo")
    assert "decided already" in await northwind.say("U_DANA", "schedule move checkin from 30 nov to 23 nov")


async def test_what_was_not_posted_may_still_come_this_week(northwind):
    northwind.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    await ended(northwind, date(2026, 11, 23), "missed", "its time was over")
    said = await northwind.say("U_DANA", "schedule move checkin to tuesday")
    assert "Next: Tue 24 Nov, 9:30." in said


async def test_every_second_week_stays_the_same_one(northwind):
    await northwind.say("U_DANA", "schedule move checkin to every 2 weeks on monday from 23 nov")
    northwind.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    await ended(northwind, date(2026, 11, 23), "sent")
    assert "Next: Wed 9 Dec, 9:30." in await northwind.say("U_DANA", "schedule move checkin to wednesday")
    assert (await scheduled(northwind)).cadence.rule == Weekly(weekdays=frozenset({2}), every_weeks=2)


async def test_the_form_begins_with_the_next_week_too(northwind):
    northwind.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    await ended(northwind, date(2026, 11, 23), "sent")
    await northwind.ask("U_DANA", "schedule change checkin")
    assert "Next: Tue 1 Dec, 9:30" in str(await northwind.fill("U_DANA", when="every tuesday"))
