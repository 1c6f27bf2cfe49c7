"""The outbox and its holds: what is cancelled, what is held back, and what is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.chat import Address, reply
from storage import holds, outbox
from storage.sweeping import sweep
from storage.tables import Hold, OutboxPost
from tests.storage.made import NOW, make_engagement

SLACK = {"platform": "slack", "workspace": "T1"}
CHANNEL = Address(**SLACK, conversation="C_1")
DIRECT = Address(**SLACK, account="U_1")
WHISPER = Address(**SLACK, conversation="C_1", seen_by="U_1")
A_MONTH = timedelta(days=31)


async def add(session, key, address=CHANNEL, **more):
    values = {"engagement_id": None, "reply": reply("Hello."), "now": NOW, **more}
    return await outbox.add(session, key=key, address=address, **values)


async def change(session, key, **values):
    await session.execute(update(OutboxPost).where(OutboxPost.key == key).values(**values))


async def states(session):
    return dict((await session.execute(select(OutboxPost.key, OutboxPost.state))).all())


async def due(session, now=NOW):
    ids = [one.id for one in await outbox.due(session, platforms=["slack"], now=now)]
    return list(
        await session.scalars(select(OutboxPost.key).where(OutboxPost.id.in_(ids)).order_by(OutboxPost.id))
    )


async def claim(session, key, now=NOW):
    post_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == key))
    return await outbox.claim(session, post_id=post_id, now=now)


async def test_all_that_waits_for_a_workspace_is_cancelled_and_nothing_else(migrated):
    async with migrated.write() as session:
        for key, address in (("channel", CHANNEL), ("direct", DIRECT), ("whisper", WHISPER)):
            await add(session, key, address)
        await add(session, "other", Address(platform="slack", workspace="T12", conversation="C_1"))
        await add(session, "sent", Address(**SLACK, conversation="C_2"))
        await change(session, "sent", state="sent")
        assert await outbox.cancel_all(session, platform="slack", workspace="T1", reason="gone", now=NOW) == 3
        assert await outbox.cancel_all(session, platform="slack", workspace="T1", reason="gone", now=NOW) == 0
        ended = {"channel": "cancelled", "direct": "cancelled", "whisper": "cancelled"}
        assert await states(session) == {**ended, "other": "pending", "sent": "sent"}
        reasons = select(OutboxPost.reason).where(OutboxPost.state == "cancelled")
        assert set(await session.scalars(reasons)) == {"gone"}


async def test_of_one_place_the_posts_for_all_are_cancelled(migrated):
    async with migrated.write() as session:
        await add(session, "channel")
        await add(session, "whisper", WHISPER)
        await add(session, "elsewhere", Address(**SLACK, conversation="C_12"))
        assert await outbox.cancel_all(session, **SLACK, place="C_1", reason="archived", now=NOW) == 1
        assert await states(session) == {
            "channel": "cancelled",
            "whisper": "pending",
            "elsewhere": "pending",
        }


async def test_what_is_on_its_way_is_not_cancelled_unless_its_sender_was_lost(migrated):
    async with migrated.write() as session:
        await add(session, "on its way")
        await add(session, "lost", DIRECT)
        assert await claim(session, "on its way") is not None
        assert await claim(session, "lost") is not None
        await change(session, "lost", lease_until=NOW - timedelta(days=3650))
        await outbox.cancel_all(session, **SLACK, reason="gone", now=NOW)
        assert await states(session) == {"on its way": "sending", "lost": "cancelled"}
        lost = select(OutboxPost.is_uncertain).where(OutboxPost.key == "lost")
        assert await session.scalar(lost) is True


async def test_what_is_off_the_record_is_erased_when_it_is_cancelled(migrated):
    async with migrated.write() as session:
        await add(session, "1", DIRECT, is_off_record=True)
        await outbox.cancel_all(session, **SLACK, reason="gone", now=NOW)
        row = (await session.execute(select(OutboxPost.reply, OutboxPost.address, OutboxPost.target))).one()
        assert tuple(row) == ({}, {}, "slack/T1/")


async def test_a_hold_keeps_posts_or_edits_of_one_workspace_back(migrated):
    async with migrated.write() as session:
        await add(session, "first", Address(**SLACK, conversation="C_0"))
        await change(session, "first", state="sent", message_id="1")
        await add(session, "post")
        await add(session, "edit", Address(**SLACK, conversation="C_2"), edits="first")
        await add(session, "other", Address(platform="slack", workspace="T12", conversation="C_1"))
        until = NOW + timedelta(seconds=30)
        await holds.hold(session, workspace="slack/T1", method="post", until=until)
        assert await due(session) == ["edit", "other"]
        assert await claim(session, "post") is None
        await holds.hold(session, workspace="slack/T1", method="edit", until=until)
        assert await due(session) == ["other"]
        assert await due(session, now=until) == ["post", "edit", "other"]


async def test_of_two_holds_the_longer_one_counts(migrated):
    async with migrated.write() as session:
        for seconds in (10, 30, 20):
            until = NOW + timedelta(seconds=seconds)
            await holds.hold(session, workspace="slack/T1", method="post", until=until)
        assert (await session.scalars(select(Hold.until))).all() == [NOW + timedelta(seconds=30)]


async def test_an_edit_knows_its_message_and_a_missing_post_leaves_it_a_post(migrated):
    async with migrated.write() as session:
        await add(session, "first")
        await change(session, "first", state="sent", message_id="17.1")
        await add(session, "edit", edits="first")
        await add(session, "edit of the edit", DIRECT, edits="edit")
        await add(session, "of nothing", Address(**SLACK, conversation="C_3"), edits="nothing")
        for key, is_edit, message in (
            ("edit", True, "17.1"),
            ("edit of the edit", True, "17.1"),
            ("of nothing", False, ""),
        ):
            post = await claim(session, key)
            assert post is not None
            assert (post.is_edit, post.edits) == (is_edit, message)


@pytest.mark.parametrize("address", [DIRECT, WHISPER, CHANNEL])
async def test_answers_are_forgotten_after_a_month_and_never_sent_again(migrated, address):
    async with migrated.write() as session:
        await add(session, "1", address)
        await change(session, "1", state="sent")
        await add(session, "waits", Address(**SLACK, conversation="C_9"))
        await sweep(session, now=NOW + A_MONTH)
        kept = dict((await session.execute(select(OutboxPost.key, OutboxPost.reply))).all())
        assert kept["1"] == {}
        assert kept["waits"] != {}
        assert not await add(session, "1", address)
        await sweep(session, now=NOW + A_MONTH)


async def test_what_was_told_an_engagement_stays_whole(migrated):
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        for key, address in (("channel", CHANNEL), ("direct", DIRECT)):
            await add(session, key, address, engagement_id=engagement.id)
            await change(session, key, state="sent")
        await sweep(session, now=NOW + A_MONTH)
        words = dict((await session.execute(select(OutboxPost.key, OutboxPost.reply))).all())
        assert {key: bool(said) for key, said in words.items()} == {"channel": True, "direct": False}


async def test_before_a_month_nothing_is_forgotten_and_old_holds_go(migrated):
    async with migrated.write() as session:
        await add(session, "1", DIRECT)
        await change(session, "1", state="sent")
        await holds.hold(session, workspace="slack/T1", method="post", until=NOW)
        await sweep(session, now=NOW + timedelta(days=29))
        assert await session.scalar(select(OutboxPost.reply)) != {}
        assert (await session.scalars(select(Hold))).all() == []
