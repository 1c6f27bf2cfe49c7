"""A message with a key that tells what changes, as a feature has it, for the tests of that."""

from sqlalchemy import select

from domain.chat import Address
from storage import outbox, outbox_edits
from storage.outbox_edits import GATHERED, waiting
from storage.tables import OutboxPost
from tests.storage.made import NOW

PLACE = Address(platform="test", workspace="W1", conversation="#northwind")
SOON = NOW + GATHERED
BUILDS = {"what": "count"}


async def follow(session, engagement_id, *, key="day", now=NOW):
    """See to it that the message with the key will tell what this transaction changed."""
    query = select(OutboxPost.id, waiting(OutboxPost.id)).where(OutboxPost.key == key)
    first, waits = (await session.execute(query)).first() or (None, None)
    usual = {"key": key, "engagement_id": engagement_id, "address": PLACE, "builds": BUILDS, "now": now}
    if first is None:
        assert await outbox.add(session, reply=None, **usual)
    elif waits is None:
        await outbox_edits.add_edit(session, **usual)


async def rows(database):
    async with database.read() as session:
        found = list(await session.scalars(select(OutboxPost).order_by(OutboxPost.id)))
        session.expunge_all()
        return found
