"""What comes by itself in every engagement is scheduled once, and told before it begins."""

import asyncio
from datetime import UTC, date, datetime, time

from sqlalchemy import update

from domain.cadence import Weekly
from domain.errors import Undeliverable
from domain.plain_text import plain_text
from handlers.schedules.adopting import adopt, ensure_defaults
from storage import engagements
from storage.tables import Account, Engagement, EngagementHoliday, OutboxPost, Schedule
from tests.handlers.play import DM, Play, labels
from tests.handlers.schedules.making import forget_schedules, scheduled, told

ANNOUNCED = OutboxPost.key.startswith("schedules/announce/")
BY_THEMSELVES = [
    *("checkin", "kpi_due", "stale", "actions"),
    *("meeting_gaps", "meeting_inputs", "meeting_pack", "decision_due"),
    *("cadence_guard", "tripwires"),
]


async def run(play: Play) -> int:
    async with play.database.write() as session:
        return await adopt(session, now=play.now)


async def test_setting_up_schedules_everything_and_says_when_it_begins(play):
    await play.set_up(team=["U_TOM"])
    assert "The first check-in comes on Mon 23 Nov at 9:30, here" in plain_text(
        play.last["U_DANA", "#northwind"]
    )
    shown = labels(play.last["U_DANA", "#northwind"])
    assert shown == ["Paste past months", "First assumption", "Who gets what, when", "Undo"]
    rows = await play.rows(Schedule)
    assert [row.job for row in rows] == BY_THEMSELVES
    assert {row.announced_at for row in rows} == {play.now}
    assert [row.country for row in await play.rows(EngagementHoliday)] == ["GB-ENG"]
    assert (await told(play))[0].startswith("scheduled what comes by itself: Weekly check-in, Numbers")
    assert await run(play) == 0
    await play.press("U_DANA", "Undo")
    assert all(row.ended_at for row in await play.rows(Schedule))


async def test_a_whole_working_day_lies_between_setting_up_and_the_first_post(play):
    play.now = datetime(2026, 11, 20, 16, tzinfo=UTC)
    await play.set_up()
    assert (await scheduled(play, "kpi_due")).cadence.starts == date(2026, 11, 24)
    assert "Next: Mon 30 Nov, 9:30." in await play.say("U_DANA", "schedule")


async def test_where_nothing_comes_by_itself_it_is_scheduled_and_the_leads_are_told_once(northwind):
    await forget_schedules(northwind)
    await northwind.join("U_ANN", "marketing_director")
    assert await run(northwind) == 1
    assert await run(northwind) == 0
    for lead in ("U_DANA", "U_ANN"):
        (post,) = await northwind.posts(lead)
        assert "- Weekly check-in, first on Mon 23 Nov at 9:30" in plain_text(post)
        assert "and the pack (2 days); I look each working day, first on Wed 18 Nov" in plain_text(post)
        assert "Votes and agenda before a meeting" not in plain_text(post)
        assert labels(post) == ["Who gets what, when", "Send to me first", "Pause all"]
    assert await northwind.posts("U_TOM") == []
    assert {row.announced_at for row in await northwind.rows(Schedule)} == {None}
    await northwind.deliver()
    assert await run(northwind) == 0
    assert {row.announced_at for row in await northwind.rows(Schedule)} == {northwind.now}


async def test_nothing_counts_as_seen_while_the_message_failed_and_it_is_written_again(northwind):
    await forget_schedules(northwind)
    await northwind.deliver()
    await run(northwind)
    northwind.messenger.fails.append(Undeliverable("no such user", "other"))
    await northwind.deliver()
    assert [row.state for row in await northwind.rows(OutboxPost, ANNOUNCED)] == ["failed"]
    assert await run(northwind) == 0
    assert {row.announced_at for row in await northwind.rows(Schedule)} == {None}
    await northwind.pass_time(hours=7)
    assert await run(northwind) == 1
    await northwind.deliver()
    await run(northwind)
    assert {row.announced_at for row in await northwind.rows(Schedule)} == {northwind.now}


