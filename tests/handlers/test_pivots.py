"""The kinds of pivot in chat: a list, one of them, and a question in plain words."""

from handlers import pivots
from tests.handlers.play import DM, Play


async def test_all_ten_one_of_them_and_a_question_are_answered(northwind: Play) -> None:
    said = await northwind.say("U_TOM", "pivots")
    assert said.count("Value capture") == 1
    assert "Engine of growth" in said
    said = await northwind.say("U_TOM", "pivot zoomout")
    assert "Zoom-out pivot" in said
    assert pivots.STAYS in said
    assert "People decide" in said
    assert "is none of them: zoom-in" in await northwind.say("U_TOM", "pivot zoom")
    for words in ("pivot meeting was moved", "pivot or persevere?"):
        assert pivots.NO_KIND in await northwind.say("U_TOM", words, where=DM)
    for question in ("what is a zoom-out pivot", "What's a zoom out pivot?"):
        assert "Zoom-out pivot" in await northwind.say("U_TOM", question, where=DM)
    assert pivots.TITLE in await northwind.say("U_TOM", "what is a pivot?", where=DM)


async def test_other_questions_and_words_are_left_to_others(northwind: Play) -> None:
    for words in ("what is the pivot meeting", "what is our cost per lead"):
        assert "I don't know" in await northwind.say("U_TOM", words, where=DM)
