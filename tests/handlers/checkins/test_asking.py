"""Beginning a round: who is asked, until when, what the channel sees, and what comes later."""

from datetime import date

from sqlalchemy import update

from domain.plain_text import plain_text
from handlers.checkins import preview
from storage import wishes
from storage.tables import (
    Checkin,
    CheckinAnswer,
    CheckinAsked,
    Engagement,
    Membership,
    Occurrence,
    OutboxPost,
    Schedule,
)
from tests.handlers.checkins.rounds import answer, begin, go_on, in_channel
from tests.handlers.occurring import at, engagement_id, happen, person_id, posts_of, reasons, words_of
from tests.handlers.play import DM, button, labels
from tests.handlers.schedules.making import scheduled


async def asked_people(play, checkin_id):
    return {row.person_id for row in await play.rows(CheckinAsked, CheckinAsked.checkin_id == checkin_id)}


async def test_one_post_says_what_is_asked_of_how_many_until_when_and_names_nobody(asked):
    (post,) = await posts_of(asked, "checkin")
    said = words_of(post)
    assert said.splitlines()[0] == "Check-in 1"
    assert "0 of 3 have answered. Open until Wed 25 Nov, 9:30 (Europe/London)." in said
    assert said.endswith("1 answer - 2 skip this week - 3 nothing to add")
    await answer(asked, "U_TOM", q1="The page is live")
    await asked.say("U_ANN", "checkin skip", where=DM)
    later = await in_channel(asked)
    assert "1 of 3 have answered, 1 skipped." in later
    assert not any(name in later for name in ("Tom", "Ann", "Dana"))


async def test_its_buttons_stay_the_same_through_every_edit(asked):
    (before,) = await posts_of(asked, "checkin")
    await answer(asked, "U_TOM", q1="The page is live")
    await in_channel(asked)
    its_edits = (type(before).edits_id == before.id, type(before).state == "sent")
    rows = await asked.rows(type(before), *its_edits)
    assert [_tokens(row) for row in rows] == [_tokens(before)]
    assert "All right" in await asked.click("U_ANN", _tokens(before)[1], where="#northwind")
    # One press uses nothing up.
    assert "All right" in await asked.click("U_DANA", _tokens(before)[1], where="#northwind")


def _tokens(row):
    return [
        button["id"] for block in row.reply["blocks"] for button in block.get("items", []) if "id" in button
    ]


async def test_reminder_and_digest_follow_on_the_next_working_days_at_the_same_local_time(asked):
    rows = await asked.rows(Occurrence, Occurrence.job != "checkin")
    assert {row.job: (row.local_date.isoformat(), row.due_at, row.args) for row in rows} == {
        "checkin_reminder": ("2026-11-24", at("2026-11-24 09:30"), {"checkin": 1}),
        "checkin_digest": ("2026-11-25", at("2026-11-25 09:30"), {"checkin": 1}),
    }


async def test_without_a_reminder_the_digest_alone_follows(asked):
    await asked.say("U_DANA", "checkin set reminder off", where=DM)
    await begin(asked, "2026-11-27 09:30")
    rows = await asked.rows(Occurrence, Occurrence.job != "checkin", Occurrence.due_at > asked.now)
    assert [(row.job, row.due_at) for row in rows] == [("checkin_digest", at("2026-12-01 09:30"))]


async def test_whoever_is_away_observes_or_does_not_work_in_between_is_not_asked(asked):
    tom, ann = await person_id(asked, "U_TOM"), await person_id(asked, "U_ANN")
    async with asked.database.write() as session:
        await wishes.add(
            session,
            engagement_id=None,
            person_id=tom,
            kind="away",
            first_day=date(2026, 11, 25),
            last_day=date(2026, 11, 30),
            by_id=tom,
            source="test",
            now=asked.now,
        )
    await asked.change(update(Membership).where(Membership.person_id == ann).values(working_days=[4]))
    await begin(asked, "2026-11-30 09:30")
    assert await asked_people(asked, 2) == {await person_id(asked, "U_DANA")}
    # Nobody left to ask is a reason, and no post.
    await asked.change(update(Membership).values(working_days=[4]))
    row = await begin(asked, "2026-12-01 09:30")
    assert (row.state, row.reason) == (
        "cancelled",
        "nobody could be asked: everybody is away, or has a day off",
    )
    assert len(await posts_of(asked, "checkin")) == 2


async def test_only_those_whom_the_lead_chose_are_asked(asked):
    await asked.say("U_DANA", "checkin set people @Ann Berg", where=DM)
    await begin(asked, "2026-11-30 09:30")
    assert await asked_people(asked, 2) == {await person_id(asked, "U_ANN")}
    assert "You were not asked this time" in await asked.say("U_TOM", "checkin answer", where=DM)


