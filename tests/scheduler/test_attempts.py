"""Delivery when it does not go well: refusals, errors, silence, crashes."""

from datetime import timedelta

import pytest

from domain.errors import NotDelivered
from scheduler import delivery as rules
from scheduler.delivery import wait_seconds
from storage import outbox
from tests.fakes import FakeMessenger
from tests.scheduler.posts import LONG_AGO, NOW, add, change, make_delivery, row


async def test_a_refused_post_waits_as_long_as_the_platform_said(database):
    messenger = FakeMessenger(fails=[NotDelivered("slow down", retry_after=30)])
    await add(database, "welcome")
    delivery = make_delivery(database, messenger)
    assert await delivery.deliver(NOW) == []
    kept = await row(database, "welcome")
    assert (kept.state, kept.reason, kept.lease_until) == ("pending", "slow down", None)
    assert await delivery.deliver(NOW + timedelta(seconds=29)) == []
    assert len(await delivery.deliver(NOW + timedelta(seconds=40))) == 1


async def test_a_post_that_waits_again_is_not_overtaken_in_its_conversation(database):
    messenger = FakeMessenger(fails=[NotDelivered("slow down", retry_after=30)])
    await add(database, "first")
    await add(database, "second")
    await add(database, "elsewhere", channel="#birch")
    delivery = make_delivery(database, messenger)
    assert [post.key for post in await delivery.deliver(NOW)] == ["elsewhere"]
    sent = await delivery.deliver(NOW + timedelta(minutes=1))
    assert [post.key for post in sent] == ["first", "second"]


async def test_a_broken_messenger_is_tried_again(database, caplog):
    messenger = FakeMessenger(fails=[KeyError("channel")])
    await add(database, "welcome")
    delivery = make_delivery(database, messenger)
    assert await delivery.deliver(NOW) == []
    assert (await row(database, "welcome")).reason == rules.BROKEN
    assert len(await delivery.deliver(NOW + timedelta(minutes=1))) == 1


async def test_a_post_that_no_version_can_read_holds_up_nobody(database):
    await add(database, "from the future")
    await change(database, "from the future", reply={"version": 99})
    await add(database, "elsewhere", channel="#birch")
    sent = await make_delivery(database, FakeMessenger()).deliver(NOW)
    assert [post.key for post in sent] == ["elsewhere"]
    assert (await row(database, "from the future")).reason == rules.UNREADABLE


async def test_a_platform_that_does_not_answer_is_not_waited_for(database):
    messenger = FakeMessenger(seconds=60)
    await add(database, "welcome")
    await make_delivery(database, messenger, send_seconds=0.05).deliver(NOW)
    assert (await row(database, "welcome")).reason == rules.TOO_SLOW


async def test_after_many_attempts_a_post_is_given_up_and_the_next_one_goes(database):
    messenger = FakeMessenger(fails=[NotDelivered("no such channel")])
    await add(database, "hopeless")
    await change(database, "hopeless", attempts=rules.MAX_ATTEMPTS - 1)
    await add(database, "next")
    sent = await make_delivery(database, messenger).deliver(NOW)
    assert [post.key for post in sent] == ["next"]
    kept = await row(database, "hopeless")
    assert (kept.state, kept.reason) == ("failed", "no such channel")


@pytest.mark.parametrize(
    ("key", "kept", "age", "state"),
    [
        ("a day", {"job": "checkin"}, timedelta(hours=23), "pending"),
        ("no longer", {"job": "checkin"}, timedelta(hours=25), "failed"),
        ("its time", {"job": "x", "latest_at": NOW + timedelta(hours=1)}, timedelta(days=3), "pending"),
        ("unposted/1/1/x", {}, timedelta(days=29), "pending"),
    ],
)
async def test_what_nobody_asked_for_outlasts_an_outage_and_holds_up_no_answer(
    database, key, kept, age, state
):
    await add(database, key)
    await change(database, key, attempts=rules.MAX_ATTEMPTS, created_at=NOW - age, **kept)
    await make_delivery(database, FakeMessenger(fails=[NotDelivered("HTTP 503")])).deliver(NOW)
    assert (await row(database, key)).state == state
    await add(database, "answer/1")
    sent = await make_delivery(database, FakeMessenger()).deliver(NOW + timedelta(seconds=1))
    assert [post.key for post in sent] == ["answer/1"]


async def test_a_post_of_a_crashed_process_is_sent_after_its_lease(database):
    await add(database, "welcome")
    post_id = (await row(database, "welcome")).id
    async with database.write() as session:
        await outbox.claim(session, post_id=post_id, now=NOW)
    messenger = FakeMessenger()
    delivery = make_delivery(database, messenger)
    assert await delivery.deliver(NOW + timedelta(days=1)) == []
    await change(database, "welcome", lease_until=LONG_AGO)
    assert [post.key for post in await delivery.deliver(NOW)] == ["welcome"]
    assert (await row(database, "welcome")).attempts == 2


async def test_who_lost_the_lease_does_not_mark_the_post_of_another(database):
    await add(database, "welcome")
    post_id = (await row(database, "welcome")).id
    async with database.write() as session:
        slow = await outbox.claim(session, post_id=post_id, now=NOW)
        assert slow is not None
    await change(database, "welcome", lease_until=LONG_AGO)
    async with database.write() as session:
        quick = await outbox.claim(session, post_id=post_id, now=NOW)
        assert quick is not None
    async with database.write() as session:
        assert not await outbox.put_back(session, slow, reason="late", next_send_at=NOW)
        assert await outbox.mark_sent(session, quick, message_id="1", now=NOW)
    assert (await row(database, "welcome")).state == "sent"


async def test_what_is_late_at_the_end_is_let_go_and_sent_after_its_lease(database):
    await add(database, "welcome")
    delivery = make_delivery(database, FakeMessenger(seconds=60))
    await delivery.start(NOW)
    await delivery.stop(seconds=0.05)
    assert (await row(database, "welcome")).state == "sending"
    await change(database, "welcome", lease_until=LONG_AGO)
    assert len(await make_delivery(database, FakeMessenger()).deliver(NOW)) == 1


@pytest.mark.parametrize(("attempts", "longest"), [(1, 2), (2, 4), (5, 32), (9, 300), (50, 300)])
def test_waits_double_up_to_a_bound_and_are_spread(attempts, longest):
    assert wait_seconds(attempts, jitter=1.0) == longest
    assert wait_seconds(attempts, jitter=0.0) == longest / 2


def test_a_wait_is_never_shorter_than_the_platform_said():
    assert wait_seconds(9, jitter=0.0, retry_after=7.0) == 7.0
    assert wait_seconds(1, jitter=1.0, retry_after=7.0) == 9.0
