"""Feedback: given, listed, answered, undone."""

import pytest
from sqlalchemy import select

from domain.plain_text import plain_text
from storage.tables import FeedbackStep
from tests.handlers.play import CHANNEL, Play, button, errors, labels


@pytest.fixture
async def voiced(northwind: Play) -> Play:
    """One piece of feedback, noted by Tom."""
    await northwind.say("U_TOM", 'feedback - "the form took 20 minutes" customer')
    return northwind


async def test_without_a_sign_it_asks_how_it_was_meant(northwind):
    said = await northwind.say("U_TOM", 'feedback "fine, I guess" prospect')
    assert said.startswith("How was it meant?")
    assert labels(northwind.last["U_TOM", CHANNEL]) == [
        "Positive", "Neutral", "Indifferent", "Negative", "Mixed",
    ]  # fmt: skip
    assert "indifferent, from prospect" in await northwind.press("U_TOM", "Indifferent")


@pytest.mark.parametrize(("role", "source"), [("team", "team"), ("ceo", "ceo"), ("sales", "sales")])
async def test_without_a_source_the_role_decides_and_says_so(northwind, role, source):
    if role != "team":
        await northwind.say("U_DANA", f"members role @Tom Hale {role}")
    said = await northwind.say("U_TOM", 'feedback + "good"')
    assert f"positive, from {source}" in said
    assert f"I noted it as from {source}" in said


async def test_a_withdrawn_piece_is_shown_without_its_words(voiced):
    assert "Undone: feedback 1 is withdrawn" in await voiced.press("U_TOM", "Undo")
    said = await voiced.say("U_DANA", "feedback list")
    assert "withdrawn by the person who gave it" in said
    assert "20 minutes" not in said
    assert "was withdrawn" in await voiced.say("U_DANA", "feedback acted 1 shortened it")


async def test_what_was_answered_cannot_be_withdrawn(voiced):
    given = voiced.last["U_TOM", CHANNEL]
    await voiced.say("U_DANA", "feedback acknowledge 1")
    assert "was answered by now" in await voiced.click("U_TOM", button(given, "Undo"))


async def test_the_last_answer_counts_and_its_undo_brings_the_one_before_back(voiced):
    await voiced.say("U_DANA", "feedback acknowledge 1")
    assert "noted what was done (made it shorter)" in await voiced.say(
        "U_DANA", "feedback acted 1 made it shorter"
    )
    assert "is acknowledged again" in await voiced.press("U_DANA", "Undo")
    assert "acknowledged" in await voiced.say("U_DANA", "feedback list")
    steps = [step.status for step in await voiced.rows(FeedbackStep)]
    assert steps == ["acknowledged", "acted", "acknowledged"]


async def test_the_undo_of_an_answer_that_was_answered_again_leaves_it(voiced):
    first = await voiced.ask("U_DANA", "feedback acknowledge 1")
    await voiced.say("U_DANA", "feedback declined 1 not now")
    assert "answered again since then" in await voiced.click("U_DANA", button(first, "Undo"))


async def test_the_same_answer_twice_changes_nothing(voiced):
    await voiced.say("U_DANA", "feedback declined 1 not now")
    assert "is declined already" in await voiced.say("U_DANA", "feedback declined 1 not now")
    assert len(await voiced.rows(FeedbackStep)) == 1


@pytest.mark.parametrize("number", ["", "x", "9" * 12, "-1", "²", "#"])
async def test_which_piece_is_asked_where_no_number_stands(voiced, number):
    assert "Which one?" in await voiced.say("U_DANA", f"feedback acted {number}")


async def test_a_number_that_is_not_there_is_said(voiced):
    assert "no feedback with the number 7" in await voiced.say("U_DANA", "feedback acknowledge #7.")


async def test_what_was_done_is_asked_by_form(voiced):
    await voiced.ask("U_DANA", "feedback acted 1")
    assert "Please say it in a few words" in errors(await voiced.fill("U_DANA", words=" "))["words"]
    assert "made it shorter" in plain_text(await voiced.fill("U_DANA", words="made it shorter"))


async def test_the_form_names_every_field_that_is_wrong(northwind):
    await northwind.ask("U_TOM", "feedback")
    wrong = errors(await northwind.fill("U_TOM", text="", sentiment="angry", source="nobody"))
    assert set(wrong) == {"text", "sentiment", "source"}


async def test_older_pieces_are_a_press_away(northwind):
    for number in range(10):
        await northwind.say("U_TOM", f'feedback - "thing {number}" customer')
    first = await northwind.say("U_DANA", "feedback list")
    assert "10. “thing 9”" in first
    assert "2. “thing 1”" not in first
    assert "2. “thing 1”" in await northwind.press("U_DANA", "Earlier")


async def test_the_team_reads_the_words_and_not_who_noted_them(voiced):
    assert "Tom" not in await voiced.say("U_TOM", "feedback list")
    assert "noted by Tom Hale" in await voiced.say("U_DANA", "feedback list")


async def test_an_empty_list_says_how_to_begin(northwind):
    assert "No feedback yet" in await northwind.say("U_DANA", "feedback list")


async def test_steps_stay_in_their_engagement(voiced):
    await voiced.set_up("U_KIT", name="Birch", where="#birch")
    assert "no feedback with the number 1" in await voiced.say(
        "U_KIT", "feedback acknowledge 1", where="#birch"
    )
    async with voiced.database.read() as session:
        assert (await session.scalars(select(FeedbackStep))).all() == []


async def test_long_feedback_can_be_read_in_full(northwind):
    words = "long " * 400
    await northwind.say("U_DANA", f'feedback - "{words}" customer')
    assert "feedback show 1" in await northwind.say("U_DANA", "feedback list")
    assert words.strip() in await northwind.say("U_DANA", "feedback show 1")
