"""From a week before a meeting until an hour after it: votes, agenda, pack, start, and the reminder."""

from domain.plain_text import plain_text
from handlers.preparing import PREVIEWS
from storage import schedules
from storage.tables import Engagement, EvidenceSnapshot, HistoryEvent, MeetingStep, OutboxPost
from tests.handlers.occurring import at, happen, person_id, posts_of, words_of
from tests.handlers.play import CHANNEL, DM, Play, errors


async def run(play: Play, job: str, when: str, **more) -> str:
    """Let the job come at that moment, and say what became of it."""
    play.now = at(when)
    row = await happen(play, job, **more)
    await play.pass_time(hours=1)
    await play.deliver()
    return row.state if row.state == "decided" else row.reason


async def in_channel(play: Play, job: str = "") -> list[str]:
    await play.deliver()
    rows = await play.rows(OutboxPost, OutboxPost.target.endswith(CHANNEL), OutboxPost.job == job)
    return [words_of(row) for row in rows if row.state == "sent"]


async def kinds(play: Play) -> list[str]:
    return [row.kind for row in await play.rows(MeetingStep)]


async def test_a_vote_is_private_and_can_change_until_the_meeting_begins(crew):
    said = await crew.say("U_TOM", 'vote pivot "nobody renews"', where=DM)
    assert said.startswith("Your vote for the meeting on Tue 5 Jan 2027, 15:00 is in: pivot.")
    assert "Others may have read what you typed" in await crew.say("U_ANN", "vote persevere")
    assert "I could not read" in await crew.say("U_LEO", "vote maybe", where=DM)
    assert "is not sure now. Before: pivot." in await crew.say("U_TOM", "vote not sure", where=DM)
    assert "does not count" in await crew.press("U_TOM", "Undo", where=DM)
    assert "You have no vote" in await crew.say("U_TOM", "vote off", where=DM)
    assert "You did not vote" in await crew.say("U_TOM", "vote off", where=DM)
    await crew.say("U_TOM", 'vote pivot "nobody renews"', where=DM)
    votes = await crew.rows(HistoryEvent, HistoryEvent.what.contains(" private"))
    assert [row.person_id for row in votes] == [None] * 6
    form = await crew.ask("U_TOM", "vote", where=DM)
    assert [field.value for field in form.fields] == [("pivot",), ("nobody renews",)]
    assert "choice" in errors(await crew.fill("U_TOM", where=DM, choice=()))
    assert "can begin an hour before that" in await crew.say("U_DANA", "meet start")


async def test_the_votes_are_revealed_at_the_start_and_cannot_change_after_that(crew):
    await crew.say("U_TOM", 'vote pivot "nobody renews"', where=DM)
    await crew.say("U_ANN", "vote persevere", where=DM)
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    (pack,) = await in_channel(crew, "meeting_pack")
    assert "Private votes in: 2 of 4." in pack
    assert "The lean stays hidden until the meeting begins" in pack
    assert "nobody renews" not in pack
    await crew.say("U_DANA", "kpi leads 10 nov")

    crew.now = at("2027-01-05 14:00")
    assert "Only a fractional CMO" in await crew.say("U_TOM", "meet start")
    assert "The votes and the lean are in the channel." in await crew.say("U_DANA", "meet start")
    (began,) = [words for words in await in_channel(crew) if words.startswith("The meeting begins")]
    assert "The private votes: 1 persevere, 1 pivot. 2 people did not vote." in began
    assert "Tom Hale  pivot      nobody renews" in began
    assert "Leo" not in began
    assert "Not enough evidence." in began
    assert "began on 5 January 2027 14:00 already. Nothing was changed." in await crew.say(
        "U_DANA", "meet start"
    )
    assert len([words for words in await in_channel(crew) if words.startswith("The meeting begins")]) == 1
    late = await crew.say("U_LEO", "vote stop", where=DM)
    assert late.startswith("The votes were revealed on 5 January 2027 14:00")
    assert await kinds(crew) == ["pack", "start"]


