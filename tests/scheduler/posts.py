"""Posts in the outbox, and a Delivery over a fake messenger, as the tests need them."""

from datetime import UTC, datetime
from random import Random

from sqlalchemy import select, update

from domain.chat import Address, reply
from scheduler.delivery import Delivery
from storage import outbox
from storage.tables import OutboxPost

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_delivery(database, messenger, **overrides):
    return Delivery(
        **{
            "database": database,
            "messengers": {"console": messenger},
            "random": Random(1),  # noqa: S311 - spreads attempts, guards nothing
            **overrides,
        }
    )


async def add(database, key, channel="#alder", platform="console"):
    address = Address(platform=platform, workspace="w", conversation=channel)
    async with database.write() as session:
        await outbox.add(
            session, key=key, engagement_id=None, address=address, reply=reply("Hello."), now=NOW
        )


async def row(database, key):
    async with database.read() as session:
        kept = (await session.scalars(select(OutboxPost).where(OutboxPost.key == key))).one()
        session.expunge(kept)
        return kept


async def change(database, key, **values):
    async with database.write() as session:
        await session.execute(update(OutboxPost).where(OutboxPost.key == key).values(**values))
