"""What people were to read waits, and the meeting moves before it goes out, or is brought back."""

import pytest

from handlers.meetings.posting import BEFORE_SPECIAL
from handlers.preparing.after import GONE
from handlers.preparing.inputs import NONE_NEAR as NOBODY_ASKED
from handlers.preparing.pack import NONE_NEAR as NO_PACK
from storage.tables import OutboxPost
from tests.handlers.occurring import at, happen, posts_of, words_of
from tests.handlers.play import Play
from tests.handlers.preparing.test_the_day import in_channel, run

MOVE = 'meet move 5 Jan to 8 Jan "the board"'


async def later(play: Play, moment: str) -> None:
    """Deliver what is due then."""
    play.now = at(moment)
    await play.deliver()


async def test_the_question_for_votes_comes_with_the_new_day_where_the_meeting_moves_while_it_waits(crew):
    crew.now = at("2026-12-29 09:25")
    await happen(crew, "meeting_inputs")
    await crew.say("U_DANA", MOVE)
    await later(crew, "2026-12-29 10:30")
    asked = [words_of(post) for post in await posts_of(crew, "meeting_inputs") if post.state == "sent"]
    assert len(asked) == 4
    assert all("Meeting on Fri 8 Jan 2027, 15:00" in words for words in asked)
    assert await run(crew, "meeting_inputs", "2027-01-04 09:25") == NOBODY_ASKED


async def test_the_pack_is_posted_with_the_new_day_where_the_meeting_moves_while_it_waits(crew):
    crew.now = at("2026-12-31 09:35")
    await happen(crew, "meeting_pack")
    await crew.say("U_DANA", MOVE)
    await later(crew, "2026-12-31 10:35")
    (pack,) = await in_channel(crew, "meeting_pack")
    assert "Fri 8 Jan 2027, 15:00 to 16:00" in pack
    assert await run(crew, "meeting_pack", "2027-01-06 09:35") == NO_PACK


async def test_a_pack_that_waits_is_not_posted_for_a_meeting_that_moved_far(crew):
    crew.now = at("2026-12-31 09:35")
    await happen(crew, "meeting_pack")
    await crew.say("U_DANA", 'meet move 5 Jan to 19 Jan "the board"')
    await later(crew, "2026-12-31 10:35")
    assert await in_channel(crew, "meeting_pack") == []


async def test_the_gaps_are_told_once_for_a_meeting_that_moves_by_a_week(crew):
    assert await run(crew, "meeting_gaps", "2026-12-07 09:20") == "decided"
    await crew.say("U_DANA", 'meet move 5 Jan to 12 Jan "the board"')
    assert await run(crew, "meeting_gaps", "2026-12-14 09:20") == "no meeting is a month away"


@pytest.mark.parametrize("change", ['meet move 5 Jan to 6 Jan "the train"', "schedule pause meeting"])
async def test_a_meeting_brought_back_in_its_last_hour_has_its_post(crew, change):
    crew.now = at("2027-01-05 13:50")
    await crew.say("U_DANA", change)
    await later(crew, "2027-01-05 14:03")
    await crew.press("U_DANA", "Undo")
    (before,) = await in_channel(crew, "meeting")
    assert before.endswith("1 start")
    await later(crew, "2027-01-05 17:00")
    assert len(await in_channel(crew, "meeting_after")) == 1


async def test_a_meeting_whose_post_came_has_no_second_one_where_it_is_brought_back(crew):
    crew.now = at("2027-01-05 14:00")
    await happen(crew, "meeting", latest_hours=1)
    await later(crew, "2027-01-05 14:05")
    await crew.say("U_DANA", 'meet move 5 Jan to 5 Jan 18:00 "the train"')
    await crew.press("U_DANA", "Undo")
    assert len(await in_channel(crew, "meeting")) == 1


async def test_the_question_after_a_meeting_comes_although_it_was_said_not_to_have_been_held(crew):
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    crew.now = at("2027-01-05 16:58")
    await crew.say("U_DANA", 'meet skip 5 Jan "a slip"')
    await later(crew, "2027-01-05 17:00")
    await crew.press("U_DANA", "Undo")
    await run(crew, "meeting_pack", "2027-01-06 09:35")
    assert len(await in_channel(crew, "meeting_after")) == 1


async def test_nobody_misses_the_question_after_a_meeting_that_moved_while_we_were_down(crew):
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    await crew.say("U_DANA", MOVE)
    await later(crew, "2027-01-07 09:00")
    (row,) = await crew.rows(OutboxPost, OutboxPost.job == "meeting_after")
    assert (row.state, row.reason) == ("cancelled", GONE)


async def test_a_special_review_brought_back_in_its_last_hour_has_its_post(crew):
    await crew.say("U_DANA", 'tripwire leads below 90 "look again"')
    await crew.say("U_DANA", "kpi leads 80 oct")
    await crew.say("U_DANA", 'meet special 25 nov 10:00 "leads fell"')
    crew.now = at("2026-11-25 08:55")
    await crew.say("U_DANA", "meet special off")
    await later(crew, "2026-11-25 09:00")
    await crew.press("U_DANA", "Undo")
    await later(crew, "2026-11-25 09:05")
    rows = await crew.rows(OutboxPost, OutboxPost.key.startswith(BEFORE_SPECIAL))
    assert [row.state for row in rows] == ["cancelled", "sent"]
