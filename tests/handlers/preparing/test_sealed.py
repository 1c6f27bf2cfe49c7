"""Until when votes are sealed and the lean is hidden, and to which meeting votes and items belong."""

from handlers.meetings import ahead
from handlers.preparing import voting
from handlers.turn import Unasked
from storage.tables import Engagement
from tests.handlers.occurring import at
from tests.handlers.play import DM, Play
from tests.handlers.preparing.test_the_day import in_channel, run

HIDDEN = "hidden until the meeting"


async def vote(play: Play, **votes: str) -> None:
    """Let each of them vote in private."""
    for who, choice in votes.items():
        await play.say(f"U_{who}", f"vote {choice}", where=DM)


async def began(play: Play) -> str:
    """What stood in the channel when the last meeting began."""
    await play.say("U_DANA", "meet start")
    return (await in_channel(play))[-1]


async def test_the_lean_stays_hidden_past_the_hour_of_the_meeting_until_it_begins_or_its_day_ends(crew):
    await run(crew, "meeting_inputs", "2026-12-29 09:25")
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    for moment, is_hidden in (("2027-01-05 15:05", True), ("2027-01-06 09:00", False)):
        crew.now = at(moment)
        assert (HIDDEN in await crew.say("U_TOM", "evidence list", where=DM)) == is_hidden


async def test_whoever_leaves_once_votes_were_asked_for_or_one_is_in_does_not_open_the_lean(crew):
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    await vote(crew, TOM="pivot")
    for who in ("U_TOM", "U_LEO"):
        await crew.say(who, "away until 6 Jan 2027", where=DM)
    assert "The lean stays hidden" in await crew.say("U_ANN", "evidence show 1", where=DM)
    await crew.say("U_TOM", "vote off", where=DM)
    assert "The lean stays hidden" not in await crew.say("U_ANN", "evidence show 1", where=DM)
    await crew.say("U_TOM", "back", where=DM)
    assert await run(crew, "meeting_inputs", "2026-12-30 09:25") == "decided"
    await crew.say("U_TOM", "away until 6 Jan 2027", where=DM)
    assert "The lean stays hidden" in await crew.say("U_ANN", "evidence show 1", where=DM)


async def test_the_lean_is_not_hidden_for_a_meeting_that_moved_until_votes_are_asked_for_again(crew):
    await crew.say("U_DANA", 'assume "They renew" threshold "at least 40%" type value')
    await run(crew, "meeting_inputs", "2026-12-29 09:25")
    await crew.say("U_DANA", 'meet move 5 Jan to 2 Feb "the CEO is ill"')
    assert "The lean stays hidden" not in await crew.say("U_DANA", "evidence")
    await run(crew, "meeting_inputs", "2027-01-26 09:25")
    assert "The lean stays hidden" in await crew.say("U_DANA", "evidence")


async def test_a_meeting_that_began_and_was_put_off_begins_again_and_its_votes_can_change(crew):
    await vote(crew, TOM="pivot")
    crew.now = at("2027-01-05 14:05")
    assert "1 pivot" in await began(crew)
    await crew.say("U_DANA", 'meet move 5 Jan to 19 Jan "the CEO is ill"')
    said = await crew.say("U_TOM", "vote stop", where=DM)
    assert "is stop now. Before: pivot." in said
    assert "The votes so far were revealed on 5 January 2027 14:05" in said
    crew.now = at("2027-01-19 14:30")
    assert "1 stop" in await began(crew)
    assert "cannot change any more" in await crew.say("U_TOM", "vote pivot", where=DM)


