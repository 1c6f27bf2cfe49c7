"""Posts that are put into words once they are claimed: the newest, none, and some that cannot be found."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from domain.chat import Address, reply
from domain.errors import NotDelivered
from domain.plain_text import plain_text
from handlers.occasions import Moot, Unfit
from scheduler.delivery import BROKEN, NOTHING_TO_SAY
from storage import outbox
from storage.codec import reply_from_json, to_json
from storage.people import ensure_workspace
from storage.tables import Channel
from tests.fakes import FakeMessenger
from tests.scheduler.posts import LONG_AGO, NOW, add, change, make_delivery, row

LATER = NOW + timedelta(minutes=10)


class News:
    """What there is to say; a builder gives it, or raises it."""

    def __init__(self, now):
        self.now = now
        self.asked = 0

    async def build(self, session, post):
        self.asked += 1
        if isinstance(self.now, Exception):
            raise self.now
        return None if self.now is None else reply(f"{post.builds['of']}: {self.now}")


async def put(database, key="news", what="news"):
    address = Address(platform="console", workspace="w", conversation="#alder")
    builds = {"what": what, "of": key}
    async with database.write() as session:
        await outbox.add(
            session, key=key, engagement_id=None, address=address, reply=None, builds=builds, now=NOW
        )


def delivery_of(database, messenger, news, **more):
    return make_delivery(database, messenger, builders={"news": news.build}, **more)


async def words(database, key="news"):
    return plain_text(reply_from_json((await row(database, key)).reply))


async def test_a_post_says_what_is_the_newest_when_it_is_claimed(database):
    messenger, news = FakeMessenger(), News("old")
    await put(database)
    news.now = "new"
    (post,) = await delivery_of(database, messenger, news).deliver(NOW)
    assert plain_text(post.reply) == await words(database) == "news: new"
    assert messenger.sent == [("#alder", "news")]


@pytest.mark.parametrize(
    ("said", "state"),
    [("x", "missed"), (Unfit("late"), "missed"), (ValueError(), "missed"), (Moot("moved"), "cancelled")],
)
async def test_past_its_time_it_is_missed_unless_what_it_was_about_does_not_stand_any_more(
    database, said, state
):
    await put(database)
    await change(database, "news", latest_at=NOW)
    await delivery_of(database, FakeMessenger(), News(said)).deliver(LATER)
    assert (await row(database, "news")).state == state


async def test_with_nothing_to_say_it_is_cancelled_and_the_next_one_goes_out(database):
    messenger = FakeMessenger()
    await put(database)
    await add(database, "behind")
    await delivery_of(database, messenger, News(None)).deliver(NOW)
    kept = await row(database, "news")
    assert (kept.state, kept.reason, kept.reply) == ("cancelled", NOTHING_TO_SAY, {})
    assert messenger.sent == [("#alder", "behind")]


@pytest.mark.parametrize("what", ["news", "something that nobody builds"])
async def test_words_that_cannot_be_found_fail_and_the_next_one_goes_out(database, capsys, what):
    messenger = FakeMessenger()
    await put(database, what=what)
    await add(database, "behind")
    await delivery_of(database, messenger, News(ZeroDivisionError("a bug"))).deliver(NOW)
    kept = await row(database, "news")
    assert (kept.state, kept.reason, kept.attempts) == ("failed", BROKEN, 1)
    assert messenger.sent == [("#alder", "behind")]
    said = capsys.readouterr().out
    assert "post_not_built" in said
    assert ("a bug" in said) is (what == "news")


async def test_a_database_that_is_away_leaves_the_post_to_its_lease_and_it_says_the_newest_then(database):
    messenger, news = FakeMessenger(), News(OperationalError("SELECT", {}, OSError("away")))
    await put(database)
    with pytest.raises(OperationalError):
        await delivery_of(database, messenger, news).deliver(NOW)
    kept = await row(database, "news")
    assert (kept.state, kept.attempts, kept.reply) == ("sending", 1, {})
    news.now = "back"
    await change(database, "news", lease_until=LONG_AGO)
    await delivery_of(database, messenger, news).deliver(NOW)
    assert (await row(database, "news")).state == "sent"
    assert (await words(database), messenger.looks) == ("news: back", 0)


async def test_one_that_was_put_back_says_what_is_new_the_next_time(database):
    messenger, news = FakeMessenger(fails=[NotDelivered("busy")]), News("old")
    await put(database)
    delivery = delivery_of(database, messenger, news)
    await delivery.deliver(NOW)
    kept = await row(database, "news")
    assert (kept.state, kept.reply) == ("pending", {})
    news.now = "new"
    await delivery.deliver(LATER)
    assert await words(database) == "news: new"
    assert (await row(database, "news")).state == "sent"


async def test_one_that_may_have_arrived_keeps_its_words(database):
    messenger, news = FakeMessenger(loses=1), News("old")
    await put(database)
    delivery = delivery_of(database, messenger, news)
    await delivery.deliver(NOW)
    news.now = None
    await delivery.deliver(LATER)
    assert (news.asked, await words(database)) == (1, "news: old")
    assert messenger.sent == [("#alder", "news")]


async def test_a_sender_lost_with_the_words_leaves_them_to_be_looked_for(database):
    messenger, news = FakeMessenger(), News("new")
    await put(database)
    stored = to_json(reply("news: old"))
    await change(database, "news", state="sending", lease_until=LONG_AGO, attempts=1, reply=stored)
    await delivery_of(database, messenger, news).deliver(NOW)
    assert (await words(database), messenger.looks, news.asked) == ("news: old", 1, 0)


async def test_one_whose_sender_was_lost_before_it_had_words_is_not_looked_for(database):
    messenger = FakeMessenger()
    await put(database)
    await change(database, "news", state="sending", lease_until=LONG_AGO, attempts=1)
    await delivery_of(database, messenger, News("new")).deliver(NOW)
    assert (await row(database, "news")).state == "sent"
    assert (await words(database), messenger.looks) == ("news: new", 0)


async def test_for_a_closed_channel_nothing_is_built(database):
    news = News("new")
    await put(database)
    async with database.write() as session:
        workspace = await ensure_workspace(session, platform="console", external_id="w", now=NOW)
        channel = {"workspace_id": workspace.id, "external_id": "#alder", "organisations": []}
        session.add(Channel(**channel, closed="archived"))
    await delivery_of(database, FakeMessenger(), news).deliver(NOW)
    assert ((await row(database, "news")).state, news.asked) == ("cancelled", 0)


async def test_an_ending_without_words_wakes_delivery_for_the_one_behind(database):
    woken = []
    await put(database)
    await delivery_of(database, FakeMessenger(), News(None), wake=lambda: woken.append(1)).deliver(NOW)
    await asyncio.sleep(0)
    assert woken == [1]


async def test_what_was_lost_before_it_had_words_and_is_too_late_by_now_is_missed_at_once(database):
    messenger, news = FakeMessenger(), News("103")
    await put(database)
    lost = {"state": "sending", "attempts": 1, "lease_until": LONG_AGO, "latest_at": NOW}
    await change(database, "news", **lost)
    assert await delivery_of(database, messenger, news).deliver(LATER) == []
    assert ((await row(database, "news")).state, messenger.sent) == ("missed", [])
