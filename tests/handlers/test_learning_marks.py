"""What was seen once is not unseen: taking back a result, or retiring what failed, leaves its mark."""

from datetime import timedelta

from handlers.assumptions import showing
from handlers.experiments import concluding
from tests.handlers.play import CHANNEL, Play, button

DANA, TOM = "U_DANA", "U_TOM"
ASSUME = 'assume "They book by phone" threshold "at least 40%" type value'
PLAN = (
    'exp "Call back" assumption 1 hypothesis "h" measure "share booked" threshold "at least 42%"'
    " sample 100 stop 11 Dec"
)


async def pressed(play: Play, typed: str) -> str:
    """Say it, and give its [Undo]."""
    await play.say(DANA, typed)
    return button(play.last[DANA, CHANNEL], "Undo")


async def test_a_threshold_that_is_changed_once_a_result_was_seen_stays_marked(northwind):
    await northwind.say(DANA, ASSUME)
    planned, started = await pressed(northwind, PLAN), await pressed(northwind, "exp start 1")
    seen = await pressed(northwind, "exp result 1 20 of 100")
    for undo in (seen, started):
        assert "as it was before" in await northwind.click(DANA, undo)
    assert "Something came after that" in await northwind.click(DANA, planned)
    said = await northwind.say(DANA, 'assume change 1 threshold "at least 10%"')
    assert "so what comes in counts as mixed" in said
    said = await northwind.say(DANA, 'exp change 1 threshold "at least 10%"')
    assert "This stays marked" in said
    assert 'Threshold changed after the start, on 16 November 2026 by Dana Reed (was "at least 42%")' in said
    await northwind.say(DANA, "exp start 1")
    await northwind.say(DANA, "exp result 1 20 of 100")
    northwind.now += timedelta(days=26)
    said = await northwind.say(DANA, 'exp conclude 1 validated "yes"')
    assert "so this counts as mixed" in said
    listed = await northwind.say(TOM, "assume list")
    assert "They book by phone - mixed" in listed
    assert showing.EDITED in listed


async def test_what_failed_is_told_where_the_same_words_are_written_anew(northwind):
    await northwind.say(DANA, ASSUME)
    await northwind.say(DANA, PLAN)
    await northwind.say(DANA, "exp start 1")
    northwind.now += timedelta(days=26)
    await northwind.say(DANA, "exp result 1 5 of 100")
    assert concluding.ASK_CONTRIBUTED in await northwind.say(
        DANA, 'exp conclude 1 invalidated "Nobody calls"'
    )
    asked = await northwind.press(DANA, concluding.SAY_CONTRIBUTED)
    assert concluding.CONTRIBUTED in asked
    await northwind.fill(DANA, contributed="They have no phone")
    assert "They have no phone" in await northwind.say(TOM, "exp show 1")
    await northwind.say(DANA, 'assume status 1 supported "I feel it"')
    assert "They book by phone - supported, on the word of Dana Reed" in await northwind.say(
        TOM, "assume list"
    )
    await northwind.say(DANA, 'assume retire 1 "does not matter"')
    failed = "Assumption 1 with the same words was not supported and was retired."
    assert failed in await northwind.say(DANA, 'assume "they book by phone." threshold "at least 4%"')
    assert failed in await northwind.say(TOM, "assume show 2")