async def test_votes_of_a_meeting_that_is_brought_back_are_its_votes_again(crew):
    await crew.say("U_DANA", "meet monthly first tuesday 15:00")
    crew.now = at("2026-12-29 10:00")
    await vote(crew, TOM="pivot", LEO="pivot", ANN="stop")
    await crew.say("U_TOM", "agenda add prices")
    await crew.say("U_DANA", 'meet skip 5 Jan "ill"')
    assert "as number 5: press" in await crew.say("U_LEO", "agenda add press")
    await vote(crew, ANN="persevere")
    await crew.press("U_DANA", "Undo")
    assert "4. prices" in await crew.say("U_TOM", "agenda")
    crew.now = at("2027-01-05 14:30")
    assert "2 pivot, 1 stop" in await began(crew)
    crew.now = at("2027-02-02 14:30")
    assert "The private votes: 1 persevere. 3 people did not vote." in await began(crew)


async def test_votes_that_nobody_revealed_can_be_until_people_are_asked_for_the_next_ones(crew):
    await vote(crew, TOM="pivot")
    crew.now = at("2027-01-05 17:00")
    async with crew.database.read() as session:
        (engagement,) = await crew.rows(Engagement)
        here = Unasked(session=session, engagement=engagement, now=crew.now)
        meeting = ahead.last_held(here, await ahead.everything(here))
        assert meeting is not None
        assert [one.label for one in await voting.reveal_buttons(here, meeting)] == ["Reveal the votes"]
    crew.now = at("2027-02-23 09:00")
    assert "can begin an hour before that" in await crew.say("U_DANA", "meet start")
    crew.now = at("2027-01-07 09:00")
    said = await began(crew)
    assert said.startswith("The private votes for the meeting of Tue 5 Jan, 15:00")
    assert "1 pivot" in said
    assert "can begin an hour before that" in await crew.say("U_DANA", "meet start")


async def test_with_fewer_than_three_in_the_end_votes_can_change_and_are_shown_without_names(crew):
    await vote(crew, TOM='pivot "Ann does not lead"')
    for who in ("U_LEO", "U_ANN"):
        await crew.say(who, "away until 12 Jan 2027", where=DM)
    assert "is stop now" in await crew.say("U_TOM", 'vote stop "Ann does not lead"', where=DM)
    assert "no private votes" in await crew.say("U_DANA", "vote stop", where=DM)
    crew.now = at("2027-01-05 14:30")
    said = await began(crew)
    assert "The private votes: 1 stop." in said
    assert "Tom" not in said
    assert "does not lead" not in said


async def test_what_comes_after_the_meeting_of_today_is_for_the_next_one(crew):
    crew.now = at("2027-01-05 14:30")
    await began(crew)
    crew.now = at("2027-01-05 16:30")
    assert "on Tue 2 Mar" in await crew.say("U_TOM", "agenda add what we forgot")
    assert "on Tue 2 Mar" in await crew.say("U_TOM", "vote pivot", where=DM)


async def test_a_vote_that_is_taken_back_belongs_to_the_meeting_for_which_it_was_given(crew):
    await crew.say("U_DANA", 'tripwire leads below 90 "look again"')
    await crew.say("U_DANA", "kpi leads 80 oct")
    await vote(crew, TOM="pivot")
    await crew.say("U_TOM", "vote stop", where=DM)
    await crew.say("U_DANA", 'meet special 4 jan 10:00 "leads fell"')
    undone = await crew.press("U_TOM", "Undo", where=DM)
    assert undone == "Undone: that vote does not count. Your vote is pivot again."


async def test_votes_taken_back_by_off_come_back_with_undo_those_from_before_do_not(crew):
    for choice in ("pivot", "stop", "persevere"):
        await vote(crew, TOM=choice)
    await crew.press("U_TOM", "Undo", where=DM)
    assert "You have no vote" in await crew.say("U_TOM", 'vote "off".', where=DM)
    assert "Undone. Your vote is stop again." in await crew.press("U_TOM", "Undo", where=DM)
    await crew.say("U_TOM", "vote off.", where=DM)
    crew.now = at("2027-01-05 14:58")
    await crew.say("U_TOM", "vote pivot", where=DM)
    await crew.say("U_TOM", "vote off", where=DM)
    await began(crew)
    assert "were revealed, or you voted again" in await crew.press("U_TOM", "Undo", where=DM)
