"""The posts of meetings that were moved, held after an outage, or reviewed while the series rests."""

from sqlalchemy import update

from handlers.preparing.pack import NONE_NEAR
from storage.tables import Decision, OutboxPost
from tests.handlers.occurring import at, happen, posts_of
from tests.handlers.play import DM, Play
from tests.handlers.preparing.test_gaps import told
from tests.handlers.preparing.test_the_day import in_channel, run


async def after_posts(play: Play) -> list[str]:
    return await in_channel(play, "meeting_after")


async def test_the_decision_is_asked_for_although_the_post_before_the_meeting_was_missed(crew):
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    crew.now = at("2027-01-05 16:59")
    assert await after_posts(crew) == []
    crew.now = at("2027-01-05 17:00")
    (asked,) = await after_posts(crew)
    assert asked.startswith("The meeting of Tue 5 Jan, 15:00 is over.")
    assert await run(crew, "meeting_pack", "2027-01-06 09:35") == NONE_NEAR
    assert len(await after_posts(crew)) == 1


async def test_the_decision_is_asked_for_once_on_a_later_morning_where_all_before_was_missed(crew):
    await run(crew, "meeting_pack", "2027-01-07 09:35")
    await run(crew, "meeting_pack", "2027-01-08 09:35")
    assert len(await after_posts(crew)) == 1


async def test_what_was_decided_where_no_meeting_took_place_is_no_decision_of_the_next_one(crew):
    await crew.say("U_DANA", "meet monthly first tuesday 15:00")
    crew.now = at("2027-01-05 16:10")
    await crew.say("U_DANA", 'decide persevere "we go on" by @Ann Berg')
    crew.now = at("2027-01-06 16:10")
    await crew.say("U_DANA", 'meet skip 5 Jan "it did not take place"')
    await run(crew, "meeting_pack", "2027-01-29 09:35")
    crew.now = at("2027-02-02 14:10")
    await crew.say("U_DANA", "meet start")
    crew.now = at("2027-02-02 17:00")
    assert len(await after_posts(crew)) == 1
    await crew.say("U_DANA", 'decide stop "it is over" by @Ann Berg')
    assert [row.meeting_id for row in await crew.rows(Decision)] == [1, 2]


async def test_a_draft_that_was_taken_back_does_not_silence_the_question(crew):
    crew.now = at("2027-01-05 14:00")
    await happen(crew, "meeting", latest_hours=1)
    crew.now = at("2027-01-05 15:50")
    await crew.ask("U_DANA", 'decide persevere by Ann Berg "we go on"')
    await crew.press("U_DANA", "Undo")
    crew.now = at("2027-01-05 17:00")
    assert len(await after_posts(crew)) == 1


async def test_a_meeting_moved_on_its_day_has_both_posts_again_and_none_for_the_time_it_had(crew):
    crew.now = at("2027-01-05 14:00")
    await happen(crew, "meeting", latest_hours=1)
    await crew.deliver()
    await crew.say("U_DANA", 'meet move 5 jan to 5 jan 17:00 "the train"')
    crew.now = at("2027-01-05 16:00")
    assert len(await in_channel(crew, "meeting")) == 2
    crew.now = at("2027-01-05 18:00")
    assert await after_posts(crew) == []
    crew.now = at("2027-01-05 19:00")
    (asked,) = await after_posts(crew)
    assert asked.startswith("The meeting of Tue 5 Jan, 17:00 is over.")


async def test_a_meeting_moved_by_some_days_keeps_its_votes_and_its_pack(crew):
    await crew.say("U_DANA", 'assume "They renew" threshold "at least 40%" type value')
    await run(crew, "meeting_inputs", "2026-12-29 09:25")
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    await crew.say("U_DANA", 'meet move 5 jan to 11 jan "the train"')
    assert await run(crew, "meeting_inputs", "2027-01-04 09:25") == "no meeting is a week away"
    assert await run(crew, "meeting_pack", "2027-01-08 09:35") == NONE_NEAR
    assert "The lean stays hidden" in await crew.say("U_TOM", "evidence", where=DM)


