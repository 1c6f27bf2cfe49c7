"""Home: what waits for me, and which dates come next."""

from domain.plain_text import plain_text
from tests.handlers.play import DM, labels


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
