"""Special reviews: only after a tripwire was hit, at any time, and they move no window."""

import pytest

from handlers.meetings.cycles import cycles
from handlers.meetings.ics import calendar_of
from handlers.meetings.standing import standing_of
from handlers.turn import Unasked
from storage.tables import Engagement, OutboxPost
from tests.handlers.occurring import at, words_of
from tests.handlers.play import CHANNEL, Play, errors


@pytest.fixture
async def hit(crew: Play) -> Play:
    """The crew, whose leads fell below what they agreed on."""
    await crew.say("U_DANA", 'tripwire leads below 90 "look again"')
    await crew.say("U_DANA", "kpi leads 80 oct")
    return crew


async def posts(play: Play, job: str) -> list[OutboxPost]:
    await play.deliver()
    return await play.rows(OutboxPost, OutboxPost.job == job, OutboxPost.target.endswith(CHANNEL))


async def calendar(play: Play) -> str:
    (engagement,) = await play.rows(Engagement)
    async with play.database.read() as session:
        return await calendar_of(Unasked(session=session, engagement=engagement, now=play.now))


async def test_without_a_tripwire_that_was_hit_none_is_planned(crew):
    said = await crew.say("U_DANA", 'meet special 25 nov 10:00 "why not"')
    assert said.startswith("A special review is for when a tripwire was hit that still stands")
    await crew.say("U_DANA", "tripwire leads below 90")
    assert "and none was" in await crew.say("U_DANA", "meet special")


async def test_a_review_is_planned_called_off_and_told_and_moves_no_window(hit):
    window = (await hit.say("U_DANA", "meet list")).partition("The next one belongs")[2]
    said = await hit.say("U_DANA", 'meet special 25 nov 10:00 "leads fell"')
    assert said.startswith(
        "A special review is planned for Wed 25 Nov, 10:00, because tripwire 1 was hit: leads fell."
    )
    assert "I post its pack on Mon 23 Nov." in said
    listed = await hit.say("U_DANA", "meet list")
    assert "Wed 25 Nov, 10:00" in listed
    assert "special review: “leads fell”" in listed
    assert listed.partition("The next one belongs")[2] == window
    assert "SUMMARY:Special review: Northwind Ltd" in await calendar(hit)
    assert "stands on Wed 25 Nov, 10:00 already" in await hit.say("U_DANA", 'meet special 26 nov "again"')
    assert "is called off" in await hit.say("U_DANA", "meet special off")
    assert "STATUS:CANCELLED" in await calendar(hit)
    assert "stands again, on Wed 25 Nov, 10:00" in await hit.press("U_DANA", "Undo")
    hit.now = at("2026-11-25 09:00")
    (before,) = [row for row in await posts(hit, "meeting") if row.state == "sent"]
    assert words_of(before).startswith("Special review\nWed 25 Nov, 10:00 to 11:00")
    hit.now = at("2026-11-25 12:00")
    (after,) = [row for row in await posts(hit, "meeting_after") if row.state == "sent"]
    assert "1 record the decision" in words_of(after)
    (engagement,) = await hit.rows(Engagement)
    async with hit.database.read() as session:
        here = Unasked(session=session, engagement=engagement, now=hit.now)
        assert len(cycles(here, await standing_of(here))) == 1


async def test_a_review_that_is_near_has_its_pack_at_once_and_one_called_off_has_no_posts(hit):
    await hit.ask("U_DANA", "meet special")
    assert "time" in errors(await hit.fill("U_DANA", day="2026-11-17", time="25:99"))
    said = await hit.fill("U_DANA", day="2026-11-17", time="10:00")
    assert "I post its pack in the channel now." in str(said)
    (pack,) = await posts(hit, "meeting_pack")
    assert words_of(pack).startswith("Special review\nTue 17 Nov, 10:00 to 11:00 (Europe/London)")
    assert "Special review: “look again”." in words_of(pack)
    assert "show lean" in words_of(pack)
    await hit.say("U_DANA", 'meet special off "they rose"')
    await hit.press("U_DANA", "Undo")
    await hit.say("U_DANA", "meet special off")
    told = [words for row in await posts(hit, "") if "changed it" in (words := words_of(row))]
    off, on = "is called off.", "Undone: the special review stands again, on"
    assert [(off in words, on in words) for words in told] == [(True, False), (False, True), (True, False)]
    hit.now = at("2026-11-17 09:00")
    assert [row.reason for row in await posts(hit, "meeting")] == ["the meeting was moved or left out"]
