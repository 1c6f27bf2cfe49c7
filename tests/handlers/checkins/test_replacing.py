"""An answer with words is not lost by one press; and what was solved does not come back by an edit."""

from tests.handlers.checkins.rounds import answer, answers, begin, blockers
from tests.handlers.occurring import at
from tests.handlers.play import DM, button

LONG = {"q1": "a long answer", "q3": "waiting for legal"}


async def test_a_press_asks_before_it_replaces_an_answer_with_words(asked):
    await answer(asked, "U_TOM", **LONG)
    for command in ("checkin skip", "checkin nothing"):
        said = await asked.say("U_TOM", command, where=DM)
        assert "Replace your answer?" in said
        assert "a long answer" in said
        assert "stays as it is" in await asked.press("U_TOM", "Keep", where=DM)
    assert len(await answers(asked)) == 1
    await asked.ask("U_TOM", "checkin skip", where=DM)
    await asked.press("U_TOM", "Replace", where=DM)
    assert "Nothing is in the way" in await asked.say("U_TOM", "blockers", where=DM)
    assert [kind for kind, _texts, _words in await answers(asked)] == ["answer", "skip"]


async def test_an_old_draft_asks_before_it_replaces_a_later_answer(asked):
    await asked.say("U_TOM", "short words about the page", where=DM)
    save = button(asked.last["U_TOM", DM], "Save")
    await answer(asked, "U_TOM", **LONG)
    assert "Replace your answer?" in await asked.click("U_TOM", save, where=DM)
    old = button(asked.last["U_TOM", DM], "Replace")
    await answer(asked, "U_TOM", q1="even longer", q3="waiting for legal")
    assert "changed that answer again" in await asked.click("U_TOM", old, where=DM)
    assert [texts[0] for _kind, texts, _words in await answers(asked)] == ["a long answer", "even longer"]


async def test_a_solved_blocker_is_not_opened_again_by_an_edit(asked):
    await answer(asked, "U_TOM", q3="waiting for legal")
    await begin(asked, "2026-11-30 09:30")
    await answer(asked, "U_TOM", q3="still waiting for legal")
    asked.now = at("2026-11-30 09:40")
    await asked.press("U_TOM", "Solved", where=DM)
    await answer(asked, "U_TOM", q1="a word more")
    assert await blockers(asked) == ["waiting for legal"]
    await asked.press("U_TOM", "Undo", where=DM)
    assert await blockers(asked) == ["waiting for legal"]


async def test_a_blocker_that_is_not_named_any_more_is_asked_about(asked):
    await answer(asked, "U_TOM", q3="waiting for legal")
    await begin(asked, "2026-11-30 09:30")
    said = await answer(asked, "U_TOM", q1="x", q3="none")
    assert "Still open: waiting for legal (blocker 1, for 7 days). Is it solved?" in said
    assert "In your way" not in said