async def test_what_was_scheduled_by_hand_before_does_not_keep_the_rest_away(northwind):
    await forget_schedules(northwind)
    await northwind.say("U_DANA", "meet every 2 months first tuesday 15:00")
    assert await run(northwind) == 1
    assert {row.job for row in await northwind.rows(Schedule)} == {*BY_THEMSELVES, "meeting"}
    assert [row.country for row in await northwind.rows(EngagementHoliday)] == ["GB-ENG"]
    assert "Pivot or persevere" not in plain_text((await northwind.posts("U_DANA"))[-1])
    gone = Schedule.job == "stale"
    await northwind.change(update(Schedule).where(gone).values(ended_at=northwind.now))
    await northwind.pass_time(minutes=1)
    await run(northwind)
    assert len(await northwind.rows(Schedule, gone)) == 1


async def test_the_buttons_of_that_message_work(northwind):
    await forget_schedules(northwind)
    await run(northwind)
    (post,) = await northwind.posts("U_DANA")
    northwind.last["U_DANA", DM] = post
    assert "in #northwind; it asks Dana Reed, Tom Hale" in await northwind.press(
        "U_DANA", "Who gets what, when", where=DM
    )
    northwind.last["U_DANA", DM] = post
    assert "I post nothing by myself until somebody resumes it" in await northwind.press(
        "U_DANA", "Pause all", where=DM
    )


async def test_an_engagement_waits_until_somebody_who_leads_it_can_be_told(northwind):
    await forget_schedules(northwind)
    dana = update(Account).where(Account.external_id == "U_DANA")
    await northwind.change(dana.values(left_at=northwind.now))
    assert await run(northwind) == 0
    assert await northwind.rows(Schedule) == []
    await northwind.change(dana.values(left_at=None))
    assert await run(northwind) == 1


async def test_an_engagement_that_does_not_run_is_left_alone(northwind):
    await forget_schedules(northwind)
    for status in ("ended", "paused", "prospect"):
        await northwind.change(update(Engagement).values(status=status))
        assert await run(northwind) == 0, status


async def test_several_processes_at_once_adopt_each_engagement_once(play_on_both):
    play = play_on_both
    await play.set_up()
    await play.set_up(name="Birch Ltd", where="#birch")
    await forget_schedules(play)
    adopted = await asyncio.gather(*(run(play) for _ in range(4)))
    assert sum(adopted) == 2
    assert [row.job for row in await play.rows(Schedule)] == BY_THEMSELVES * 2
    assert len(await play.rows(OutboxPost, ANNOUNCED)) == 2


async def test_only_what_is_missing_is_added_and_what_was_ended_stays_so(northwind):
    await northwind.change(update(Schedule).where(Schedule.job == "stale").values(ended_at=northwind.now))
    await northwind.change(update(Schedule).where(Schedule.job == "actions").values(job="meeting"))
    async with northwind.database.write() as session:
        engagement = await engagements.find(session, engagement_id=1)
        assert engagement is not None
        added = await ensure_defaults(session, engagement, now=northwind.now)
    assert [one.job for one in added] == ["actions"]


async def test_an_engagement_file_says_how_its_check_in_goes(northwind):
    template = {
        "weekday": "thu",
        "time": "14:15",
        "audience": ["U_TOM", "U_GONE"],
        "questions": ["What moved since last week?", "What is in your way?"],
    }
    await forget_schedules(northwind)
    await northwind.change(update(Engagement).values(terms={"checkin_template": template}))
    await run(northwind)
    one = await scheduled(northwind)
    assert (one.cadence.rule, one.cadence.at) == (Weekly(weekdays=frozenset({3})), time(14, 15))
    tom = next(row.person_id for row in await northwind.rows(Account) if row.external_id == "U_TOM")
    assert one.settings == {
        "template": "own",
        "questions": [
            {"key": "q1", "text": "What moved since last week?", "kind": "done"},
            {"key": "q2", "text": "What is in your way?", "kind": "blocker"},
        ],
        "people": [tom],
        "reminder": True,
    }
