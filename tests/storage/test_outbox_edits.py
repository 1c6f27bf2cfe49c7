"""One message for each key: a post, then what waits tells what is new, then edits."""

from datetime import timedelta

import pytest

from domain.chat import reply
from storage import outbox
from storage.codec import reply_from_json
from storage.outbox_edits import GATHERED, may_stand
from tests.storage.made import NOW, make_engagement
from tests.storage.telling import BUILDS, PLACE, SOON, follow, rows


@pytest.fixture
async def engagement_id(migrated):
    async with migrated.write() as session:
        return (await make_engagement(session)).id


@pytest.fixture
def tell(migrated, engagement_id):
    """Let the message with the key tell something new."""

    async def tell(*, key="day", now=NOW):
        async with migrated.write() as session:
            await follow(session, engagement_id, key=key, now=now)

    return tell


async def states(database):
    return [row.state for row in await rows(database)]


async def claim_first(database, now=NOW, words="Hello."):
    async with database.write() as session:
        (first, *_others) = await outbox.due(session, platforms=["test"], now=now)
        post = await outbox.claim(session, post_id=first.id, now=now)
        assert post is not None
        return await outbox.write_down(session, post, reply(words))


async def send_first(database, now=NOW, message_id="m-1"):
    post = await claim_first(database, now)
    async with database.write() as session:
        assert await outbox.mark_sent(session, post, message_id=message_id, now=now)
    return post


async def test_first_there_is_a_post_without_words(migrated, engagement_id, tell):
    await tell()
    (post,) = await rows(migrated)
    assert (post.key, post.engagement_id, post.edits_id) == ("day", engagement_id, None)
    assert (post.target, post.state, post.next_send_at) == ("test/W1/#northwind", "pending", NOW)
    assert (post.builds, post.reply) == (BUILDS, {})


async def test_a_post_that_waits_tells_what_is_new_as_well(migrated, tell):
    await tell()
    await tell()
    assert await states(migrated) == ["pending"]


async def test_the_words_of_the_claim_are_kept(migrated, tell):
    await tell()
    post = await claim_first(migrated, words="three numbers")
    assert (post.reply, post.has_words) == (reply("three numbers"), True)
    assert reply_from_json((await rows(migrated))[0].reply) == reply("three numbers")


async def test_one_that_is_being_sent_is_left_alone_and_changed_afterwards(migrated, tell):
    await tell()
    first = await claim_first(migrated)
    await tell()
    assert await states(migrated) == ["sending", "pending"]
    async with migrated.read() as session:
        assert await outbox.due(session, platforms=["test"], now=SOON) == []
    async with migrated.write() as session:
        await outbox.mark_sent(session, first, message_id="m-1", now=NOW)
    change = await claim_first(migrated, SOON)
    assert (change.edits, change.builds) == ("m-1", BUILDS)


async def test_one_that_was_sent_is_changed_by_an_edit_that_gathers_what_comes_soon(migrated, tell):
    await tell()
    await send_first(migrated)
    for _time in range(3):
        await tell()
    assert await states(migrated) == ["sent", "pending"]
    async with migrated.read() as session:
        assert await outbox.due(session, platforms=["test"], now=NOW) == []
    assert (await send_first(migrated, SOON)).edits == "m-1"
    await tell(now=SOON)
    assert await states(migrated) == ["sent", "sent", "pending"]
    assert (await send_first(migrated, SOON + GATHERED)).edits == "m-1"


async def test_an_edit_that_is_being_sent_is_followed_by_another(migrated, tell):
    await tell()
    await send_first(migrated)
    await tell()
    await claim_first(migrated, SOON)
    await tell(now=SOON)
    assert await states(migrated) == ["sent", "sending", "pending"]


@pytest.mark.parametrize("is_edit", [False, True])
async def test_what_was_put_back_tells_what_is_new_as_well(migrated, tell, is_edit):
    await tell()
    if is_edit:
        await send_first(migrated)
        await tell()
    post = await claim_first(migrated, SOON)
    async with migrated.write() as session:
        await outbox.put_back(session, post, reason="busy", next_send_at=SOON)
    await tell(now=SOON)
    assert (await states(migrated))[is_edit:] == ["pending"]
    assert (await rows(migrated))[-1].reply == {}


async def test_a_post_that_may_have_arrived_is_followed_by_an_edit(migrated, tell):
    await tell()
    post = await claim_first(migrated)
    async with migrated.write() as session:
        await outbox.put_back(session, post, reason="?", next_send_at=NOW, is_uncertain=True)
    await tell()
    await tell()
    assert [(row.state, row.is_uncertain) for row in await rows(migrated)] == [
        ("pending", True),
        ("pending", False),
    ]


async def test_an_edit_that_may_have_become_a_message_is_followed_by_another(migrated, tell):
    await tell()
    await send_first(migrated)
    await tell()
    change = await claim_first(migrated, SOON)
    async with migrated.write() as session:
        await outbox.put_back(session, change, reason="?", next_send_at=SOON, is_uncertain=True)
    await tell(now=SOON)
    assert await states(migrated) == ["sent", "pending", "pending"]


async def test_what_could_not_be_posted_is_said_by_the_next_words(migrated, tell):
    await tell()
    post = await claim_first(migrated)
    async with migrated.write() as session:
        await outbox.end(session, post, state="failed", reason="not in the channel", now=NOW)
    await tell()
    later = await claim_first(migrated, SOON)
    assert (later.is_edit, later.edits) == (True, "")


@pytest.mark.parametrize(
    ("state", "stands"), [("sent", True), ("uncertain", True), ("failed", False), ("cancelled", False)]
)
async def test_a_message_may_stand_unless_its_post_never_went_out(migrated, tell, state, stands):
    await tell(key="other")
    await send_first(migrated)
    await tell()
    post = await claim_first(migrated)
    async with migrated.write() as session:
        assert not await may_stand(session, post)
        if state == "sent":
            await outbox.mark_sent(session, post, message_id="m-1", now=NOW)
        else:
            await outbox.end(session, post, state=state, reason="?", now=NOW)
    await tell()
    change = await claim_first(migrated, SOON)
    async with migrated.read() as session:
        assert await may_stand(session, change) is stands


async def test_other_keys_and_other_posts_are_left_alone(migrated, tell):
    await tell()
    await tell(key="day2")
    await tell()
    assert [row.key for row in await rows(migrated)] == ["day", "day2"]


async def test_a_key_keeps_its_place_in_the_conversation(migrated, engagement_id, tell):
    """What was decided after a change does not overtake the post itself; the change comes after both."""
    await tell()
    await claim_first(migrated)
    await tell()
    async with migrated.write() as session:
        await outbox.add(
            session, key="x", engagement_id=engagement_id, address=PLACE, reply=reply("x"), now=NOW
        )
    keys = [row.key for row in await rows(migrated)]
    assert (keys[0], keys[2], keys[1].startswith("day/")) == ("day", "x", True)
    async with migrated.read() as session:
        assert await outbox.due(session, platforms=["test"], now=SOON + timedelta(seconds=1)) == []
