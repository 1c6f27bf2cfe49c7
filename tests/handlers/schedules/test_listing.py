"""What is posted when, as people read it."""

from datetime import date

from sqlalchemy import insert, update

from domain.jobs import jobs
from domain.plain_text import plain_text
from storage.tables import Channel, EngagementHoliday, Schedule, Workspace
from tests.handlers.play import CHANNEL, labels
from tests.handlers.schedules.making import ended, forget_schedules, scheduled


async def test_the_short_list_says_when_each_comes_and_when_it_comes_next(northwind):
    said = await northwind.say("U_TOM", "schedule")
    assert "Weekly check-in: every Monday at 9:30.\nNext: Mon 23 Nov, 9:30.\n" in said
    assert "Overdue actions: every Thursday at 15:00.\nNext: Thu 19 Nov, 15:00.\n" in said
    assert said.endswith("Times are in Europe/London.\n1 details")


async def test_the_whole_list_holds_every_job_of_the_catalogue(northwind):
    said = await northwind.say("U_DANA", "schedule list")
    for job in jobs().values():
        assert f"{job.title}: " in said
        assert f"Who: {job.audience}. Limits: {job.guard}. Useful " in said
    assert "Check-in digest: follows the check-in." in said
    assert "Pivot or persevere meeting: once a meeting is planned." in said
    blocks = northwind.last["U_DANA", CHANNEL].blocks
    lines = [block for block in blocks if block.kind in ("paragraph", "context")]
    assert len(lines) <= 3 * len(jobs()) + 2


async def test_what_holds_the_next_one_back_is_said(northwind):
    (row,) = await northwind.rows(EngagementHoliday)
    monday = {"engagement_id": row.engagement_id, "country": "", "created_at": northwind.now}
    await northwind.change(
        insert(EngagementHoliday).values(**monday, day=date(2026, 11, 23), name="Founders' day")
    )
    assert "Left out: Mon 23 Nov (Founders' day). Next: Mon 30 Nov" in await northwind.say(
        "U_DANA", "schedule"
    )
    await northwind.say("U_DANA", "schedule pause checkin until 3 jan")
    assert "Paused until Sun 3 Jan 2027. Next: Mon 4 Jan 2027" in await northwind.say("U_DANA", "schedule")
    await northwind.change(update(Schedule).values(announced_at=None))
    assert "It waits until a lead has seen it" in await northwind.say("U_DANA", "schedule")


async def test_posts_that_are_held_back_in_the_channel_are_said_on_top(northwind):
    (workspace,) = await northwind.rows(Workspace)
    held = {"workspace_id": workspace.id, "external_id": CHANNEL, "is_paused": True, "organisations": []}
    await northwind.change(insert(Channel).values(held))
    said = await northwind.say("U_DANA", "schedule")
    assert said.splitlines()[1] == "My own posts in #northwind are held back for now: `channels` says why."


async def test_one_schedule_shows_its_next_dates_and_how_the_last_ones_ended(northwind):
    await ended(northwind, date(2026, 11, 2), "missed", "its time was over")
    await ended(northwind, date(2026, 11, 9), "cancelled", "it is a holiday")
    await ended(northwind, date(2026, 11, 10), "missed", job="checkin_reminder")
    said = await northwind.say("U_DANA", "schedule show check-ins")
    assert "Every Monday at 9:30, in Europe/London." in said
    assert said.count("9:30\n") == 5
    assert "- Mon 9 Nov: not posted: it is a holiday\n- Mon 2 Nov: missed: its time was over\n" in said
    assert "Tue 10 Nov" not in said
    assert "Last: Mon 9 Nov, not posted: it is a holiday." in await northwind.say("U_DANA", "schedule")


async def test_only_leads_get_buttons_that_change_something(northwind):
    change = ["Change", "Pause", "Skip the next", "What it asks"]
    assert labels(await northwind.ask("U_DANA", "schedule show checkin")) == change
    assert "Change" not in labels(await northwind.ask("U_TOM", "schedule"))
    assert "1 " not in (await northwind.say("U_TOM", "schedule show checkin")).splitlines()[-1]
    await northwind.ask("U_DANA", "schedule pause checkin")
    assert "Resume" in labels(await northwind.ask("U_DANA", "schedule show checkin"))


async def test_without_schedules_that_is_said(northwind):
    await forget_schedules(northwind)
    assert "Nothing is scheduled here yet" in await northwind.say("U_DANA", "schedule")
    assert await northwind.say("U_DANA", "schedule pause") == "Nothing is scheduled here yet."


async def test_a_change_is_offered_for_each_where_none_is_named(northwind):
    answer = await northwind.ask("U_DANA", "schedule change")
    assert labels(answer)[:2] == ["Weekly check-in", "Numbers that are due"]
    assert "when - When" in await northwind.press("U_DANA", "Weekly check-in")
    assert plain_text(answer).startswith("Which one?")


async def test_a_schedule_in_another_zone_says_so(northwind):
    one = await scheduled(northwind)
    assert one.cadence.zone == "Europe/London"
    await northwind.say("U_DANA", "settings zone Europe/Berlin")
    assert "every Monday at 9:30. Time zone: Europe/London." in await northwind.say("U_DANA", "schedule")
