"""Channels as their platforms described them."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.chat import Address, reply
from storage import channels, contexts, engagements, outbox
from storage.channels import Seen
from storage.tables import Channel, Context, Engagement, EngagementChannel, OutboxPost, Workspace
from tests.storage.made import NOW, make_engagement

HOME, NEW = "#northwind", "#elsewhere"


@pytest.fixture
async def northwind(migrated) -> Engagement:
    """Northwind lives in #northwind of W1."""
    async with migrated.write() as session:
        return await make_engagement(session)


async def held(session, external_id: str = HOME) -> Channel:
    workspace = (await session.scalars(select(Workspace))).first()
    return await channels.hold(session, workspace_id=workspace.id, external_id=external_id)


async def test_a_channel_is_written_down_once_even_at_once(migrated, northwind):
    async def hold() -> int:
        async with migrated.write() as session:
            return (await held(session)).id

    assert len(set(await asyncio.gather(*(hold() for _again in range(5))))) == 1


async def test_organisations_are_new_once(migrated, northwind):
    seen = Seen(name="n", is_shared=True, organisations={"A": "", "B": "Birch"}, readers=3)
    async with migrated.write() as session:
        channel = await held(session)
        assert channels.describe(channel, seen, now=NOW) == {"A", "B"}
        assert channels.describe(channel, seen, now=NOW) == set()
        assert channel.organisations == [{"id": "A", "name": ""}, {"id": "B", "name": "Birch"}]
        assert channels.is_fresh(channel, NOW + timedelta(hours=23))
        assert not channels.is_fresh(channel, NOW + timedelta(hours=24))


async def test_what_is_shared_no_more_needs_nobody_to_confirm_it(migrated, northwind):
    async with migrated.write() as session:
        channel = await held(session)
        channels.confirm(channel, person_id=northwind.set_up_by, now=NOW)
        channel.is_paused = True
        channels.describe(channel, Seen(name="n", is_shared=False, organisations={"A": ""}), now=NOW)
        assert (channel.is_paused, channel.confirmed_at, channel.confirmed_by) == (False, None, None)
        assert channel.organisations == []


async def test_an_engagement_is_found_by_its_channel_and_the_other_way_round(migrated, northwind):
    async with migrated.write() as session:
        channel = await held(session)
        place = {"workspace_id": channel.workspace_id}
        found = await channels.tenant(session, external_id=HOME, **place)
        assert found is not None
        assert found.id == northwind.id
        assert await channels.tenant(session, external_id=NEW, **place) is None
        ((home, workspace, known),) = await channels.homes(session, engagement_id=northwind.id)
    assert (home.conversation, workspace.external_id, known) == (HOME, "W1", channel)


async def move(session) -> None:
    await channels.move(session, platform="test", old=HOME, new=NEW)


async def test_a_channel_takes_everything_to_its_new_id_and_a_second_time_changes_nothing(
    migrated, northwind
):
    address = Address(platform="test", workspace="W1", conversation=HOME, thread="1.2")
    async with migrated.write() as session:
        channels.confirm(await held(session), person_id=northwind.set_up_by, now=NOW)
        await contexts.remember(
            session, person_id=northwind.set_up_by, conversation=HOME, engagement_id=northwind.id, now=NOW
        )
        for key, state in (("a", "pending"), ("b", "sent")):
            await outbox.add(session, key=key, engagement_id=None, address=address, reply=reply("x"), now=NOW)
            row = await session.scalar(select(OutboxPost).where(OutboxPost.key == key))
            row.state = state
    for _again in range(2):
        async with migrated.write() as session:
            await move(session)
    async with migrated.read() as session:
        assert await session.scalar(select(EngagementChannel.conversation)) == NEW
        assert await session.scalar(select(Context.conversation)) == NEW
        channel = await session.scalar(select(Channel))
        assert (channel.external_id, channel.confirmed_at) == (NEW, NOW)
        posts = dict((await session.execute(select(OutboxPost.key, OutboxPost.target))).all())
        assert posts == {"a": f"test/W1/{NEW}", "b": f"test/W1/{HOME}"}
        waiting = await session.scalar(select(OutboxPost.address).where(OutboxPost.key == "a"))
        assert (waiting["conversation"], waiting["thread"]) == (NEW, "1.2")


async def test_a_new_id_that_another_engagement_has_is_not_taken_from_it(migrated, northwind):
    async with migrated.write() as session:
        other = await make_engagement(session, "birch")
        home = await session.scalar(
            select(EngagementChannel).where(EngagementChannel.engagement_id == other.id)
        )
        home.conversation = NEW
    async with migrated.write() as session:
        await move(session)
        rows = await session.scalars(select(EngagementChannel.conversation).order_by(EngagementChannel.id))
        assert list(rows) == [HOME, NEW]


async def test_where_no_such_channel_is_known_nothing_moves(migrated, northwind):
    async with migrated.write() as session:
        await channels.move(session, platform="other", old=HOME, new=NEW)
        assert await session.scalar(select(EngagementChannel.conversation)) == HOME
        assert await engagements.channels_of(session, engagement_id=northwind.id)


async def test_how_well_the_channel_of_an_engagement_is_known(migrated, northwind):
    async def standing(external_id: str = HOME, **later: float) -> channels.Standing | None:
        place = {"platform": "test", "workspace": "W1", "external_id": external_id}
        return await channels.standing(session, **place, now=NOW + timedelta(**later))

    unheld = channels.Standing(is_fresh=False, is_unheld=True)
    async with migrated.write() as session:
        assert await standing(NEW) is None
        assert await standing() == unheld
        channel = await held(session)
        await session.flush()
        assert await standing() == unheld
        channels.hold_posts(channel)
        await session.flush()
        assert await standing() == channels.Standing(is_fresh=False, is_unheld=False)
        channels.describe(channel, Seen(name="n", is_shared=False), now=NOW)
        await session.flush()
        assert await standing(hours=23) == channels.Standing(is_fresh=True, is_unheld=False)
        assert await standing(hours=24) == channels.Standing(is_fresh=False, is_unheld=False)


async def test_a_welcome_card_that_is_due_is_taken_once(migrated, northwind):
    async with migrated.write() as session:
        where = (await held(session)).workspace_id
        assert not await channels.take_welcome(session, workspace_id=where, external_id=HOME)
        await channels.owe_welcome(session, workspace_id=where, external_id=HOME)
        assert await channels.take_welcome(session, workspace_id=where, external_id=HOME)
        assert not await channels.take_welcome(session, workspace_id=where, external_id=HOME)