async def test_a_new_round_closes_the_one_before(asked):
    await answer(asked, "U_TOM", q1="The page is live")
    await begin(asked, "2026-11-30 09:30")
    closed = next(text for _id, text in asked.messenger.edited if "Closed" in text)
    assert "Closed: 1 of 3 have answered." in closed
    assert "answer -" not in closed


async def test_the_digest_closes_the_post(asked):
    await go_on(asked, "2026-11-24 09:30")
    await go_on(asked, "2026-11-25 09:30")
    said = next(text for _id, text in asked.messenger.edited if "Closed" in text)
    assert "Closed: 0 of 3 have answered." in said
    assert "Late answers are welcome" in said


async def test_a_round_that_was_overtaken_before_it_was_posted_is_cancelled_with_the_reason(asked):
    for day in ("2026-11-30", "2026-12-01"):
        asked.now = at(f"{day} 09:30")
        await happen(asked, "checkin", latest_hours=48)
    await asked.deliver()
    ended = await reasons(asked, "checkin")
    assert ended[1:] == [("cancelled", "the next check-in has begun"), ("sent", "")]


async def test_a_check_in_that_was_never_posted_is_neither_reminded_of_nor_posted_as_closed(asked):
    lost = update(OutboxPost).where(OutboxPost.key.startswith("checkin/"))
    await asked.change(lost.values(state="failed", reason="x", message_id=""))
    before = [*asked.messenger.sent]
    await go_on(asked, "2026-11-24 09:30")
    await asked.say("U_DANA", "posts", where=DM)
    again = button(asked.last["U_DANA", DM], "Post now")
    await go_on(asked, "2026-11-25 09:30")
    (reminder,) = await asked.rows(Occurrence, Occurrence.job == "checkin_reminder")
    assert (reminder.state, reminder.reason) == ("cancelled", "the check-in was not posted")
    new = [key for _where, key in asked.messenger.sent if key.startswith("checkin/")]
    assert new == [key for _where, key in before if key.startswith("checkin/")]
    assert "has closed meanwhile" in await asked.click("U_DANA", again, where=DM)


async def test_nobody_is_reminded_of_a_round_after_the_next_one_began(asked):
    await begin(asked, "2026-11-24 09:00")
    await go_on(asked, "2026-11-24 09:30")
    first, _second = await asked.rows(Occurrence, Occurrence.job == "checkin_reminder")
    assert (first.state, first.reason) == ("cancelled", "the next check-in has begun")


async def test_a_lead_can_look_at_it_before_it_is_posted(asked):
    async with asked.database.read() as session:
        row = await session.get(Engagement, await engagement_id(asked))
        text = plain_text(await preview(session, row, await scheduled(asked), now=asked.now))
    assert "0 of 3 have answered. Open until Wed 2 Dec, 9:30 (Europe/London)." in text
    assert text.endswith("The next one comes on Mon 30 Nov, 9:30.")


async def test_whoever_is_not_asked_hears_so_kindly_and_alone(asked):
    (post,) = await posts_of(asked, "checkin")
    for token in _tokens(post):
        assert "as an observer" in await asked.click("U_LEO", token, where="#northwind")
        assert "engagement you belong to" in await asked.click("U_KIT", token, where="#northwind")
    assert await asked.rows(CheckinAnswer) == []


async def test_now_posts_it_once_and_says_why_it_cannot(asked):
    assert "Check-in 1 is open already: 0 of 3" in await asked.say("U_DANA", "checkin now", where=DM)
    assert "Only a" in await asked.say("U_TOM", "checkin now", where=DM)
    asked.now = at("2026-11-26 11:00")
    await asked.change(update(Schedule).values(announced_at=None))
    first = await asked.ask("U_DANA", "checkin now", where=DM)
    assert "Have a look first" in plain_text(first)
    assert labels(first) == ["Who gets what, when", "Send to me first"]
    assert "for 3 people" in await asked.say("U_DANA", "checkin now", where=DM)
    await begin(asked, "2026-11-26 11:00")
    assert len(await posts_of(asked, "checkin")) == 2
    asked.now = at("2026-11-26 23:00")
    await asked.change(update(Checkin).values(closes_at=asked.now))
    assert "posted already" in await asked.say("U_DANA", "checkin now", where=DM)
    await asked.say("U_DANA", "schedule pause checkin", where=DM)
    assert "is paused" in await asked.say("U_DANA", "checkin now", where=DM)
