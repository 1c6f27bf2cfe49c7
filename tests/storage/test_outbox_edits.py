"""One message for each key: a post, then what waits is replaced, then edits."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from domain.chat import Address, Button, Buttons, Reply, reply
from domain.plain_text import plain_text
from storage import engagements, outbox, outbox_edits
from storage.codec import reply_from_json, to_json
from storage.database import Database
from storage.outbox_edits import GATHERED, buttons_of
from storage.tables import OutboxPost
from tests.storage.made import NOW, make_engagement

PLACE = Address(platform="test", workspace="W1", conversation="#northwind")
SOON = NOW + GATHERED


@pytest.fixture
async def engagement_id(migrated):
    async with migrated.write() as session:
        return (await make_engagement(session)).id


@pytest.fixture
def tell(migrated, engagement_id):
    """Let the message with the key say the words."""

    async def tell(words, *, key="day", now=NOW):
        async with migrated.write() as session:
            await outbox_edits.post_or_edit(
                session, key=key, engagement_id=engagement_id, address=PLACE, reply=reply(words), now=now
            )

    return tell


async def rows(database):
    async with database.read() as session:
        found = list(await session.scalars(select(OutboxPost).order_by(OutboxPost.id)))
        session.expunge_all()
        return found


async def words(database):
    return [plain_text(reply_from_json(row.reply)) for row in await rows(database)]


async def claim_first(database, now=NOW):
    async with database.write() as session:
        (first, *_others) = await outbox.due(session, platforms=["test"], now=now)
        return await outbox.claim(session, post_id=first, now=now)


async def send_first(database, now=NOW, message_id="m-1"):
    post = await claim_first(database, now)
    async with database.write() as session:
        assert await outbox.mark_sent(session, post, message_id=message_id, now=now)
    return post


async def test_the_first_words_become_a_post(migrated, engagement_id, tell):
    await tell("one")
    (post,) = await rows(migrated)
    assert (post.key, post.engagement_id, post.edits_id) == ("day", engagement_id, None)
    assert (post.target, post.state, post.next_send_at) == ("test/W1/#northwind", "pending", NOW)
    assert await words(migrated) == ["one"]


async def test_a_post_that_waits_is_replaced(migrated, tell):
    await tell("one")
    await tell("two")
    assert await words(migrated) == ["two"]
    assert reply_from_json((await claim_first(migrated)).stored_reply) == reply("two")


async def test_one_that_is_being_sent_is_left_alone_and_changed_afterwards(migrated, tell):
    await tell("one")
    first = await claim_first(migrated)
    await tell("two")
    assert await words(migrated) == ["one", "two"]
    async with migrated.read() as session:
        assert await outbox.due(session, platforms=["test"], now=SOON) == []
    async with migrated.write() as session:
        await outbox.mark_sent(session, first, message_id="m-1", now=NOW)
    change = await claim_first(migrated, SOON)
    assert (change.edits, change.reply) == ("m-1", reply("two"))


async def test_one_that_was_sent_is_changed_by_an_edit_that_gathers_what_comes_soon(migrated, tell):
    await tell("one")
    await send_first(migrated)
    for text in ("two", "three", "four"):
        await tell(text)
    assert await words(migrated) == ["one", "four"]
    async with migrated.read() as session:
        assert await outbox.due(session, platforms=["test"], now=NOW) == []
    change = await send_first(migrated, SOON)
    assert (change.edits, change.reply) == ("m-1", reply("four"))
    await tell("five", now=SOON)
    assert await words(migrated) == ["one", "four", "five"]
    assert (await send_first(migrated, SOON + GATHERED)).edits == "m-1"


async def test_an_edit_that_is_being_sent_is_followed_by_another(migrated, tell):
    await tell("one")
    await send_first(migrated)
    await tell("two")
    await claim_first(migrated, SOON)
    await tell("three", now=SOON)
    assert [row.state for row in await rows(migrated)] == ["sent", "sending", "pending"]
    assert await words(migrated) == ["one", "two", "three"]


async def test_an_edit_that_was_put_back_says_the_newest(migrated, tell):
    await tell("one")
    await send_first(migrated)
    await tell("two")
    change = await claim_first(migrated, SOON)
    async with migrated.write() as session:
        await outbox.put_back(session, change, reason="busy", next_send_at=SOON)
    await tell("three", now=SOON)
    assert await words(migrated) == ["one", "three"]


async def test_a_post_that_may_have_arrived_keeps_its_words(migrated, tell):
    await tell("one")
    post = await claim_first(migrated)
    async with migrated.write() as session:
        await outbox.put_back(session, post, reason="?", next_send_at=NOW, is_uncertain=True)
    await tell("two")
    assert await words(migrated) == ["one", "two"]


async def test_an_edit_that_may_have_become_a_message_keeps_its_words(migrated, tell):
    await tell("one")
    await send_first(migrated)
    await tell("two")
    change = await claim_first(migrated, SOON)
    async with migrated.write() as session:
        await outbox.put_back(session, change, reason="?", next_send_at=SOON, is_uncertain=True)
    await tell("three", now=SOON)
    assert await words(migrated) == ["one", "two", "three"]


async def test_what_could_not_be_posted_is_said_by_the_next_words(migrated, tell):
    await tell("one")
    post = await claim_first(migrated)
    async with migrated.write() as session:
        await outbox.end(session, post, state="failed", reason="not in the channel", now=NOW)
    await tell("two")
    later = await claim_first(migrated, SOON)
    assert (later.is_edit, later.edits, later.reply) == (True, "", reply("two"))


async def test_other_keys_and_other_posts_are_left_alone(migrated, engagement_id, tell):
    await tell("one")
    await tell("one of tomorrow", key="day2")
    await tell("two")
    assert await words(migrated) == ["two", "one of tomorrow"]


async def test_a_key_keeps_its_place_in_the_conversation(migrated, engagement_id, tell):
    """What was decided after a change does not overtake the post itself; the change comes after both."""
    await tell("one")
    await claim_first(migrated)
    await tell("two")
    async with migrated.write() as session:
        await outbox.add(
            session, key="x", engagement_id=engagement_id, address=PLACE, reply=reply("x"), now=NOW
        )
    keys = [row.key for row in await rows(migrated)]
    assert (keys[0], keys[2], keys[1].startswith("day/")) == ("day", "x", True)
    async with migrated.read() as session:
        assert await outbox.due(session, platforms=["test"], now=SOON + timedelta(seconds=1)) == []


async def count_and_tell(database, engagement_id, number):
    """Write down a post somewhere else, and say how many there are by now."""
    elsewhere = Address(platform="elsewhere", workspace="W", conversation="c")
    where = {"engagement_id": engagement_id, "now": NOW}
    async with database.write() as session:
        await engagements.hold(session, engagement_id=engagement_id)
        key = f"count-{number}"
        await outbox.add(session, key=key, address=elsewhere, reply=reply("."), **where)
        query = select(func.count()).where(OutboxPost.key.startswith("count-"))
        count = reply(f"{await session.scalar(query)}")
        await outbox_edits.post_or_edit(session, key="day", address=PLACE, reply=count, **where)


async def deliver(database):
    for _again in range(8):
        async with database.write() as session:
            due = await outbox.due(session, platforms=["test"], now=SOON)
            post = await outbox.claim(session, post_id=due[0], now=SOON) if due else None
        if post is not None:
            await asyncio.sleep(0.002)
            async with database.write() as session:
                await outbox.mark_sent(session, post, message_id="m-1", now=SOON)


async def test_many_at_once_from_two_processes_leave_one_message_with_the_last_words(
    database_url, migrated, engagement_id
):
    other = Database(database_url)
    both = (migrated, other)
    changes = [count_and_tell(both[number % 2], engagement_id, number) for number in range(20)]
    await asyncio.gather(*changes, *map(deliver, both))
    await other.close()
    told = [row for row in await rows(migrated) if row.key.startswith("day")]
    assert [row.key for row in told].count("day") == 1
    assert {row.edits_id for row in told[1:]} <= {told[0].id}
    said = [int(plain_text(reply_from_json(row.reply))) for row in told]
    assert said == sorted(said)
    assert said[-1] == 20


def test_the_buttons_of_a_stored_reply_are_found():
    stored = reply("Hello.", Buttons((Button(label="Look", route="run", id="token"),)))
    assert [button.id for button in buttons_of(to_json(stored)).items] == ["token"]
    assert buttons_of(to_json(reply("Hello."))) == Buttons(())


@pytest.mark.parametrize("stored", [{}, {"version": 0, "kind": "reply", "blocks": [{"kind": "buttons"}]}])
def test_the_buttons_of_another_version_are_none(stored):
    assert buttons_of(stored) == Buttons(())


async def test_a_reply_of_another_version_can_still_be_followed_by_new_words(migrated, tell):
    await tell("one")
    await send_first(migrated)
    async with migrated.write() as session:
        await session.execute(update(OutboxPost).values(reply={"version": 0}))
    await tell("two")
    stored = (await rows(migrated))[-1].reply
    assert isinstance(reply_from_json(stored), Reply)
