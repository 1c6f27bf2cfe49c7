"""Delivery: each post once, in order, however many processes deliver."""

import asyncio
from collections import Counter
from datetime import timedelta

from storage import outbox
from storage.database import Database
from tests.fakes import FakeMessenger
from tests.scheduler.posts import LONG_AGO, NOW, add, change, make_delivery, row


async def test_a_due_post_is_sent_and_marked(database):
    messenger = FakeMessenger()
    await add(database, "welcome")
    sent = await make_delivery(database, messenger).deliver(NOW)
    assert [post.key for post in sent] == ["welcome"]
    assert messenger.sent == [("#alder", "welcome")]
    kept = await row(database, "welcome")
    assert (kept.state, kept.message_id, kept.attempts, kept.lease_until) == ("sent", "message-1", 1, None)
    assert kept.sent_at >= NOW


async def test_a_sent_post_is_not_sent_again(database):
    messenger = FakeMessenger()
    await add(database, "welcome")
    delivery = make_delivery(database, messenger)
    await delivery.deliver(NOW)
    assert await delivery.deliver(NOW + timedelta(days=1)) == []
    assert len(messenger.sent) == 1


async def test_the_same_key_is_put_in_once(database):
    await add(database, "welcome")
    await add(database, "welcome")
    assert len(await make_delivery(database, FakeMessenger()).deliver(NOW)) == 1


async def test_a_post_to_a_platform_that_we_do_not_serve_is_left_alone(database):
    await add(database, "welcome", platform="slack")
    assert await make_delivery(database, FakeMessenger()).deliver(NOW) == []
    kept = await row(database, "welcome")
    assert (kept.state, kept.attempts) == ("pending", 0)


async def test_a_conversation_gets_its_posts_in_order_and_one_at_a_time(database):
    messenger = FakeMessenger(seconds=0.01)
    for number in range(5):
        await add(database, f"post-{number}")
    await make_delivery(database, messenger).deliver(NOW)
    assert [key for _channel, key in messenger.sent] == [f"post-{n}" for n in range(5)]
    assert messenger.most_in_flight == 1


async def test_a_slow_conversation_does_not_hold_up_another(database):
    slow, quick = FakeMessenger(seconds=1), FakeMessenger()
    await add(database, "slow")
    await add(database, "quick", platform="teams")
    delivery = make_delivery(database, slow, messengers={"console": slow, "teams": quick})
    await delivery.start(NOW)
    await asyncio.sleep(0.25)
    assert (len(quick.sent), len(slow.sent)) == (1, 0)
    await delivery.stop(seconds=5)
    assert len(slow.sent) == 1


async def test_two_processes_send_each_post_once_and_in_order(database_url, database):
    other = Database(database_url)
    messenger = FakeMessenger(seconds=0.005)
    for number in range(12):
        await add(database, f"post-{number:02}", channel=f"#room-{number % 3}")
    pair = [make_delivery(place, messenger) for place in (database, other)]

    async def work(delivery):
        while len(messenger.sent) < 12:
            await delivery.deliver(NOW)
            await asyncio.sleep(0.002)

    async with asyncio.timeout(20):
        await asyncio.gather(*map(work, pair))
    await asyncio.gather(*(delivery.deliver(NOW) for delivery in pair))
    await other.close()
    assert Counter(key for _room, key in messenger.sent).most_common(1)[0][1] == 1
    assert len(messenger.sent) == 12
    assert messenger.most_in_flight == 1
    for room in ("#room-0", "#room-1", "#room-2"):
        keys = [key for place, key in messenger.sent if place == room]
        assert keys == sorted(keys)


async def test_two_that_claim_the_same_moment_do_not_both_get_a_conversation(database_url, database):
    other = Database(database_url)
    await add(database, "first")
    await add(database, "second")
    ids = [(await row(database, key)).id for key in ("first", "second")]

    async def claim(place, post_id):
        async with place.write() as session:
            return await outbox.claim(session, post_id=post_id, now=NOW)

    claims = [claim(place, post_id) for place in (database, other) for post_id in ids]
    got = [post for post in await asyncio.gather(*claims) if post is not None]
    await other.close()
    assert [post.key for post in got] == ["first"]


async def test_a_landed_post_wakes_delivery_for_the_one_behind(database):
    woken = []
    await add(database, "welcome")
    delivery = make_delivery(database, FakeMessenger(), wake=lambda: woken.append(1))
    await delivery.deliver(NOW)
    await asyncio.sleep(0)
    assert woken == [1]


async def test_a_lost_post_is_taken_again_though_one_before_it_is_due_by_now(database):
    messenger = FakeMessenger()
    await add(database, "early")
    await change(database, "early", next_send_at=NOW + timedelta(minutes=2))
    await add(database, "lost")
    await change(database, "lost", state="sending", attempts=1, lease_until=LONG_AGO)
    await make_delivery(database, messenger).deliver(NOW + timedelta(minutes=3))
    assert [(await row(database, key)).state for key in ("early", "lost")] == ["sent", "sent"]
