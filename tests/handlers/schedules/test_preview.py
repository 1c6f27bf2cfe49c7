"""Who gets what, when; and what would be said, for one lead alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from domain.chat import Button, Buttons, Heading, Reply, reply, say
from domain.plain_text import plain_text
from handlers.occasions import Item, Nothing, Occasion, Part, ToChannel, ToPerson
from handlers.schedules.previews import PREVIEWS, rehearsal
from storage import history
from storage.database import Session
from storage.outbox import Post
from storage.schedules import Scheduled
from storage.tables import Account, Engagement, HistoryEvent, Occurrence, Offer, Schedule
from tests.handlers.play import DM, Play


async def checkin(session: Session, engagement: Engagement, scheduled: Scheduled, *, now: datetime) -> Reply:
    """A preview as a feature of its own makes it."""
    buttons = Buttons((Button(label="Answer", route="run"), Button(label="Skip", route="run")))
    return reply(Heading(f"Round of {engagement.name}"), "What moved?", buttons)


async def test_a_lead_sees_who_gets_what_when_and_what_comes_after(northwind):
    await northwind.change(update(Schedule).values(announced_at=None))
    await northwind.say("U_DANA", "schedule pause tripwires")
    said = await northwind.say("U_DANA", "schedule preview")
    assert "Weekly check-in: Mon 23 Nov, 9:30, in #northwind; it asks Dana Reed, Tom Hale." in said
    assert "Numbers that are due: from Wed 18 Nov, 9:30, to Dana Reed." in said
    assert "Overdue actions: from Thu 19 Nov, 15:00, to nobody at the moment." in said
    assert "Whoever has not answered gets one direct message" in said
    assert "Not within two weeks, or paused: Tripwires." in said
    assert {row.announced_at for row in await northwind.rows(Schedule)} == {northwind.now}
    assert northwind.last["U_DANA", "#northwind"].visible_to == "asker"


async def test_a_meeting_is_shown_at_the_time_of_its_post_and_the_ceo_where_its_window_is_over(northwind):
    await northwind.join("U_ANN", "client_ceo")
    await northwind.change(update(Engagement).values(terms={"meetings": [{"on": "2026-08-26"}]}))
    assert "from Wed 18 Nov, 9:00, to Dana Reed." in await northwind.say("U_DANA", "schedule preview")
    await northwind.say("U_DANA", "meet on 24 Nov 14:00")
    post = "Tue 24 Nov, 13:00, in #northwind, 60 minutes before it begins."
    assert post in await northwind.say("U_DANA", "schedule preview")
    await northwind.change(update(Engagement).values(terms={"meetings": [{"on": "2026-08-03"}]}))
    assert "from Wed 18 Nov, 9:00, to Dana Reed, Ann Berg." in await northwind.say(
        "U_DANA", "schedule preview"
    )


async def test_a_date_that_is_far_away_is_not_promised(northwind):
    await northwind.say("U_DANA", "schedule move checkin to last friday of the month")
    await northwind.say("U_DANA", "schedule skip checkin on 27 nov")
    assert "Not within two weeks, or paused: Weekly check-in." in await northwind.say(
        "U_DANA", "schedule preview"
    )


async def test_what_would_be_said_comes_to_the_leads_own_messages_without_working_buttons(
    northwind, monkeypatch
):
    monkeypatch.setitem(PREVIEWS, "checkin", checkin)
    await northwind.say("U_DANA", "schedule preview")
    preview = northwind.last["U_DANA", "#northwind"]
    said = await northwind.press("U_DANA", "Send to me first")
    assert "Sent to your direct messages: Weekly check-in." in said
    (post,) = await northwind.posts("U_DANA")
    assert plain_text(post) == (
        "Only you see this. It is what “Weekly check-in” would say now.\n"
        "Round of Northwind Ltd\nWhat moved?\n[Answer] [Skip]\nWhat stands in [brackets] will be buttons."
    )
    await northwind.pass_time(minutes=1)
    northwind.last["U_DANA", "#northwind"] = preview
    await northwind.press("U_DANA", "Send to me first")
    assert len(await northwind.posts("U_DANA")) == 2
    assert await northwind.posts("U_TOM") == []


async def test_where_nothing_has_anything_to_say_that_is_said(northwind, monkeypatch):
    for job in list(PREVIEWS):
        monkeypatch.delitem(PREVIEWS, job)
    await northwind.say("U_DANA", "schedule preview")
    said = await northwind.press("U_DANA", "Send to me first")
    assert said == "There is nothing to send you: none of it has anything to say now."


@pytest.fixture
async def rehearsed(northwind: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A job that writes while it decides, tells Tom, and posts in the channel."""

    async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson | ToChannel] | Nothing:
        await history.add(
            session,
            engagement_id=occasion.engagement.id,
            at=occasion.now,
            person_id=None,
            subject="tripwire",
            what=f"occasion of {occasion.local_date}",
            source="job",
        )
        if occasion.settings.get("silent"):
            return Nothing(reason="nothing is overdue")
        rows = await session.scalars(Account.__table__.select().with_only_columns(Account.person_id))
        return [*(ToPerson(person_id=person_id) for person_id in rows), ToChannel(builds={"what": "all"})]

    async def section(session: Session, item: Item) -> Part | None:
        return Part(blocks=(say(f"{item.person.name} is late"),)) if item.person.name == "Tom Hale" else None

    async def build(session: Session, post: Post) -> Reply | None:
        return reply(f"All of engagement {post.engagement_id}")

    monkeypatch.setitem(PREVIEWS, "actions", rehearsal(decide, section=section, builders={"all": build}))
    return northwind


async def test_a_job_is_decided_for_a_look_and_nothing_of_it_stays(rehearsed):
    await rehearsed.say("U_DANA", "schedule preview", where=DM)
    assert "Overdue actions" in await rehearsed.press("U_DANA", "Send to me first", where=DM)
    said = plain_text((await rehearsed.posts("U_DANA"))[-1])
    assert said.endswith("would say now.\nAll of engagement 1\nFor Tom Hale:\nTom Hale is late")
    assert await rehearsed.rows(Occurrence) == []
    assert await rehearsed.rows(HistoryEvent, HistoryEvent.subject == "tripwire") == []
    assert date(2026, 11, 16).isoformat() not in said
    assert await rehearsed.rows(Offer, Offer.label == "Answer") == []


async def test_every_job_as_it_is_can_be_looked_at_and_writes_nothing_but_the_look(northwind):
    northwind.now = datetime(2026, 12, 3, 9, 31, tzinfo=UTC)
    await northwind.say("U_DANA", "schedule preview")
    before = await northwind.counts()
    said = await northwind.press("U_DANA", "Send to me first")
    assert "Sent to your direct messages: Weekly check-in, Numbers that are due." in said
    after = await northwind.counts()
    new = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert new == {"receipts": 1, "outbox": 2}
    words = "\n".join(map(plain_text, await northwind.posts("U_DANA")))
    assert "What did we try or finish to win customers since last week?" in words
    assert "For Dana Reed:\nNumbers that are due\nRevenue, November 2026" in words
