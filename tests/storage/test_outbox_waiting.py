"""Answers that wait for their reader to have a chat, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.chat import Address, reply
from storage import outbox, schema
from storage.database import Database
from storage.tables import OutboxPost

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    await schema.migrate(made)
    yield made
    await made.close()


async def fail(database, key, reason, *, account="tom", workspace="t1"):
    address = Address(platform="teams", workspace=workspace, conversation=key, seen_by=account)
    async with database.write() as session:
        await outbox.add(
            session, key=key, engagement_id=None, address=address, reply=reply("Hello."), now=NOW
        )
        post_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == key))
        post = await outbox.claim(session, post_id=post_id, now=NOW)
        assert post is not None
        await outbox.end(session, post, state="failed", reason=reason, now=NOW)


@pytest.mark.parametrize(("days", "brought"), [(6, ["theirs"]), (8, [])])
async def test_what_one_person_could_not_read_is_brought_within_a_week_and_nothing_else(
    database, days, brought
):
    await fail(database, "theirs", f"{outbox.UNREAD}: no app")
    await fail(database, "refused", "post: BadSyntax")
    await fail(database, "another's", f"{outbox.UNREAD}: no app", account="dana")
    await fail(database, "elsewhere", f"{outbox.UNREAD}: no app", workspace="t2")
    later = NOW + timedelta(days=days)
    async with database.write() as session:
        found = await outbox.bring(session, workspace="teams/t1", account="tom", now=later)
        assert (found, outbox.has_new_posts(session)) == (len(brought), bool(brought))
    async with database.read() as session:
        waiting = (await session.scalars(select(OutboxPost).where(OutboxPost.state == "pending"))).all()
        assert [(one.key, one.attempts, one.next_send_at) for one in waiting] == [
            (key, 0, later) for key in brought
        ]
