"""Planning the meetings, moving one and leaving one out, and the calendar; by command and by form."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from domain.chat import Form
from domain.plain_text import plain_text
from storage.tables import CalendarLink, Engagement, HistoryEvent, Schedule, ScheduleVersion
from tests.handlers.play import CHANNEL, DM, Play, button, errors, labels

BY_TWO = "meet every 2 months first tuesday 15:00"
WINDOW = "between Wed 16 Dec and Tue 16 Feb 2027: a month to a quarter after the start on Mon 16 Nov."


@pytest.fixture
async def planned(northwind: Play) -> Play:
    """Northwind meets every second month, on 5 January first."""
    await northwind.say("U_DANA", BY_TWO)
    return northwind


async def history(play: Play) -> str:
    return str((await play.rows(HistoryEvent))[-1].what)


async def versions(play: Play) -> list[ScheduleVersion]:
    meeting = [row.id for row in await play.rows(Schedule, Schedule.job == "meeting")]
    return await play.rows(ScheduleVersion, ScheduleVersion.schedule_id.in_(meeting))


async def listed(play: Play) -> str:
    return await play.say("U_DANA", "meet list")


async def test_a_series_is_planned_inside_its_window_and_seen_by_the_lead(northwind):
    answer = await northwind.ask("U_DANA", f"{BY_TWO} for 90 minutes")
    said = plain_text(answer)
    assert "Meetings are planned: the first Tuesday of every second month at 15:00, for 90 minutes." in said
    assert "Next: Tue 5 Jan 2027, 15:00; Tue 2 Mar 2027, 15:00; Tue 4 May 2027, 15:00." in said
    assert WINDOW in said
    assert labels(answer) == ["Who gets what, when", "Send to me first", "Undo", "My calendar"]
    (schedule,) = await northwind.rows(Schedule, Schedule.job == "meeting")
    assert schedule.announced_at == northwind.now
    assert (await versions(northwind))[0].settings == {"minutes": 90, "minutes_before": 60}
    assert await history(northwind) == (
        "planned the meetings: the first Tuesday of every second month at 15:00, for 90 minutes"
    )


async def test_the_ceo_may_plan_them_and_the_posts_wait_for_a_lead(northwind):
    await northwind.join("U_ANN", "client_ceo")
    assert "These posts wait until a lead has seen them" in await northwind.say("U_ANN", BY_TWO)
    (schedule,) = await northwind.rows(Schedule, Schedule.job == "meeting")
    assert schedule.announced_at is None
    assert (await northwind.say("U_TOM", BY_TWO)).startswith("Only a fractional CMO")
    assert "Tue 5 Jan 2027" in await northwind.say("U_TOM", "meet list")


async def test_undo_takes_the_series_away_and_the_one_before_it_comes_back(planned):
    assert "for 60 minutes. Before: the first Tuesday" in await planned.say(
        "U_DANA", "meet monthly third thu 9:00"
    )
    assert "the first Tuesday of every second month at 15:00" in await planned.press("U_DANA", "Undo")
    assert "Tue 5 Jan 2027, 15:00" in await listed(planned)
    assert [row.version for row in await versions(planned)] == [1, 2, 3]


async def test_undo_of_the_first_series_leaves_none_and_a_later_change_is_let_be(northwind):
    await northwind.say("U_DANA", BY_TWO)
    assert "no meetings are planned, as before" in await northwind.press("U_DANA", "Undo")
    assert "No meetings are planned yet." in await listed(northwind)
    first = await northwind.ask("U_DANA", BY_TWO)
    await northwind.say("U_DANA", 'meet move 5 jan to 12 jan "away"')
    assert "changed again since then" in await northwind.click("U_DANA", button(first, "Undo"))
    assert "moved from Tue 5 Jan 2027" in await listed(northwind)


CANNOT_BE = {
    "meet every monday": "These would be closer.",
    "meet every 4 months first monday": "These would be further apart.",
    "meet on 24 Feb 2027": "The next meeting is due by Tue 16 Feb 2027, a quarter after the start",
    "meet on 1 Dec 2026": "less than a month after the start on Mon 16 Nov. Begin on Wed 16 Dec",
    "meet monthly first tuesday for 5 minutes": "A meeting takes 10 to 480 minutes.",
    "meet move 5 jan to 12 jan": "There is no meeting planned yet.",
    "meet calendar": "sets PUBLIC_URL and SECRET_KEY",
    "meet calendar please": "Write `meet calendar` for your link",
}


async def test_what_cannot_be_is_refused_and_nothing_is_saved(northwind):
    for typed, said in CANNOT_BE.items():
        assert said in await northwind.say("U_DANA", typed), typed
    assert await versions(northwind) == []


async def test_the_form_plans_a_series_and_shows_the_one_in_force(northwind):
    form = await northwind.ask("U_DANA", "meet")
    assert isinstance(form, Form)
    assert WINDOW in form.intro
    wrong = await northwind.fill("U_DANA", often="monthly", day="someday")
    assert "someday" in errors(wrong)["day"]
    assert errors(await northwind.fill("U_DANA", day="first tuesday", minutes="3")) == {
        "minutes": "A meeting takes 10 to 480 minutes. Write it as in `for 60 minutes`."
    }
    done = await northwind.fill("U_DANA", often="every 3 months", day="last friday", minutes="45", time="9am")
    assert "the last Friday of every third month at 9:00, for 45 minutes" in plain_text(done)
    again = await northwind.ask("U_DANA", "meet")
    assert [field.value for field in again.fields] == [
        ("own",),
        ("the last Friday of every third month",),
        ("09:00",),
        ("45",),
    ]
    assert "planned already" in plain_text(await northwind.fill("U_DANA"))
    assert len(await versions(northwind)) == 1


async def test_one_meeting_is_moved_with_a_time_of_its_own_and_back(planned):
    said = await planned.say("U_DANA", "meet move 5 Jan to 12 Jan 16:30 “the CEO is away”")
    assert "The meeting of Tue 5 Jan 2027, 15:00 is on Tue 12 Jan 2027, 16:30 now." in said
    assert "moved from Tue 5 Jan 2027" in await listed(planned)
    assert (await versions(planned))[-1].reason == "the CEO is away"
    assert (await planned.rows(HistoryEvent))[-1].reason == "the CEO is away"
    assert "There it stands already" in await planned.say("U_DANA", 'meet move 12 Jan to 12 Jan "why not"')
    await planned.say("U_DANA", 'meet move next to 5 Jan 15:00 "she is back"')
    assert (await versions(planned))[-1].cadence == (await versions(planned))[0].cadence


BEYOND = {
    "move 5 jan to 17 feb": "more than a quarter after the start on Mon 16 Nov. The last day is Tue 16 Feb",
    "move 5 jan to 15 dec": "less than a month after the start on Mon 16 Nov. The earliest day is Wed 16",
    "move 2 mar to 6 apr": "more than a quarter after the one on Tue 5 Jan 2027. The last day is Mon 5 Apr",
    "move 2 mar to 4 may": "Another meeting stands on Tue 4 May 2027 already.",
    "move 6 jan to 12 jan": "No meeting stands on Wed 6 Jan 2027. The next ones: Tue 5 Jan 2027, Tue 2 Mar",
    "move 5 jan to 16 nov 9:00": "Mon 16 Nov, 9:00 is over.",
    "move 5 jan 12 jan": "Write it as in `meet move 24 Nov to 1 Dec",
    "skip 5 jan": "until Tue 16 Feb 2027 at the latest",
    "skip 2 mar": "would be on Tue 4 May 2027 then, more than a quarter after the one on Tue 5 Jan 2027.",
}


async def test_a_move_beyond_the_window_is_refused_with_the_last_day(planned):
    for typed, said in BEYOND.items():
        assert said in await planned.say("U_DANA", f'meet {typed} "because of it"'), typed
    assert len(await versions(planned)) == 1


async def test_a_meeting_that_comes_too_near_after_a_move_is_pointed_out(planned):
    said = await planned.say("U_DANA", 'meet move 5 jan to 16 feb "because of it"')
    assert "The one after it, on Tue 2 Mar 2027, is less than a month later now." in said
    assert "less than a month after the one before" in await listed(planned)


async def test_one_meeting_is_left_out_where_the_next_is_near_enough(northwind):
    await northwind.say("U_DANA", "meet monthly first tuesday 15:00")
    said = await northwind.say("U_DANA", 'meet skip 5 jan "nobody is there"')
    assert said.startswith("The meeting of Tue 5 Jan 2027, 15:00 is left out. Next: Tue 2 Feb 2027, 15:00.")
    skipped = northwind.last["U_DANA", CHANNEL]
    assert "Tue 5 Jan 2027, 15:00                   left out" in await listed(northwind)
    northwind.last["U_DANA", CHANNEL] = skipped
    assert "Next: Tue 5 Jan 2027, 15:00." in await northwind.press("U_DANA", "Undo")


async def test_without_a_reason_the_form_asks_for_it(planned):
    form = await planned.ask("U_DANA", "meet move 5 jan to 12 jan")
    assert isinstance(form, Form)
    assert "Please say why" in form.intro
    assert [field.value for field in form.fields][:3] == [("2027-01-05",), ("2027-01-12",), ("15:00",)]
    assert "reason" in errors(await planned.fill("U_DANA", reason="x"))
    assert "to" in errors(await planned.fill("U_DANA", reason="because", to="2026-02-17"))
    assert "time" in errors(await planned.fill("U_DANA", reason="because", to="2027-01-12", time="25:00"))
    assert "is on Tue 12 Jan" in plain_text(await planned.fill("U_DANA", reason="because", time="15:00"))
    await planned.ask("U_DANA", "meet skip")
    assert "until Tue 16 Feb" in errors(await planned.fill("U_DANA", reason="because"))[""]


async def test_a_meeting_that_did_not_take_place_brings_the_window_before_it_back(planned):
    planned.now = datetime(2027, 1, 6, 9, 0, tzinfo=UTC)
    assert "between Fri 5 Feb and Mon 5 Apr" in await listed(planned)
    said = await planned.say("U_DANA", 'meet skip 5 jan "nobody came"')
    assert "Noted: the meeting of Tue 5 Jan, 15:00 did not take place." in said
    assert "between Wed 16 Dec 2026 and Tue 16 Feb: a month to a quarter" in said
    await planned.press("U_DANA", "Undo")
    assert "The last one was on Tue 5 Jan." in await listed(planned)


async def test_once_the_window_is_over_any_day_is_accepted_as_late(northwind):
    northwind.now = datetime(2027, 2, 17, 9, 0, tzinfo=UTC)
    assert "closed on Tue 16 Feb" in await northwind.say("U_DANA", "meet on 1 Mar 2027 and 10 May 2027")
    said = await northwind.say("U_DANA", 'meet move 1 mar to 8 apr "finally"')
    assert "It is marked as late: its window closed on Tue 16 Feb." in said


async def test_imported_meetings_count_as_held_and_a_pause_lets_the_window_wait(planned):
    await planned.change(update(Engagement).values(terms={"meetings": [{"on": "2026-11-10"}]}))
    assert "between Thu 10 Dec and Wed 10 Feb 2027: a month to a quarter after the last" in await listed(
        planned
    )
    await planned.say("U_DANA", "schedule pause meeting until 1 Dec")
    said = await listed(planned)
    assert "The meetings rest, and the window waits with them." in said
    assert "Paused until Tue 1 Dec." in said
    planned.now = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert "and Thu 25 Feb 2027" in await listed(planned)


async def test_everybody_has_a_calendar_of_their_own_and_can_have_another(planned):
    made = []

    def url(*, engagement_id: int, person_id: int, link_id: int) -> str:
        made.append(link_id)
        return f"https://headway.example/calendar/{link_id}.ics"

    planned.calendar_url = url
    answer = await planned.ask("U_TOM", "meet calendar", where=DM)
    said = plain_text(answer)
    assert "webcal://headway.example/calendar/1.ics" in said
    assert "https://headway.example/calendar/1.ics" in said
    assert answer.is_off_record
    await planned.ask("U_TOM", "meet calendar", where=DM)
    assert "The link before this one works no more." in await planned.press("U_TOM", "New link", where=DM)
    await planned.ask("U_DANA", "meet calendar", where=DM)
    assert made == [1, 1, 2, 3]
    assert [row.ended_at is None for row in await planned.rows(CalendarLink)] == [False, True, True]
