"""Pausing, moving, skipping and changing by form: a line, [Undo], a line of history, a new version."""

from datetime import date, time

from sqlalchemy import update

from domain.cadence import MonthlyOnWeekday, Weekly
from storage.tables import Schedule, ScheduleVersion
from tests.handlers.play import errors, labels
from tests.handlers.schedules.making import scheduled, told

# What is typed, what is said, and the line of history.
CHANGES = (
    (
        "schedule pause check-ins until 3 Jan",
        "Weekly check-in: paused until Sun 3 Jan 2027. Next: Mon 4 Jan 2027, 9:30.",
        "paused Weekly check-in until 3 January 2027",
    ),
    (
        "schedule pause checkin for 2 weeks",
        "Weekly check-in: paused until Mon 30 Nov. Next: Mon 30 Nov, 9:30.",
        "paused Weekly check-in until 30 November 2026",
    ),
    (
        "schedule pause checkin",
        "Weekly check-in: paused until somebody resumes it with `schedule resume checkin`.",
        "paused Weekly check-in",
    ),
    (
        "schedule pause checkin mon 5 apr 2027",
        "Weekly check-in: paused until Mon 5 Apr 2027.",
        "paused Weekly check-in until 5 April 2027",
    ),
    (
        "schedule pause The window for the next meeting for 2 weeks",
        "The window for the next meeting: paused until Mon 30 Nov.",
        "paused The window for the next meeting until 30 November 2026",
    ),
    (
        "schedule skip checkin 30 nov",
        "Weekly check-in: Mon 30 Nov is left out. Next: Mon 23 Nov, 9:30.",
        "left out Weekly check-in of Mon 30 Nov",
    ),
    (
        "schedule move checkin to 25 nov 10:00",
        "Weekly check-in: Wed 25 Nov at 10:00 instead of Mon 23 Nov. Next: Wed 25 Nov, 10:00.",
        "moved Weekly check-in of Mon 23 Nov to Wed 25 Nov at 10:00",
    ),
    (
        "schedule move checkin from 30 nov to 1 dec 11:00",
        "Weekly check-in: Tue 1 Dec at 11:00 instead of Mon 30 Nov. Next: Mon 23 Nov, 9:30.",
        "moved Weekly check-in of Mon 30 Nov to Tue 1 Dec at 11:00",
    ),
    (
        "schedule skip checkin",
        "Weekly check-in: Mon 23 Nov is left out. Next: Mon 30 Nov, 9:30.",
        "left out Weekly check-in of Mon 23 Nov",
    ),
    (
        "schedule skip the next checkin on 30 nov",
        "Weekly check-in: Mon 30 Nov is left out. Next: Mon 23 Nov, 9:30.",
        "left out Weekly check-in of Mon 30 Nov",
    ),
    (
        "schedule move checkin from 23 Nov to 24 Nov",
        "Weekly check-in: Tue 24 Nov instead of Mon 23 Nov. Next: Tue 24 Nov, 9:30.",
        "moved Weekly check-in of Mon 23 Nov to Tue 24 Nov",
    ),
    (
        "schedule move checkin to 25 nov",
        "Weekly check-in: Wed 25 Nov instead of Mon 23 Nov. Next: Wed 25 Nov, 9:30.",
        "moved Weekly check-in of Mon 23 Nov to Wed 25 Nov",
    ),
    (
        "schedule move checkin to tuesday 10:00",
        "Weekly check-in: every Tuesday at 10:00 from now on (was every Monday at 9:30)."
        " Next: Tue 24 Nov, 10:00.",
        "moved Weekly check-in to every Tuesday at 10:00",
    ),
    (
        "schedule move numbers that are due to 8:15",
        "Numbers that are due: every working day at 8:15 from now on (was every working day at 9:30)."
        " Next: Wed 18 Nov, 8:15.",
        "moved Numbers that are due to every working day at 8:15",
    ),
)
OTHERS = {"due": "kpi_due", "window": "cadence_guard"}


