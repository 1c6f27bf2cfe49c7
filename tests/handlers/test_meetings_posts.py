"""What is posted about meetings: an hour before one, and before the window for the next one closes."""

import pytest

from domain.plain_text import plain_text
from handlers.preparing import PREVIEWS
from scheduler.planning import plan
from storage import schedules
from storage.tables import Engagement, Occurrence, OccurrencePost
from tests.handlers.occurring import at, happen, person_id, posts_of, reasons, words_of
from tests.handlers.play import Play

BY_TWO = "meet every 2 months first tuesday 15:00"


@pytest.fixture
async def team(northwind: Play) -> Play:
    """Ann is the client's CEO, Leo observes, Tom is in the team; Dana leads."""
    await northwind.join("U_ANN", "client_ceo")
    await northwind.join("U_LEO", "observer")
    return northwind


async def preview(play: Play) -> str:
    """What a lead sees of the post before it is posted."""
    (engagement,) = await play.rows(Engagement)
    async with play.database.write() as session:
        meeting = await schedules.of_job(session, engagement_id=engagement.id, job="meeting")
        assert meeting is not None
        said = await PREVIEWS["meeting"](session, engagement, meeting, now=play.now)
    assert said is not None
    return plain_text(said)


async def test_an_hour_before_a_meeting_the_channel_hears_when_who_and_the_agenda(team):
    await team.say("U_DANA", f"{BY_TWO} for 90 minutes")
    await team.say("U_TOM", "away until 10 Jan 2027")
    assert "Tue 5 Jan 2027, 15:00 to 16:30" in await preview(team)
    team.now = at("2027-01-05 14:00")
    await happen(team, "meeting", latest_hours=1)
    await team.deliver()
    (post,) = await posts_of(team, "meeting")
    assert words_of(post) == (
        "Pivot or persevere meeting\n"
        "Tue 5 Jan, 15:00 to 16:30 (Europe/London)\n"
        "Expected: Dana Reed, Ann Berg.\n"
        "Agenda\n"
        "1. What was promised last time: nothing was noted.\n"
        "2. What evidence is there that the strategy brings us closer to the vision?\n"
        "3. Is there enough progress to go on believing in it, or do we need a major change?\n"
        "1 start - 2 open pack"
    )
    assert post.state == "sent"


async def test_the_post_is_planned_an_hour_before_the_time_that_the_meeting_has_then(team):
    await team.say("U_DANA", BY_TWO)
    await team.say("U_DANA", 'meet move 5 Jan to 12 Jan 9:15 "away"')
    team.now = at("2027-01-11 08:00")
    await plan(team.now, database=team.database)
    (row,) = await team.rows(Occurrence, Occurrence.job == "meeting")
    assert (row.due_at, row.latest_at) == (at("2027-01-12 08:15"), at("2027-01-12 09:15"))


async def test_nothing_is_posted_for_a_meeting_that_was_moved_or_left_out(team):
    await team.say("U_DANA", "meet monthly first tuesday 15:00")
    await team.say("U_DANA", 'meet skip 5 Jan "nobody is there"')
    team.now = at("2027-01-05 14:00")
    row = await happen(team, "meeting", latest_hours=1)
    assert (row.state, row.reason) == ("cancelled", "the meeting was moved or left out")
    team.now = at("2027-02-02 14:00")
    await happen(team, "meeting", latest_hours=1)
    await team.say("U_DANA", 'meet move 2 Feb to 9 Feb "late train"')
    assert [state for state, _reason in await reasons(team, "meeting")] == ["cancelled"]


async def said_by(play: Play, when: str) -> dict[int, str]:
    """What the guard says to whom on that day; nothing where it is silent."""
    play.now = at(f"{when} 09:00")
    row = await happen(play, "cadence_guard", latest_hours=48)
    play.now = at(f"{when} 12:00")
    await play.deliver()
    told = await play.rows(OccurrencePost, OccurrencePost.occurrence_id == row.id)
    posts = {post.id: post for post in await posts_of(play, "cadence_guard")}
    sent = [(one.person_id, posts[one.outbox_id]) for one in told]
    return {person: words_of(post) for person, post in sent if post.state == "sent"}


async def test_the_leads_hear_fourteen_and_three_days_before_the_window_closes_and_once_when_it_did(team):
    dana, ann = await person_id(team, "U_DANA"), await person_id(team, "U_ANN")
    assert await said_by(team, "2027-02-01") == {}
    first = await said_by(team, "2027-02-02")
    assert list(first) == [dana]
    assert (
        "No meeting stands in the window for the next one: it closes on Tue 16 Feb, in 14 days."
        in first[dana]
    )
    assert "plan a meeting" in first[dana]
    assert await said_by(team, "2027-02-03") == {}
    assert "it closes on Tue 16 Feb, tomorrow." in (await said_by(team, "2027-02-15"))[dana]
    assert await said_by(team, "2027-02-16") == {}
    closed = await said_by(team, "2027-02-17")
    assert set(closed) == {dana, ann}
    assert all("closed on Tue 16 Feb, and none was held in it." in words for words in closed.values())
    assert await said_by(team, "2027-02-18") == {}


async def test_the_guard_is_silent_while_a_meeting_stands_and_while_meetings_rest(team):
    await team.say("U_DANA", "meet on 16 Feb 2027 15:00")
    assert await said_by(team, "2027-02-02") == {}
    assert (await team.rows(Occurrence, Occurrence.job == "cadence_guard"))[-1].reason == (
        "a meeting stands inside the window"
    )
    await team.say("U_DANA", "schedule pause meeting")
    assert await said_by(team, "2027-02-03") == {}
    assert (await team.rows(Occurrence, Occurrence.job == "cadence_guard"))[-1].reason == (
        "the meetings are paused"
    )


async def test_a_new_window_is_guarded_anew(team):
    dana = await person_id(team, "U_DANA")
    assert dana in await said_by(team, "2027-02-02")
    await team.say("U_DANA", "meet on 16 Feb 2027 15:00")
    assert await said_by(team, "2027-04-30") == {}
    assert "it closes on Sun 16 May, in 12 days" in (await said_by(team, "2027-05-04"))[dana]


async def test_a_meeting_that_comes_after_the_window_is_named(team):
    await team.say("U_DANA", "meet on 16 Feb 2027 and 14 May 2027 15:00")
    team.now = at("2027-02-16 18:00")
    await team.say("U_DANA", 'meet skip 16 Feb "nobody came"')
    said = (await said_by(team, "2027-02-17"))[await person_id(team, "U_DANA")]
    assert "The next one stands on Fri 14 May, 15:00." in said
    assert "move one - 2 plan a meeting" in said


async def test_a_meeting_that_is_planned_before_the_message_leaves_takes_the_warning_out(team):
    team.now = at("2027-02-02 06:00")
    await happen(team, "cadence_guard", latest_hours=48)
    await team.say("U_DANA", "meet on 16 Feb 2027 15:00")
    team.now = at("2027-02-02 10:00")
    await team.deliver()
    assert [state for state, _reason in await reasons(team, "cadence_guard")] == ["cancelled"]


async def test_a_lead_who_was_away_hears_of_it_once_they_are_back(team):
    dana = await person_id(team, "U_DANA")
    team.now = at("2027-02-01 09:00")
    await team.say("U_DANA", "away until 5 Feb")
    assert await said_by(team, "2027-02-02") == {}
    assert dana in await said_by(team, "2027-02-08")