async def test_with_fewer_than_three_people_nobody_votes_and_nobody_is_asked_to(northwind):
    await northwind.say("U_DANA", "meet every 2 months first tuesday 15:00")
    said = await northwind.say("U_TOM", "vote pivot", where=DM)
    assert said.startswith("2 people are expected at the meeting on Tue 5 Jan 2027, 15:00. With fewer than")
    reason = await run(northwind, "meeting_inputs", "2026-12-29 09:25")
    assert reason == "fewer than three people are expected, so nobody votes in private"
    await run(northwind, "meeting_pack", "2026-12-31 09:35")
    (pack,) = await in_channel(northwind, "meeting_pack")
    assert "Not enough evidence." in pack
    assert "Private votes" not in pack
    assert "show lean" not in pack


async def test_a_week_before_everybody_expected_is_asked_once_and_again_where_it_moved_far(crew):
    await crew.say("U_LEO", "away until 12 Jan 2027")
    assert await run(crew, "meeting_inputs", "2026-12-28 09:25") == "no meeting is a week away"
    assert await run(crew, "meeting_inputs", "2026-12-29 09:25") == "decided"
    posts = await posts_of(crew, "meeting_inputs")
    expected = {await person_id(crew, who) for who in ("U_DANA", "U_ANN", "U_TOM")}
    assert {post.person_id for post in posts} == expected
    assert "1 vote privately - 2 add an agenda item" in words_of(posts[0])
    assert await run(crew, "meeting_inputs", "2026-12-30 09:25") == "no meeting is a week away"
    await crew.say("U_DANA", 'meet move 5 Jan to 2 Feb "the CEO is ill"')
    assert await run(crew, "meeting_inputs", "2027-01-26 09:25") == "decided"
    assert "Postponed once: “the CEO is ill”." in words_of((await posts_of(crew, "meeting_inputs"))[-1])


async def test_the_pack_comes_two_days_before_and_anew_where_the_meeting_moved_to_a_later_day(crew):
    await crew.say("U_DANA", 'meet move 5 Jan to 11 Jan 9:00 "the board"')
    assert await run(crew, "meeting_pack", "2027-01-07 09:35") == "no meeting is two days away"
    # Two days before Monday is a Saturday.
    assert await run(crew, "meeting_pack", "2027-01-08 09:35") == "decided"
    assert await run(crew, "meeting_pack", "2027-01-09 09:35") == "no meeting is two days away"
    await crew.say("U_DANA", 'meet move 11 Jan to 19 Jan "the train"')
    assert await run(crew, "meeting_pack", "2027-01-11 09:35") == "no meeting is two days away"
    assert await run(crew, "meeting_pack", "2027-01-15 09:35") == "decided"
    first, second = await in_channel(crew, "meeting_pack")
    assert "Postponed once: “the board”." in first
    assert "Postponed 2 times: “the board”; “the train”." in second
    assert [row.cause for row in await crew.rows(EvidenceSnapshot)] == ["meeting", "meeting"]
    await crew.say("U_DANA", "schedule pause meeting")
    assert await run(crew, "meeting_pack", "2027-01-18 09:35") == "the meetings are paused"


async def test_the_lean_is_shown_to_all_by_whoever_plans_the_meetings(crew):
    await run(crew, "meeting_inputs", "2026-12-29 09:25")
    await run(crew, "meeting_pack", "2026-12-31 09:35")
    (post,) = await posts_of(crew, "meeting_pack")
    token = next(
        one["id"]
        for block in post.reply["blocks"]
        for one in block.get("items", ())
        if isinstance(one, dict) and one.get("label") == "Show lean"
    )
    assert "Only a fractional CMO" in await crew.click("U_TOM", token)
    assert await crew.click("U_DANA", token) == "I show the lean in the channel now."
    assert any(words.startswith("The evidence as of 31 December 2026") for words in await in_channel(crew))
    assert await kinds(crew) == ["inputs", "pack", "lean"]