async def test_a_special_review_takes_place_while_the_series_rests_and_keeps_its_day_free(crew):
    await crew.say("U_DANA", 'tripwire leads below 90 "look again"')
    await crew.say("U_DANA", "kpi leads 80 oct")
    await crew.say("U_DANA", 'meet special 22 dec 10:00 "leads fell"')
    refused = await crew.say("U_DANA", 'meet move 5 jan to 22 dec 10:00 "early"')
    assert refused.startswith("Another meeting stands on Tue 22 Dec")
    await crew.say("U_DANA", "schedule pause meeting")
    assert await run(crew, "meeting_inputs", "2026-12-15 09:25") == "decided"
    assert len(await posts_of(crew, "meeting_inputs")) == 4
    assert await run(crew, "meeting_pack", "2026-12-18 09:35") == "decided"
    crew.now = at("2026-12-22 09:00")
    assert len(await in_channel(crew, "meeting")) == 1
    crew.now = at("2026-12-22 12:00")
    assert len(await after_posts(crew)) == 1


async def test_a_reminder_that_may_have_arrived_is_not_posted_again_where_the_series_is_resumed(crew):
    crew.now = at("2027-01-05 14:00")
    await happen(crew, "meeting", latest_hours=1)
    await crew.deliver()
    of_job = OutboxPost.job == "meeting"
    await crew.change(update(OutboxPost).where(of_job).values(state="uncertain"))
    crew.now = at("2027-01-05 14:10")
    await crew.say("U_DANA", "schedule pause meeting")
    await crew.say("U_DANA", "schedule resume meeting")
    await crew.deliver()
    assert [one.state for one in await crew.rows(OutboxPost, of_job)] == ["uncertain"]


async def test_the_gaps_of_a_meeting_wait_until_the_one_before_it_is_over(crew):
    await crew.say("U_DANA", "meet monthly first tuesday 15:00")
    await run(crew, "meeting_gaps", "2026-12-07 09:20")
    assert await run(crew, "meeting_gaps", "2027-01-04 09:20") == "no meeting is a month away"
    assert await run(crew, "meeting_gaps", "2027-01-06 09:20") == "decided"
    assert await told(crew, "U_DANA", "morning")


async def test_what_is_revealed_names_the_day_on_which_the_meeting_stands_now(crew):
    await crew.say("U_DANA", 'assume "They renew" threshold "at least 40%" type value')
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    await crew.say("U_DANA", 'meet move 5 jan to 6 jan "the train"')
    crew.now = at("2027-01-06 14:30")
    await crew.say("U_DANA", "meet start")
    (begun,) = [post for post in await in_channel(crew) if "The meeting begins" in post]
    assert "decides on 6 January 2027." in begun


async def changes(play: Play) -> list[str]:
    return [words for words in await in_channel(play) if "changed it" in words]


async def test_a_meeting_that_is_near_is_moved_before_everybody_s_eyes_and_so_is_it_brought_back(crew):
    crew.now = at("2026-12-28 10:00")
    await crew.say("U_DANA", 'meet move 5 jan to 6 jan "the train"')
    assert await changes(crew) == []
    crew.now = at("2026-12-31 10:00")
    await crew.say("U_DANA", 'meet move 6 jan to 7 jan "*the* train"')
    moved = "The meeting of Wed 6 Jan 2027, 15:00 is on Thu 7 Jan 2027, 15:00 now."
    assert await changes(crew) == [f"{moved}\nDana Reed changed it: “*the* train”."]
    await crew.press("U_DANA", "Undo")
    assert "Next: Wed 6 Jan 2027, 15:00." in (await changes(crew))[1]
    await crew.say("U_DANA", 'meet skip 6 jan "nobody is there"')
    await crew.say("U_DANA", 'meet move 6 jan to 8 jan "so be it"')
    assert len(await changes(crew)) == 3


async def test_that_a_meeting_did_not_take_place_is_told_where_it_was_asked_for(crew):
    crew.now = at("2027-01-05 17:00")
    await after_posts(crew)
    await crew.say("U_DANA", 'meet skip 5 jan "nobody came"')
    (told,) = await changes(crew)
    assert told.startswith("Noted: the meeting of Tue 5 Jan, 15:00 did not take place.")
