"""Home: what waits for me, and which dates come next."""

from sqlalchemy import update

from domain.plain_text import plain_text
from storage.tables import Person
from tests.handlers.checkins.rounds import MONDAY, answer, begin
from tests.handlers.occurring import at
from tests.handlers.play import CHANNEL, DM, Play, labels
from tests.handlers.test_home_tab import tab


async def test_numbers_due_from_me_stand_first_with_their_day(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    said = await northwind.say("U_DANA", "home")
    assert "Numbers due from you" in said
    assert "Qualified leads, October 2026: was due 6 November 2026" in said
    assert "Revenue: no value yet. The first one could be that of October 2026" in said
    assert "7 December 2026: Revenue, Qualified leads, Cost per lead for November 2026 due" in said
    assert labels(northwind.last["U_DANA", "#northwind"]) == ["Record numbers", "Scorecard", "Give feedback"]


async def test_nothing_waits_for_somebody_without_a_kpi(northwind):
    said = await northwind.say("U_TOM", "home")
    assert "Nothing waits for you here." in said
    assert "due" not in said


async def test_a_proposed_number_waits_until_it_is_decided(northwind):
    await northwind.say("U_DANA", "kpi leads 100, revenue 4, cpl 3")
    await northwind.say("U_TOM", "kpi leads 88 sep")
    said = await northwind.say("U_DANA", "home")
    assert "Qualified leads = 88 for September 2026 is proposed" in said
    (post,) = await northwind.posts("U_DANA")
    save = next(button.id for button in post.buttons if button.label == "Save")
    await northwind.click("U_DANA", save, where=DM)
    assert "is proposed" not in await northwind.say("U_DANA", "home")


async def test_feedback_without_an_answer_waits_for_those_who_answer(northwind):
    await northwind.say("U_TOM", 'feedback - "the form is long" customer')
    assert "1 piece of feedback without an answer" in await northwind.say("U_DANA", "home")
    assert "without an answer" not in await northwind.say("U_TOM", "home")
    await northwind.say("U_DANA", "feedback acted 1 made it shorter")
    assert "without an answer" not in await northwind.say("U_DANA", "home")


async def test_the_end_of_the_term_comes_into_sight(northwind):
    await northwind.say("U_DANA", "settings term_end 2027-01-31")
    assert "31 January 2027: the term ends, or is renewed" in await northwind.say("U_DANA", "home")
    await northwind.say("U_DANA", "settings term_end 2027-08-31")
    assert "is renewed" not in await northwind.say("U_DANA", "home")


async def test_home_works_in_direct_messages(northwind):
    said = plain_text(await northwind.ask("U_DANA", "home", where=DM))
    assert said.startswith("Northwind Ltd: what waits for you")


async def test_an_open_checkin_waits_until_it_is_answered_in_ones_own_time(northwind: Play):
    await northwind.change(update(Person).where(Person.name == "Tom Hale").values(zone="Europe/Athens"))
    northwind.now = at("2026-11-23 09:29")
    mark = (await tab(northwind, "U_TOM")).mark
    await begin(northwind, MONDAY)
    assert (await tab(northwind, "U_TOM")).mark != mark
    said = await northwind.say("U_TOM", "home")
    assert "Check-in 1: you have until Wed 25 Nov, 11:30, and it takes about a minute." in said
    assert "30 November 2026, 11:30: the next check-in" in said
    assert "Times are those of Europe/Athens." in said
    assert labels(northwind.last["U_TOM", CHANNEL])[:2] == ["Answer", "Skip this week"]
    mark = (await tab(northwind, "U_TOM")).mark
    await answer(northwind, "U_TOM", q1="The page is live")
    assert (await tab(northwind, "U_TOM")).mark != mark
    assert "Check-in 1" not in await northwind.say("U_TOM", "home")


async def test_ones_own_actions_and_blockers_stand_there_with_what_is_overdue_first(northwind):
    for what, day in (("late", "today"), *((f"number {n}", "friday") for n in range(5))):
        await northwind.say("U_TOM", f"action add {what} by {day}")
    await northwind.say("U_TOM", "action add not mine @Dana Reed by friday")
    await northwind.say("U_TOM", "blocker add waiting for legal")
    await northwind.pass_time(days=1)
    said = await northwind.say("U_TOM", "home")
    assert "Your actions\n- late (was due Mon 16 Nov)\n- number 0 (due Fri 20 Nov)\n" in said
    assert "- and 1 more: `action list`\nIn your way\n- waiting for legal (for a day)" in said
    assert "not mine" not in said


async def test_the_next_meeting_is_among_the_dates(northwind):
    await northwind.say("U_DANA", "meet every 2 months first tuesday 15:00")
    assert "15:00: pivot or persevere meeting" in await northwind.say("U_TOM", "home")
