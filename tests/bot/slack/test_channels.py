"""Channels in Slack: looked at once a day, and followed when something happens to them."""

import pytest
from sqlalchemy import select

from bot.slack import channels
from domain.chat import Address, Reply, reply
from domain.plain_text import plain_text
from storage import outbox
from storage.tables import Channel, EngagementChannel, Offer, OutboxPost
from tests.bot.slack.channel_steps import HOME, LOOK, hear, home, life, look, northwind, row, stage
from tests.bot.slack.surfaces import Surfaces
from tests.handlers.play import CHANNEL, DM, FREE_CHANNEL
from tests.slack.conftest import OTHER, TEAM

__all__ = ["home", "life", "northwind", "stage"]


async def test_a_channel_is_looked_at_once_a_day(stage, home):
    await look(stage)
    home.name = "renamed"
    await stage.pass_time(hours=23)
    await look(stage)
    assert (await row(stage)).name == "northwind"
    await stage.pass_time(hours=1)
    await look(stage)
    seen = await row(stage)
    assert (seen.name, seen.is_shared, seen.readers, seen.looked_at) == ("renamed", False, 4, stage.now)
    assert len(stage.slack.called(LOOK)) == 2


async def test_a_channel_that_nobody_uses_is_left_alone(northwind, life):
    place = northwind.slack.world.channels["C_AWAY"]
    place.members.add(northwind.slack.world.installation_for(TEAM).bot_user_id)
    await life.share(place, OTHER)
    await hear(northwind, channels.on_channel_shared)
    await life.rename(place, "x")
    await hear(northwind, channels.on_channel_rename)
    await life.archive(place, by="U_DANA")
    await hear(northwind, channels.on_channel_archive)
    assert [one.external_id for one in await northwind.rows(Channel)] == [HOME]
    assert await northwind.posts("U_DANA") == []


async def wait_for(stage: Surfaces, key: str, **place: str) -> None:
    """Let a post wait for the place."""
    address = Address(platform="slack", workspace=TEAM, **place)
    async with stage.database.write() as session:
        await outbox.add(
            session, key=key, engagement_id=None, address=address, reply=reply("x"), now=stage.now
        )


async def states(stage: Surfaces) -> dict[str, str]:
    async with stage.database.read() as session:
        found = await session.execute(select(OutboxPost.key, OutboxPost.state))
        return {key: state for key, state in found if "/" not in key}


@pytest.mark.parametrize("how", ["archive", "delete", "leave"])
async def test_a_closed_channel_cancels_what_waits_and_the_leads_are_told_once(northwind, life, home, how):
    await wait_for(northwind, "daily", conversation=HOME)
    await wait_for(northwind, "other", conversation="C_AWAY")
    if how == "leave":
        await life.leave(home, northwind.slack.world.installation_for(TEAM).bot_user_id)
        listener, why = channels.on_channel_left, "I am not a member of it"
    else:
        await getattr(life, how)(home, by="U_TOM")
        listener = channels.on_channel_archive if how == "archive" else channels.on_channel_deleted
        why = "was archived" if how == "archive" else "was deleted"
    await hear(northwind, listener, times=3)
    assert await states(northwind) == {"daily": "cancelled", "other": "pending"}
    (said,) = await northwind.posts("U_DANA")
    assert why in plain_text(said)
    assert "#northwind, the channel of Northwind Ltd," in plain_text(said)
    assert "What waited to be posted there is not sent any more." in plain_text(said)
    assert await northwind.posts("U_TOM") == []
    assert (await row(northwind)).closed
    assert "none: " in await northwind.say("U_DANA", "channels", where=DM)


async def test_a_channel_that_comes_back_is_open_and_its_next_end_is_told_again(northwind, life, home):
    for count in (1, 2):
        await life.archive(home, by="U_TOM")
        await hear(northwind, channels.on_channel_archive)
        assert len(await northwind.posts("U_DANA")) == count
        await life.unarchive(home, by="U_TOM")
        await hear(northwind, channels.on_channel_unarchive)
        assert (await row(northwind)).closed == ""
        await northwind.pass_time(hours=1)


async def test_headway_is_invited_again_and_people_come_and_go_unnoticed(northwind, life, home):
    bot = northwind.slack.world.installation_for(TEAM).bot_user_id
    await life.leave(home, bot)
    await hear(northwind, channels.on_channel_left)
    await life.join(home, bot, invited_by="U_DANA")
    await hear(northwind, channels.on_member_joined_channel)
    assert (await row(northwind)).closed == ""
    await life.leave(home, "U_TOM")
    await hear(northwind, channels.on_member_left_channel)
    await life.join(home, "U_TOM")
    await hear(northwind, channels.on_member_joined_channel)
    assert (await row(northwind)).closed == ""
    assert len(await northwind.posts("U_DANA")) == 1


async def test_an_archived_channel_is_not_opened_by_an_invitation(northwind, life, home):
    await life.archive(home, by="U_TOM")
    await hear(northwind, channels.on_channel_archive)
    await life.join(home, northwind.slack.world.installation_for(TEAM).bot_user_id)
    await hear(northwind, channels.on_member_joined_channel)
    assert (await row(northwind)).closed == "archived"


async def test_a_new_name_is_known(northwind, life, home):
    await life.rename(home, "northwind-2027")
    await hear(northwind, channels.on_channel_rename)
    assert "#northwind-2027" in await northwind.say("U_DANA", "channels", where=DM)


@pytest.mark.parametrize("is_known_already", [False, True])
async def test_everything_follows_a_channel_to_its_new_id(northwind, life, home, is_known_already):
    listed = await northwind.ask("U_DANA", "kpi list")
    assert isinstance(listed, Reply)
    await wait_for(northwind, "daily", conversation=HOME)
    await life.change_id(home)
    if is_known_already:
        await look(northwind, home.id)
    await hear(northwind, channels.on_channel_id_changed)
    (lives,) = await northwind.rows(EngagementChannel)
    assert lives.conversation == home.id
    assert [one.external_id for one in await northwind.rows(Channel)] == [home.id]
    (post,) = await northwind.rows(OutboxPost, OutboxPost.key == "daily")
    assert (post.target, post.address["conversation"]) == (f"slack/{TEAM}/{home.id}", home.id)
    assert await northwind.rows(Offer, Offer.conversation == HOME) == []
    assert "Northwind Ltd" in await northwind.say("U_DANA", "card", where=home.id)


async def test_the_channels_of_an_engagement_are_listed_for_its_members(northwind):
    said = await northwind.say("U_TOM", "channels", where=CHANNEL)
    assert "#northwind" in said
    assert "nobody from outside" in said
    assert "No engagement lives in this channel" in await northwind.say(
        "U_TOM", "channels", where=FREE_CHANNEL
    )
