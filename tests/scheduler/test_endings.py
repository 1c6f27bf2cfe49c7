"""How posts end: unknown outcomes, edits, limits for all, and exactly one ending each."""

from datetime import timedelta

import pytest

from domain.chat import Address, reply
from domain.errors import NotDelivered, Unanswered, Undeliverable, Untraceable
from scheduler.delivery import LOOK_AFTER_SECONDS, MAX_ATTEMPTS
from storage import outbox
from storage.people import ensure_workspace
from storage.tables import Channel
from tests.fakes import FakeMessenger
from tests.scheduler.posts import LONG_AGO, NOW, add, change, make_delivery, row

LATER = NOW + timedelta(minutes=10)


async def put(database, key, words="Hello.", **more):
    values = {
        "address": Address(platform="console", workspace="w", conversation="#alder"),
        "engagement_id": None,
        "now": NOW,
        **more,
    }
    async with database.write() as session:
        await outbox.add(session, key=key, reply=reply(words), **values)


async def close_channel(database, **how):
    async with database.write() as session:
        workspace = await ensure_workspace(session, platform="console", external_id="w", now=NOW)
        session.add(Channel(workspace_id=workspace.id, external_id="#alder", organisations=[], **how))


async def test_after_silence_the_post_is_looked_for_at_the_earliest_after_ten_seconds(database):
    messenger = FakeMessenger(loses=1)
    await add(database, "1")
    delivery = make_delivery(database, messenger)
    await delivery.deliver(NOW)
    await delivery.deliver(NOW + timedelta(seconds=LOOK_AFTER_SECONDS - 0.1))
    assert messenger.looks == 0
    assert [post.key for post in await delivery.deliver(LATER)] == ["1"]
    assert messenger.sent == [("#alder", "1")]
    assert (await row(database, "1")).message_id == "message-1"


async def test_a_post_that_may_have_arrived_keeps_its_place(database):
    messenger = FakeMessenger(loses=1)
    await add(database, "1")
    await add(database, "2")
    delivery = make_delivery(database, messenger)
    await delivery.deliver(NOW)
    assert messenger.sent == [("#alder", "1")]
    await delivery.deliver(LATER)
    assert messenger.sent == [("#alder", "1"), ("#alder", "2")]


async def test_a_look_that_fails_tells_nothing_and_is_repeated(database):
    looks = [NotDelivered("slow down", retry_after=30), Unanswered("silence"), KeyError("messages")]
    messenger = FakeMessenger(loses=1, find_fails=looks)
    await add(database, "1")
    await add(database, "elsewhere", channel="#birch")
    delivery = make_delivery(database, messenger)
    for number in range(5):
        await delivery.deliver(NOW + timedelta(hours=number))
    assert messenger.looks == 4
    assert sorted(messenger.sent) == [("#alder", "1"), ("#birch", "elsewhere")]


@pytest.mark.parametrize("look", [Untraceable("no scope"), Undeliverable("left", "not_a_member")])
async def test_where_nobody_can_tell_the_post_ends_as_uncertain(database, look):
    messenger = FakeMessenger(loses=1, find_fails=[look])
    await add(database, "1")
    await add(database, "2")
    delivery = make_delivery(database, messenger)
    await delivery.deliver(NOW)
    sent = await delivery.deliver(LATER)
    assert [post.key for post in sent] == ["2"]
    assert (await row(database, "1")).state == "uncertain"


async def test_a_post_that_nobody_could_look_for_ends_as_uncertain_and_not_as_failed(database):
    messenger = FakeMessenger(find_fails=[NotDelivered("later")])
    await add(database, "1")
    await change(database, "1", attempts=MAX_ATTEMPTS - 1, is_uncertain=True)
    await make_delivery(database, messenger).deliver(NOW)
    assert (await row(database, "1")).state == "uncertain"


async def test_a_refusal_is_a_known_outcome(database):
    messenger = FakeMessenger(fails=[Unanswered("silence"), NotDelivered("not now")])
    await add(database, "1")
    delivery = make_delivery(database, messenger)
    await delivery.deliver(NOW)
    await delivery.deliver(LATER)
    assert not (await row(database, "1")).is_uncertain
    await delivery.deliver(LATER + timedelta(hours=1))
    assert (messenger.looks, messenger.sent) == (1, [("#alder", "1")])


async def test_what_the_platform_will_never_take_ends_at_once(database):
    messenger = FakeMessenger(fails=[Undeliverable("is_archived", "archived")])
    await add(database, "1")
    await add(database, "2")
    sent = await make_delivery(database, messenger).deliver(NOW)
    assert [post.key for post in sent] == ["2"]
    kept = await row(database, "1")
    assert (kept.state, kept.reason, kept.attempts) == ("failed", "is_archived", 1)


async def test_an_edit_changes_the_message_of_the_first_post(database):
    messenger = FakeMessenger()
    delivery = make_delivery(database, messenger)
    await put(database, "first")
    await put(database, "second", "Two.", edits="first")
    await put(database, "third", "Three.", edits="second")
    await delivery.deliver(NOW)
    assert messenger.sent == [("#alder", "first")]
    assert messenger.edited == [("message-1", "Two."), ("message-1", "Three.")]


async def test_an_edit_waits_for_its_post_even_where_that_is_due_later(database):
    messenger = FakeMessenger()
    delivery = make_delivery(database, messenger)
    await put(database, "first", now=LATER)
    await put(database, "second", edits="first")
    assert await delivery.deliver(NOW) == []
    await delivery.deliver(LATER)
    assert (messenger.sent, len(messenger.edited)) == ([("#alder", "first")], 1)


