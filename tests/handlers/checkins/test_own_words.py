"""Answers in one's own words that look like something else, come late, come twice, or have several places."""

import pytest

from storage.tables import CheckinAnswer
from tests.handlers.checkins.rounds import answer, answers, blockers
from tests.handlers.occurring import at
from tests.handlers.play import DM, OTHER_CHANNEL

ASKS = "I read this as your answer to the check-in."
ADDS = "Shall I add this to your answer?"
CLOSED = "2026-11-25 09:31"


async def test_late_words_are_offered_and_marked_as_late(asked):
    asked.now = at(CLOSED)
    said = await asked.say("U_TOM", "webinar done, waiting for legal", where=DM)
    assert ASKS in said
    assert "will be marked as late" in said
    assert "saved, marked as late" in await asked.press("U_TOM", "Save", where=DM)
    assert [row.is_late for row in await asked.rows(CheckinAnswer)] == [True]
    assert "changed, marked as late" in await answer(asked, "U_TOM", q1="more")
    assert "marked as late: nothing to add" in await asked.say("U_ANN", "checkin nothing", where=DM)


async def test_words_after_an_answer_are_added_to_it(asked):
    await answer(asked, "U_TOM", q1="page live", q3="waiting for legal")
    assert ADDS in await asked.say("U_TOM", "oh wait, blocked by the agency", where=DM)
    assert "Your answer is changed." in await asked.press("U_TOM", "Add to my answer", where=DM)
    lines = ["page live", "", "waiting for legal\nblocked by the agency"]
    assert (await answers(asked))[-1] == ("answer", lines, "oh wait")
    assert await blockers(asked) == ["waiting for legal", "blocked by the agency"]
    assert "stays as it is" in await asked.say("U_TOM", "nothing else", where=DM)
    await asked.ask("U_TOM", "and the deck is done", where=DM)
    await asked.press("U_TOM", "Edit", where=DM)
    await asked.fill("U_TOM", where=DM)
    assert (await answers(asked))[-1][1][0] == "page live\noh wait\nand the deck is done"


async def test_what_was_nothing_becomes_an_answer(asked):
    await asked.say("U_TOM", "checkin nothing", where=DM)
    assert ADDS in await asked.say("U_TOM", "the webinar is done", where=DM)
    await asked.press("U_TOM", "Add to my answer", where=DM)
    assert (await answers(asked))[-1] == ("answer", [], "the webinar is done")


@pytest.mark.parametrize(
    "words",
    [
        *("great webinar turnout", "ok landing page", "perfect week", "hey webinar done"),
        *("help from IT needed", "fix the form", "setup finished", "link building started"),
        *("import done", "target reached", "actions agreed"),
        "104 leads. Waiting for legal. What about the budget?",
    ],
)
async def test_answers_that_look_like_something_else_are_offered(asked, words):
    said = await asked.say("U_TOM", words, where=DM)
    assert said.startswith(ASKS), said


async def test_greetings_and_commands_stay_what_they_are(asked):
    for words, begins in (
        ("hey Ann", "Hello!"),
        ("ok, got it", "You're welcome."),
        ("thanks a lot", "You're welcome."),
        ("help kpi add", "`kpi add"),
        ("fix leeds 103", "I don't know the KPI"),
    ):
        assert begins in (await asked.say("U_DANA", words, where=DM))[:40]
    await answer(asked, "U_DANA", q1="done")
    assert "You're welcome." in await asked.say("U_DANA", "great webinar turnout", where=DM)


async def test_words_that_say_skip_are_one(asked):
    assert "leave this check-in out?" in await asked.say("U_TOM", "skip this week", where=DM)
    await asked.press("U_TOM", "Save", where=DM)
    assert await answers(asked) == [("skip", [], "")]
    assert "stays as it is" in await asked.say("U_TOM", "I'll skip this one", where=DM)


async def test_words_go_to_the_client_whose_check_in_waits_for_them(asked):
    await asked.set_up("U_KIT", name="Birch", where=OTHER_CHANNEL, team=["U_TOM"])
    # Nobody asks which one, and who spoke of Birch means Northwind's check-in, too.
    assert ASKS in await asked.say("U_TOM", "webinar done, waiting for legal", where=DM)
    await asked.say("U_TOM", "in Birch: kpi list", where=DM)
    said = await asked.say("U_TOM", "webinar done, waiting for legal", where=DM)
    assert said.startswith("Northwind")
    assert ASKS in said
    for words in ("in Birch: webinar done, waiting for legal", "leads 104", "I'm away until 3 Jan"):
        assert ASKS not in await asked.say("U_TOM", words, where=DM)
    await asked.say("U_TOM", "in Northwind Ltd: checkin nothing", where=DM)
    await asked.say("U_TOM", "in Birch: kpi list", where=DM)
    assert "I don't know" in await asked.say("U_TOM", "webinar done, waiting for legal", where=DM)


async def test_a_number_that_waits_for_a_choice_does_not_say_that_the_answer_does(asked):
    await asked.say("U_DANA", "kpi leads 100 oct", where=DM)
    await asked.ask("U_DANA", "leads 104 oct, waiting for legal", where=DM)
    said = await asked.press("U_DANA", "Save", where=DM)
    assert "Your answer is saved. The number is not, until you choose." in said
    assert "Nothing is saved" not in said
