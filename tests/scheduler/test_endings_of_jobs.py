"""How the posts of jobs end: what the catalogue says in doubt, their time, and what makes them unfit."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from domain.chat import Address, reply
from domain.errors import Untraceable
from handlers.occasions import Unfit
from scheduler.delivery import MAX_IN_FLIGHT, TOO_SLOW
from storage import outbox, schema
from storage.database import Database
from tests.fakes import FakeMessenger
from tests.scheduler.posts import NOW, add, make_delivery, row

LATER = NOW + timedelta(minutes=10)


@pytest.fixture
async def on_sqlite(sqlite_url):
    """A migrated database where one kind is enough."""
    made = Database(sqlite_url)
    await schema.migrate(made)
    yield made
    await made.close()


async def put(database, key, **more):
    address = Address(platform="console", workspace="w", conversation="#alder")
    values = {"engagement_id": None, "address": address, "reply": reply("Hello."), "now": NOW, **more}
    async with database.write() as session:
        await outbox.add(session, key=key, **values)


@pytest.mark.parametrize(
    ("job", "losses", "state", "copies"),
    [("checkin", 1, "sent", 2), ("checkin", 2, "uncertain", 2), ("actions", 1, "uncertain", 1)],
)
async def test_where_nobody_can_look_the_catalogue_says_whether_a_post_goes_out_once_more(
    on_sqlite, job, losses, state, copies
):
    messenger = FakeMessenger(loses=losses, find_fails=[Untraceable("no scope")] * 3)
    delivery = make_delivery(on_sqlite, messenger)
    await put(on_sqlite, "1", job=job)
    for number in range(4):
        await delivery.deliver(NOW + timedelta(hours=number))
    assert (await row(on_sqlite, "1")).state == state
    assert messenger.sent == [("#alder", "1")] * copies


async def test_a_second_copy_without_an_answer_in_time_is_the_last_one(on_sqlite):
    messenger = FakeMessenger(loses=1, find_fails=[Untraceable("no scope")] * 3)
    await put(on_sqlite, "1", job="checkin")
    await make_delivery(on_sqlite, messenger).deliver(NOW)
    messenger.seconds = 60
    await make_delivery(on_sqlite, messenger, send_seconds=0.05).deliver(LATER)
    kept = await row(on_sqlite, "1")
    assert (kept.state, kept.reason) == ("uncertain", TOO_SLOW)


async def test_past_its_time_a_post_that_may_have_arrived_is_looked_for_and_else_missed(on_sqlite):
    messenger = FakeMessenger(loses=1)
    delivery = make_delivery(on_sqlite, messenger)
    await put(on_sqlite, "1", latest_at=NOW)
    await put(on_sqlite, "2", latest_at=NOW)
    await delivery.deliver(NOW)
    await delivery.deliver(LATER)
    ended = [await row(on_sqlite, key) for key in ("1", "2")]
    assert [one.state for one in ended] == ["sent", "missed"]
    assert messenger.sent == [("#alder", "1")]


async def test_a_post_that_has_nothing_to_say_any_more_is_cancelled_with_the_reason(on_sqlite):
    async def build(_session, _post):
        raise Unfit("everybody has answered")

    await put(on_sqlite, "1", reply=None, builds={"what": "reminder"}, job="checkin_reminder")
    delivery = make_delivery(on_sqlite, FakeMessenger(), builders={"reminder": build})
    assert await delivery.deliver(NOW) == []
    kept = await row(on_sqlite, "1")
    assert (kept.state, kept.reason) == ("cancelled", "everybody has answered")


async def test_an_answer_goes_before_hundreds_of_posts_that_wait(on_sqlite):
    messenger = FakeMessenger(seconds=0.01)
    for number in range(MAX_IN_FLIGHT + 20):
        await add(on_sqlite, f"post-{number}", channel=f"#room-{number}")
    await add(on_sqlite, "answer/1", channel="#asked")
    delivery = make_delivery(on_sqlite, messenger)
    await delivery.start(NOW)
    await delivery.stop(seconds=5)
    assert len(messenger.sent) == MAX_IN_FLIGHT
    assert ("#asked", "answer/1") in messenger.sent


async def test_what_lands_together_is_written_down_together(on_sqlite):
    for number in range(40):
        await add(on_sqlite, f"post-{number}", channel=f"#room-{number}")
    commits = []
    event.listen(on_sqlite.engine.sync_engine, "commit", lambda _connection: commits.append(1))
    assert len(await make_delivery(on_sqlite, FakeMessenger(seconds=0.05)).deliver(NOW)) == 40
    # One claims all of them.
    assert len(commits) <= 6