async def test_a_change_says_what_it_did_and_can_be_undone(northwind):
    for line, said, history in CHANGES:
        job = next((job for word, job in OTHERS.items() if word in line), "checkin")
        before = await scheduled(northwind, job)
        assert (await northwind.say("U_DANA", line)).startswith(said), line
        assert labels(northwind.last["U_DANA", "#northwind"]) == ["Undo"]
        assert (await scheduled(northwind, job)).version == before.version + 1
        assert (await told(northwind))[-1] == history
        undoing = await northwind.press("U_DANA", "Undo")
        assert undoing.startswith(f"Undone: {before.name}, as before.")
        undone = await scheduled(northwind, job)
        assert undone.version == before.version + 2
        assert (undone.cadence, undone.is_paused, undone.paused_until) == (before.cadence, False, None)
        assert (await told(northwind))[-1] == f"undid a change of {before.name}"


async def test_a_resumed_schedule_comes_again_and_the_pause_can_be_brought_back(northwind):
    await northwind.say("U_DANA", "schedule pause checkin until 3 jan")
    assert "paused like that already" in await northwind.say("U_DANA", "schedule pause checkin until 3 jan")
    said = await northwind.say("U_DANA", "schedule resume checkin")
    assert said.startswith("Weekly check-in: resumed. Next: Mon 23 Nov, 9:30.")
    await northwind.press("U_DANA", "Undo")
    assert (await scheduled(northwind)).paused_until == date(2027, 1, 3)


async def test_everything_is_paused_and_resumed_at_once(northwind):
    said = await northwind.say("U_DANA", "schedule pause all until 3 Jan")
    assert said.startswith("I post nothing by myself until Sun 3 Jan 2027: Weekly check-in, Numbers that")
    assert "What people ask and record works as always, and so does the day's post of recorded" in said
    assert "Everything is paused like that" in await northwind.say("U_DANA", "schedule pause all until 3 Jan")
    changed = await northwind.rows(ScheduleVersion, ScheduleVersion.version == 2)
    assert [row.is_paused for row in changed] == [True] * len(await northwind.rows(Schedule))
    assert "I post by myself again" in await northwind.say("U_DANA", "schedule resume all")
    await northwind.press("U_DANA", "Undo")
    assert (await scheduled(northwind, "actions")).paused_until == date(2027, 1, 3)
    assert "Nothing is paused" not in await northwind.say("U_DANA", "schedule resume all")
    assert "Nothing is paused" in await northwind.say("U_DANA", "schedule resume all")


async def test_an_undo_after_a_later_change_leaves_it(northwind):
    await northwind.say("U_DANA", "schedule pause all until 3 Jan")
    pause = northwind.last["U_DANA", "#northwind"]
    await northwind.say("U_DANA", "schedule resume tripwires")
    northwind.last["U_DANA", "#northwind"] = pause
    assert "Tripwires was changed again since then" in await northwind.press("U_DANA", "Undo")
    assert (await scheduled(northwind)).is_paused


async def test_a_date_that_was_moved_can_be_moved_on_and_back(northwind):
    await northwind.say("U_DANA", "schedule move checkin from 23 nov to 24 nov")
    await northwind.say("U_DANA", "schedule move checkin from 24 nov to 25 nov")
    assert (await scheduled(northwind)).cadence.moved == {date(2026, 11, 23): date(2026, 11, 25)}
    await northwind.say("U_DANA", "schedule move checkin from 25 nov to 23 nov")
    assert (await scheduled(northwind)).cadence.moved == {}


async def test_a_day_of_the_week_alone_keeps_how_often_it_comes(northwind):
    await northwind.say("U_DANA", "schedule move checkin to every 2 weeks on monday")
    starts = (await scheduled(northwind)).cadence.starts
    await northwind.say("U_DANA", "schedule move checkin to wednesday")
    cadence = (await scheduled(northwind)).cadence
    assert (cadence.rule, cadence.starts) == (Weekly(weekdays=frozenset({2}), every_weeks=2), starts)
    await northwind.say("U_DANA", "schedule move checkin to every wednesday")
    assert (await scheduled(northwind)).cadence.rule == Weekly(weekdays=frozenset({2}))
    await northwind.say("U_DANA", "schedule move checkin to last friday of the month 14:00")
    await northwind.say("U_DANA", "schedule move checkin to thursday")
    cadence = (await scheduled(northwind)).cadence
    assert (cadence.rule, cadence.at) == (MonthlyOnWeekday(nth=-1, weekday=3), time(14))