async def test_the_agenda_keeps_its_questions_and_takes_peoples_items(crew):
    assert "as number 4: prices for spring (10 min, to decide)." in await crew.say(
        "U_TOM", 'agenda add "prices for spring" 10 min decide'
    )
    assert "as number 5: the press (55 min, to tell)." in await crew.say(
        "U_LEO", "agenda add the press 55 min"
    )
    assert "The two standing questions stay" in await crew.say("U_DANA", "agenda remove 2")
    assert "comes first in every meeting" in await crew.say("U_DANA", "agenda remove 1")
    assert "That item is Tom Hale's." in await crew.say("U_LEO", "agenda remove 4")
    assert "There is no item 9." in await crew.say("U_LEO", "agenda remove 9")
    shown = await crew.say("U_ANN", "agenda")
    assert "4. prices for spring (10 min, to decide, Tom Hale)" in shown
    assert "The items alone ask for 65 minutes, and the meeting has 60." in shown
    assert "Off the agenda" in await crew.say("U_DANA", "agenda remove 4")
    assert "4. the press" in await crew.say("U_ANN", "agenda")
    await crew.say("U_DANA", "agenda remove 4")
    assert "on the agenda again" in await crew.press("U_DANA", "Undo")
    await crew.ask("U_TOM", "agenda add")
    assert "minutes" in errors(await crew.fill("U_TOM", text="hiring", minutes="0"))
    assert "hiring (to tell)" in plain_text(await crew.fill("U_TOM", text="hiring", minutes=""))


async def test_votes_and_items_go_on_to_the_next_meeting_where_theirs_does_not_stand_any_more(crew):
    await crew.say("U_TOM", "vote pivot", where=DM)
    await crew.say("U_TOM", "agenda add prices")
    await crew.say("U_DANA", "meet every 2 months second wednesday 10:00")
    assert "4. prices" in await crew.say("U_ANN", "agenda")
    assert "on Wed 13 Jan 2027" in await crew.say("U_LEO", "vote stop", where=DM)
    assert "4. prices" in await crew.say("U_ANN", "agenda")
    crew.now = at("2027-01-13 09:30")
    await crew.say("U_DANA", "meet start")
    began = (await in_channel(crew))[-1]
    assert "1 pivot, 1 stop." in began


async def test_an_hour_after_the_meeting_the_decision_is_asked_for_unless_it_was_not_held(crew):
    crew.now = at("2027-01-05 14:00")
    await happen(crew, "meeting", latest_hours=1)
    (later,) = await crew.rows(OutboxPost, OutboxPost.job == "meeting_after")
    assert later.next_send_at == at("2027-01-05 17:00")
    await crew.deliver()
    assert "1 start - 2 open pack" in words_of((await posts_of(crew, "meeting"))[0])
    crew.now = at("2027-01-05 17:00")
    (asked,) = await in_channel(crew, "meeting_after")
    assert asked.startswith("The meeting of Tue 5 Jan, 15:00 is over. What was decided")
    assert "1 record the decision - 2 it did not take place" in asked


async def test_nothing_is_asked_after_a_meeting_that_did_not_take_place(crew):
    crew.now = at("2027-01-05 14:00")
    await happen(crew, "meeting", latest_hours=1)
    await crew.deliver()
    crew.now = at("2027-01-05 16:30")
    await crew.say("U_DANA", 'meet skip 5 jan "nobody came"')
    crew.now = at("2027-01-05 17:00")
    await crew.deliver()
    (row,) = await crew.rows(OutboxPost, OutboxPost.job == "meeting_after")
    assert (row.state, row.reason) == ("cancelled", "the meeting was moved or did not take place")
    assert "postponed once: “nobody came”" in await crew.say("U_DANA", "meet list")


async def test_a_lead_sees_beforehand_what_the_pack_would_say_and_nothing_of_that_is_kept(crew):
    before = await crew.counts()
    (engagement,) = await crew.rows(Engagement)
    async with crew.database.write() as session:
        scheduled = await schedules.of_job(session, engagement_id=engagement.id, job="meeting_pack")
        assert scheduled is not None
        said = await PREVIEWS["meeting_pack"](session, engagement, scheduled, now=crew.now)
    assert said is not None
    assert "Evidence of Northwind Ltd, 16 November 2026" in plain_text(said)
    assert await crew.counts() == before
