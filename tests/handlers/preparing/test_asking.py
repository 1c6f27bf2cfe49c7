"""[Ask]: one message a day with all that somebody is asked for, when they want to be written to."""

import pytest
from sqlalchemy import update

from storage.tables import Kpi
from tests.handlers.occurring import at, person_id, words_of
from tests.handlers.play import DM, Play, labels
from tests.handlers.preparing.test_gaps import told
from tests.handlers.preparing.test_the_day import run


@pytest.fixture
async def asking(crew: Play) -> Play:
    """The crew, when Dana has read what is missing: all numbers are Tom's."""
    tom = await person_id(crew, "U_TOM")
    await crew.change(update(Kpi).values(owner_id=tom, is_driver=True))
    await run(crew, "meeting_gaps", "2026-12-07 09:20")
    return crew


async def ask_for_all(play: Play, which: slice = slice(None)) -> list[str]:
    """Press these of the [Ask] buttons that Dana has for Tom."""
    read = (await told(play, "U_DANA", "morning"))[-1]
    play.last["U_DANA", DM] = (await play.posts("U_DANA"))[-1]
    assert read.message_id
    labelled = [label for label in labels(play.last["U_DANA", DM]) if label.startswith("Ask Tom")]
    said = []
    for label in labelled[which]:
        play.last["U_DANA", DM] = (await play.posts("U_DANA"))[-1]
        said.append(await play.press("U_DANA", label, where=DM))
    return said


async def test_all_that_somebody_is_asked_for_before_they_work_is_one_message_and_the_vote_comes(asking):
    asking.now = at("2026-12-28 19:00")
    said = await ask_for_all(asking, slice(1, None))
    assert len(said) > 1
    assert all(one.startswith("I ask Tom Hale on 29 December 2026") for one in said)
    asking.now = at("2026-12-29 09:05")
    (asked,) = await told(asking, "U_TOM", "meeting_gaps")
    assert words_of(asked).count("It helps if it is there by") == len(said)
    await ask_for_all(asking, slice(1))
    assert len(await told(asking, "U_TOM", "meeting_gaps")) == 2
    await run(asking, "meeting_inputs", "2026-12-29 09:25")
    (vote,) = await told(asking, "U_TOM", "morning")
    assert "vote privately" in words_of(vote)


async def test_whoever_went_away_since_is_asked_when_they_are_back(asking):
    asking.now = at("2026-12-07 19:00")
    await ask_for_all(asking)
    await asking.say("U_TOM", "away until 16 dec 2026", where=DM)
    asking.now = at("2026-12-08 10:00")
    assert await told(asking, "U_TOM", "meeting_gaps") == []
    asking.now = at("2026-12-17 10:00")
    assert len(await told(asking, "U_TOM", "meeting_gaps")) == 1