async def test_a_change_of_what_no_lead_saw_yet_counts_as_seen_and_says_who_gets_what(northwind):
    await northwind.change(update(Schedule).values(announced_at=None))
    await northwind.say("U_DANA", "schedule move checkin to 10:00")
    assert labels(northwind.last["U_DANA", "#northwind"]) == [
        "Undo",
        "Who gets what, when",
        "Send to me first",
    ]
    assert (await scheduled(northwind)).announced_at == northwind.now
    assert (await scheduled(northwind, "kpi_due")).announced_at is None


async def test_the_form_changes_days_time_holidays_and_people(northwind):
    await northwind.ask("U_DANA", "schedule change checkin")
    answer = await northwind.fill(
        "U_DANA", when="every tuesday", time="2pm", on_holiday="next", people=["U_TOM"]
    )
    said = "".join(str(block) for block in answer.blocks)
    assert "every Tuesday at 14:00 from now on; on a holiday it moves to the next working day" in said
    assert "it asks Tom Hale. Next: Tue 24 Nov, 14:00." in said
    one = await scheduled(northwind)
    assert (one.cadence.at, one.cadence.on_holiday, len(one.settings["people"])) == (time(14), "next", 1)
    await northwind.press("U_DANA", "Undo")
    assert (await scheduled(northwind)).settings["people"] is None


async def test_the_form_as_it_stands_changes_nothing(northwind):
    for job in ("checkin", "kpi_due", "actions"):
        await northwind.ask("U_DANA", f"schedule change {job}")
        assert "Nothing was changed." in str(await northwind.fill("U_DANA"))


async def test_what_is_wrong_in_the_form_is_said_beside_its_field(northwind):
    await northwind.ask("U_DANA", "schedule change checkin")
    wrong = errors(await northwind.fill("U_DANA", when="sometimes", time="9:30", people=["U_KIT"]))
    assert "I could not read" in wrong["when"]
    assert wrong["people"] == "Please pick one of these."
    await northwind.ask("U_DANA", "schedule change checkin")
    assert "9:30 or 2pm" in errors(await northwind.fill("U_DANA", time="noonish"))["time"]


async def test_what_follows_the_meeting_says_so_and_moves_with_it(northwind):
    move = "schedule move checkin to 2 days before the meeting at 10:00"
    assert "There is no meeting planned yet" in await northwind.say("U_DANA", move)
    planned = await northwind.say("U_DANA", "meet every month first thursday 15:00")
    assert "Next: Thu 7 Jan 2027, 15:00;" in planned
    said = await northwind.say("U_DANA", move)
    assert said.startswith(
        "Weekly check-in: 2 days before the pivot or persevere meeting at 10:00 from now on"
        " (was every Monday at 9:30). Next: Tue 5 Jan 2027, 10:00."
    )
    assert "the pivot or persevere meeting at 10:00.\nNext: Tue 5 Jan 2027" in await northwind.say(
        "U_DANA", "schedule"
    )
    await northwind.ask("U_DANA", "schedule change checkin")
    assert "Nothing was changed." in str(await northwind.fill("U_DANA"))
    await northwind.ask("U_DANA", "schedule change actions")
    filled = str(await northwind.fill("U_DANA", when="the day after each meeting", time="9:00"))
    assert "the day after the pivot or persevere meeting at 9:00 from now on. Next: Fri 8 Jan" in filled
    assert "cannot follow the meeting" in await northwind.say(
        "U_DANA", "schedule move tripwires to the day before the meeting"
    )
    assert "every Tuesday at 10:00" in await northwind.say("U_DANA", "schedule move checkin to tuesday")