@pytest.mark.parametrize("state", ["failed", "cancelled", "uncertain"])
async def test_an_edit_of_what_never_arrived_is_a_post_and_the_next_one_edits_that(database, state):
    messenger = FakeMessenger()
    delivery = make_delivery(database, messenger)
    await put(database, "first")
    await change(database, "first", state=state)
    await put(database, "second", edits="first")
    await delivery.deliver(NOW)
    await put(database, "third", "Three.", edits="first")
    await delivery.deliver(NOW)
    assert messenger.sent == [("#alder", "second")]
    assert messenger.edited == [("message-1", "Three.")]


async def test_an_edit_that_is_refused_for_good_is_a_post_unless_the_place_is_gone(database):
    messenger = FakeMessenger(
        edit_fails=[Undeliverable("message_not_found", "other"), Undeliverable("is_inactive", "archived")]
    )
    delivery = make_delivery(database, messenger)
    await put(database, "first")
    await put(database, "second", edits="first")
    await put(database, "third", edits="first")
    await delivery.deliver(NOW)
    assert messenger.sent == [("#alder", "first"), ("#alder", "second")]
    assert (await row(database, "third")).state == "failed"


async def test_an_edit_without_an_answer_is_simply_made_again(database):
    messenger = FakeMessenger(edit_fails=[Unanswered("silence")])
    delivery = make_delivery(database, messenger)
    await put(database, "first")
    await put(database, "second", edits="first")
    await delivery.deliver(NOW)
    await delivery.deliver(LATER)
    assert (messenger.looks, len(messenger.edited)) == (0, 1)


@pytest.mark.parametrize(
    ("losses", "is_brief", "state"),
    [(1, True, "sent"), (2, True, "sent"), (1, False, "sent"), (2, False, "uncertain")],
)
async def test_what_one_person_alone_sees_is_sent_again_where_nobody_can_look(
    database, losses, is_brief, state
):
    messenger = FakeMessenger(loses=losses, find_fails=[Untraceable("no", is_brief=is_brief)] * 2)
    delivery = make_delivery(database, messenger)
    whisper = Address(platform="console", workspace="w", conversation="#alder", seen_by="U_DANA")
    await put(database, "1", address=whisper)
    for moment in (NOW, LATER, LATER + timedelta(minutes=5)):
        await delivery.deliver(moment)
    assert (await row(database, "1")).state == state
    # What stays is never there three times; what is gone in a day may be.
    assert messenger.sent.count(("#alder", "1")) == (losses + 1 if is_brief else 2)


@pytest.mark.parametrize(
    ("how", "why"), [({"closed": "archived"}, "archived"), ({"is_paused": True}, "nobody confirmed")]
)
async def test_nothing_goes_into_a_channel_that_is_closed_or_paused(database, how, why):
    messenger = FakeMessenger()
    await close_channel(database, **how)
    whisper = Address(platform="console", workspace="w", conversation="#alder", seen_by="U_DANA")
    await put(database, "1")
    await put(database, "2", address=whisper)
    await put(database, "3", address=Address(platform="console", workspace="w", conversation="#birch"))
    await make_delivery(database, messenger).deliver(NOW)
    kept = await row(database, "1")
    assert (kept.state, why in kept.reason) == ("cancelled", True)
    assert sorted(messenger.sent) == [("#alder", "2"), ("#birch", "3")]


async def test_a_post_that_may_have_arrived_before_its_channel_closed_is_looked_for(database):
    messenger = FakeMessenger(loses=1)
    delivery = make_delivery(database, messenger)
    await put(database, "1")
    await delivery.deliver(NOW)
    await put(database, "2")
    await close_channel(database, closed="archived")
    await delivery.deliver(LATER)
    assert [(await row(database, key)).state for key in ("1", "2")] == ["sent", "cancelled"]
    assert messenger.sent == [("#alder", "1")]


@pytest.mark.parametrize("fails", [[], [Undeliverable("gone", "person_gone")]])
async def test_what_is_off_the_record_leaves_neither_words_nor_a_name(database, fails):
    messenger = FakeMessenger(fails=list(fails))
    direct = Address(platform="console", workspace="w", account="U_DANA")
    await put(database, "1", "A secret.", address=direct, is_off_record=True)
    await make_delivery(database, messenger).deliver(NOW)
    kept = await row(database, "1")
    assert kept.state == ("failed" if fails else "sent")
    assert (kept.reply, kept.address, kept.target) == ({}, {}, "console/w/")


async def test_a_limit_holds_back_the_whole_workspace_but_no_other_one(database):
    messenger = FakeMessenger(fails=[NotDelivered("slow down", retry_after=30)])
    first, second = make_delivery(database, messenger), make_delivery(database, messenger)
    await put(database, "1")
    await first.deliver(NOW)
    await put(database, "2", address=Address(platform="console", workspace="w", conversation="#birch"))
    await put(database, "3", address=Address(platform="console", workspace="w2", conversation="#birch"))
    await second.deliver(NOW + timedelta(seconds=29))
    assert messenger.sent == [("#birch", "3")]
    await second.deliver(NOW + timedelta(seconds=40))
    assert [key for _where, key in messenger.sent] == ["3", "1", "2"]


async def test_a_lost_sender_makes_the_post_uncertain(database):
    messenger = FakeMessenger()
    await put(database, "1")
    await change(database, "1", state="sending", attempts=1, lease_until=LONG_AGO)
    messenger.sent.append(("#alder", "1"))
    await make_delivery(database, messenger).deliver(NOW)
    assert (messenger.looks, len(messenger.sent)) == (1, 1)
    assert (await row(database, "1")).state == "sent"
