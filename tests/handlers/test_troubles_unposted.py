"""What a job was to post came to nothing: who hears of it, in how many messages, and what they can do."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.cadence import Cadence, Weekly
from domain.chat import reply
from domain.plain_text import plain_text
from handlers import troubles
from handlers.troubles import unposted as notices
from storage import outbox, schedules
from storage.codec import reply_from_json
from storage.outbox import AGAIN
from storage.tables import HistoryEvent, Occurrence, OccurrencePost, OutboxPost
from tests.handlers.occurring import at, happen
from tests.handlers.play import CHANNEL, DM, address, button, labels

SINCE = timedelta(hours=7)


async def lose(play, key, *, state="missed", trouble="", latest_at=None, builds=None):
    """Let a post of a job end badly, as delivery writes it down."""
    await play.deliver()  # nothing waits before it
    async with play.database.write() as session:
        values = {"engagement_id": 1, "job": "checkin_digest", "now": play.now - SINCE}
        values |= {"latest_at": latest_at, "builds": builds}
        home = address("U_DANA", CHANNEL)
        await outbox.add(session, key=key, address=home, reply=reply("4 of 7 answered."), **values)
        post_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == key))
        post = await outbox.claim(session, post_id=post_id, now=play.now)
        assert post is not None
        await outbox.end(session, post, state=state, reason="x", now=play.now, trouble=trouble)
        await troubles.tell(session, post, trouble or state, now=play.now)
    return post_id


async def miss(play, job="checkin_digest"):
    """Let a date come to nothing before anything was made of it."""
    cadence = Cadence(
        rule=Weekly(weekdays=frozenset({0})), at=play.now.time(), zone="Europe/London", starts=play.now.date()
    )
    async with play.database.write() as session:
        made = await schedules.add(
            session,
            **{"engagement_id": 1, "job": job, "name": "x", "cadence": cadence, "settings": {}},
            **{"by_id": None, "source": "form", "now": play.now},
        )
        when = {"local_date": play.now.date(), "due_at": play.now - SINCE, "latest_at": play.now}
        row = Occurrence(engagement_id=1, schedule_id=made.id, version=1, job=job, state="missed", **when)
        row.ended_at = play.now
        session.add(row)
        await session.flush()
        await troubles.tell_ended(session, row, "too late")
        return row.id, made


async def told(play, who="U_DANA"):
    """Let the notices go out. Return what this person got."""
    await play.pass_time(minutes=3)
    await play.deliver()
    mine = (OutboxPost.key.startswith("unposted/"), OutboxPost.target.endswith(f"@{who}"))
    said = [reply_from_json(row.reply) for row in await play.rows(OutboxPost, *mine) if row.reply]
    if said:
        play.last[who, DM] = said[-1]
    return said


async def test_the_lead_hears_what_was_missed_of_when_and_where_and_can_decide(northwind):
    await lose(northwind, "d/1/")
    (said,) = await told(northwind)
    assert plain_text(said).startswith(
        "Not posted for Northwind Ltd\nCheck-in digest of Mon 16 Nov, 2:30:"
        " I did not post it in #northwind, because its time was over."
    )
    assert labels(said) == ["Post now", "Leave"]
    assert await told(northwind, "U_TOM") == []


async def test_what_waited_for_its_time_is_named_by_that_time_and_not_by_when_it_was_made(northwind):
    await lose(northwind, "d/1/", builds={"what": "meeting_after", "at": at("2026-11-17 17:00").isoformat()})
    (said,) = await told(northwind)
    assert "of Tue 17 Nov, 17:00: I did not post it" in plain_text(said)


async def test_what_ends_within_minutes_stands_in_one_message_and_later_in_another(northwind):
    for number in range(7):
        await lose(northwind, f"d/{number}/")
    await miss(northwind)
    (said,) = await told(northwind)
    assert labels(said).count("Post now") == notices.MOST_SHOWN
    assert "And 3 more" in plain_text(said)
    await lose(northwind, "d/later/")
    assert len(await told(northwind)) == 2


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"state": "failed", "trouble": "not_a_member"}, "Invite me with /invite @Headway"),
        ({"state": "failed", "trouble": "other"}, "I could not get a message through to #northwind"),
        ({"state": "uncertain"}, "I can't tell whether my message reached #northwind"),
    ],
)
async def test_every_bad_ending_is_told_with_its_reason(northwind, how, words):
    await lose(northwind, "d/1/", **how)
    (said,) = await told(northwind)
    assert words in plain_text(said)


async def test_what_nobody_decides_about_any_more_is_told_nobody(northwind):
    post_id = await lose(northwind, "d/1/")
    await northwind.change(update(OutboxPost).where(OutboxPost.id == post_id).values(left_at=northwind.now))
    assert await told(northwind) == []


async def test_post_now_posts_it_once_more_in_words_of_now_for_the_same_occurrence(northwind):
    occurrence_id, _made = await miss(northwind)
    post_id = await lose(northwind, "d/1/")
    link = OccurrencePost(engagement_id=1, occurrence_id=occurrence_id, outbox_id=post_id, args={"a": 1})
    async with northwind.database.write() as session:
        session.add(link)
    await northwind.say("U_DANA", "posts", where=DM)
    last = northwind.last["U_DANA", DM]
    token = button(last, "Post now")
    assert "I look at once" in await northwind.click("U_DANA", token, where=DM)
    (again,) = await northwind.rows(OutboxPost, OutboxPost.key == f"d/1/{AGAIN}")
    assert (again.job, again.latest_at, again.edits_id) == ("checkin_digest", None, post_id)
    links = await northwind.rows(OccurrencePost, OccurrencePost.outbox_id == again.id)
    assert [(one.occurrence_id, one.args) for one in links] == [(occurrence_id, {"a": 1})]
    assert "already" in await northwind.click("U_DANA", token, where=DM)
    await northwind.deliver()
    (again,) = await northwind.rows(OutboxPost, OutboxPost.id == again.id)
    assert again.state == "sent"
    (line, *_more) = (await northwind.rows(HistoryEvent))[::-1]
    assert line.what.startswith("had posted again: Check-in digest")


async def test_a_missed_date_is_planned_again_unless_its_schedule_rests(northwind):
    occurrence_id, made = await miss(northwind)
    await northwind.say("U_DANA", "posts", where=DM)
    token = button(northwind.last["U_DANA", DM], "Post now")
    assert "I look at once" in await northwind.click("U_DANA", token, where=DM)
    (row,) = await northwind.rows(Occurrence, Occurrence.id == occurrence_id)
    assert (row.state, row.due_at, row.latest_at) == (
        "planned",
        northwind.now,
        northwind.now + timedelta(hours=6),
    )
    await northwind.change(update(Occurrence).values(state="missed", ended_at=northwind.now))
    async with northwind.database.write() as session:
        await schedules.end(session, engagement_id=1, schedule_id=made.id, now=northwind.now)
    await northwind.say("U_DANA", "posts", where=DM)
    token = button(northwind.last["U_DANA", DM], "Post now")
    assert "I left it as it is" in await northwind.click("U_DANA", token, where=DM)


async def test_leave_takes_it_off_the_list_and_undo_brings_it_back(northwind):
    await lose(northwind, "d/1/")
    await northwind.say("U_DANA", "posts", where=DM)
    assert "off the list" in await northwind.press("U_DANA", "Leave", where=DM)
    undo = button(northwind.last["U_DANA", DM], "Undo")
    assert "went out" in await northwind.say("U_DANA", "posts", where=DM)
    assert "on the list again" in await northwind.click("U_DANA", undo, where=DM)
    assert "Check-in digest" in await northwind.say("U_DANA", "posts", where=DM)


async def test_checks_that_the_next_run_makes_up_for_are_counted_and_not_listed(northwind):
    await miss(northwind, job="kpi_due")
    said = await northwind.say("U_DANA", "posts", where=DM)
    assert said.startswith("Everything that I was to post")
    assert "1 check was missed as well; the next run makes up for it." in said
    await lose(northwind, "d/1/")
    said = await northwind.say("U_DANA", "posts", where=DM)
    assert "Numbers that are due" not in said
    assert "1 check was missed as well; the next run makes up for it." in said


@pytest.mark.parametrize(
    ("lost_at", "latest_at", "told_at"),
    [
        ("2026-11-21 22:00", None, "2026-11-23 09:00"),
        ("2026-11-21 22:00", "2026-11-24 09:00", "2026-11-23 09:00"),
        ("2026-11-21 22:00", "2026-11-22 22:00", "2026-11-21 22:02"),
    ],
    ids=["at work", "useful then", "useful before"],
)
async def test_a_lead_hears_in_their_own_hours_unless_it_is_of_use_before(
    northwind, lost_at, latest_at, told_at
):
    northwind.now = at(lost_at)
    await lose(northwind, "d/0/")
    await lose(northwind, "d/1/", latest_at=at(latest_at) if latest_at else None)
    (notice,) = await northwind.rows(OutboxPost, OutboxPost.key.startswith("unposted/"))
    assert (notice.next_send_at, len(notice.builds["posts"])) == (at(told_at), 2)


async def test_a_meeting_that_is_over_is_not_offered_to_be_announced(northwind):
    await northwind.say("U_DANA", "meet monthly first tuesday 15:00")
    northwind.now = at("2027-01-05 14:00")
    row = await happen(northwind, "meeting", latest_hours=1)
    ended = {"state": "missed", "ended_at": northwind.now}
    await northwind.change(update(Occurrence).where(Occurrence.id == row.id).values(**ended))
    await northwind.say("U_DANA", "posts", where=DM)
    token = button(northwind.last["U_DANA", DM], "Post now")
    northwind.now = at("2027-01-05 15:01")
    assert "That meeting is over." in await northwind.click("U_DANA", token, where=DM)
    assert "That meeting is over." in await northwind.say("U_DANA", "posts", where=DM)
    assert labels(northwind.last["U_DANA", DM]) == ["Leave"]
    waits = {"state": "planned", "latest_at": northwind.now}
    await northwind.change(update(Occurrence).where(Occurrence.id == row.id).values(**waits))
    again = await happen(northwind, "meeting")
    assert (again.state, again.reason) == ("cancelled", "the meeting is over")


async def test_a_missed_check_in_is_not_posted_while_another_one_is_open(northwind):
    await miss(northwind, job="checkin")
    await northwind.say("U_DANA", "posts", where=DM)
    token = button(northwind.last["U_DANA", DM], "Post now")
    northwind.now += timedelta(days=1)
    await happen(northwind, "checkin")
    assert "Check-in 1 is open already" in await northwind.click("U_DANA", token, where=DM)


async def test_only_a_lead_sees_the_list(northwind):
    assert "Dana Reed" in await northwind.say("U_TOM", "posts")


async def test_after_a_month_it_is_off_the_list(northwind):
    await lose(northwind, "d/1/")
    await northwind.pass_time(days=31)
    assert "went out" in await northwind.say("U_DANA", "posts", where=DM)
