"""Channels of which nobody can say yet who reads them: nothing is posted there until that is known."""

import pytest

from bot.slack import channels
from domain.chat import Form, OpenForm, Say, SubmitForm
from domain.plain_text import plain_text
from storage.tables import Channel, OutboxPost
from tests.bot.slack.channel_steps import (
    HOME,
    LOOK,
    arrive,
    be_silent,
    come_in,
    hear,
    home,
    life,
    look,
    northwind,
    row,
    set_up_in,
    speak,
    stage,
)
from tests.bot.slack.surfaces import Surfaces
from tests.handlers.play import DM, errors, labels
from tests.slack.conftest import OTHER, TEAM

__all__ = ["home", "life", "northwind", "stage"]


async def own_posts(stage: Surfaces, channel: str = HOME) -> list[str]:
    """The keys of what Headway decided to post in the channel by itself, welcome and numbers."""
    rows = await stage.rows(OutboxPost, OutboxPost.target == f"slack/{TEAM}/{channel}")
    return [post.key.partition("/")[0] for post in rows]


@pytest.mark.parametrize("trouble", ["drop", "fail", "limit"])
async def test_where_slack_does_not_answer_it_stays_unknown_who_reads_the_channel(stage, trouble):
    # A connection that breaks is tried again by aiohttp, since looking changes nothing.
    getattr(stage.slack.faults, trouble)(LOOK, times=4)
    await look(stage)
    assert ((await row(stage)).looked_at, (await row(stage)).is_paused) == (None, True)
    await look(stage, "D0123")
    assert len(await stage.rows(Channel)) == 1


async def test_a_channel_of_which_slack_says_nothing_is_not_posted_in_and_nobody_claims_to_know_it(stage):
    be_silent(stage)
    done = plain_text(await set_up_in(stage))
    assert "I can't tell yet who reads this channel" in done
    assert "I am posting" not in done
    await stage.say("U_DANA", "kpi leads 7 sep")
    assert await own_posts(stage) == []
    listed = await stage.ask("U_DANA", "channels")
    assert "I can't tell yet who reads it" in plain_text(listed)
    assert "held back" in plain_text(listed)
    assert "nobody from outside" not in plain_text(listed)
    assert HOME not in plain_text(listed)


async def test_once_it_is_known_that_nobody_else_reads_it_the_welcome_card_comes_once(stage):
    be_silent(stage)
    await set_up_in(stage)
    speak(stage)
    for _again in range(2):
        await arrive(stage, Say(text="status"))
    assert await own_posts(stage) == ["welcome"]
    assert not (await row(stage)).is_paused
    await stage.say("U_DANA", "kpi leads 7 sep")
    assert "day" in await own_posts(stage)


async def test_a_channel_that_turns_out_to_be_shared_is_asked_about_before_anything_is_posted(stage, home):
    home.shared_with.add(OTHER)
    be_silent(stage)
    await set_up_in(stage)
    speak(stage)
    await arrive(stage, Say(text="status"))
    (asked,) = await stage.posts("U_DANA")
    assert "is shared with another organisation now" in plain_text(asked)
    assert await own_posts(stage) == []
    await stage.say("U_DANA", "kpi leads 7 sep")
    assert await own_posts(stage) == []
    await stage.click("U_DANA", next(button.id for button in asked.buttons), where=DM)
    assert await own_posts(stage) == ["welcome"]


async def test_the_lead_may_let_posts_go_where_slack_never_says_who_reads(stage, home):
    be_silent(stage)
    await set_up_in(stage)
    listed = await stage.ask("U_DANA", "channels")
    assert labels(listed) == ["Post in the channel"]
    assert "I can't tell yet who reads it" in await stage.press("U_DANA", "Post in the channel")
    await arrive(stage, Say(text="status"))
    assert (await own_posts(stage), (await row(stage)).is_paused) == (["welcome"], False)
    speak(stage)
    home.shared_with.add(OTHER)
    await arrive(stage, Say(text="status"))
    assert (await row(stage)).is_paused
    assert len(await stage.posts("U_DANA")) == 1


async def test_a_channel_that_is_known_as_shared_only_when_the_form_is_sent_is_not_set_up(stage, home):
    home.shared_with.add(OTHER)
    be_silent(stage)
    await arrive(stage, Say(text="setup"))
    form = await stage.ask("U_DANA", "setup")
    assert isinstance(form, Form)
    speak(stage)
    await arrive(stage, SubmitForm(form=form.id, values={}))
    wrong = await stage.send("U_DANA", form, name="Northwind Ltd")
    assert "type `setup` once more" in errors(wrong)["shared"]
    again = await stage.ask("U_DANA", "setup")
    assert isinstance(again, Form)
    assert again.fields[0].name == "shared"


async def test_a_form_of_something_else_makes_nobody_look_at_a_channel(stage):
    await arrive(stage, OpenForm(form="feedback"))
    assert stage.slack.called(LOOK) == []


async def test_old_knowledge_is_renewed_behind_a_request_and_new_readers_are_asked_about(northwind, home):
    home.shared_with.add(OTHER)
    await northwind.pass_time(hours=23)
    await arrive(northwind, Say(text="status"))
    assert await northwind.posts("U_DANA") == []
    await northwind.pass_time(hours=1)
    await arrive(northwind, Say(text="status"))
    assert len(await northwind.posts("U_DANA")) == 1
    assert (await row(northwind)).is_paused


async def test_old_knowledge_serves_while_slack_is_silent(northwind):
    be_silent(northwind)
    await northwind.pass_time(days=2)
    await arrive(northwind, Say(text="status"))
    now = await row(northwind)
    assert (now.is_paused, now.looked_at is None) == (False, False)


async def test_an_engagement_that_was_brought_by_a_file_is_quiet_until_its_channel_is_known(stage):
    await stage.set_up()
    be_silent(stage)
    await arrive(stage, Say(text="status"))
    assert (await row(stage)).is_paused
    speak(stage)
    await arrive(stage, Say(text="status"))
    assert not (await row(stage)).is_paused
    assert await own_posts(stage) == ["welcome"]


async def test_a_request_does_not_wait_for_slack_and_many_at_once_look_once(northwind):
    await northwind.pass_time(days=2)
    before = len(northwind.slack.called(LOOK))
    gate = northwind.slack.faults.hold(LOOK)
    for _each in range(5):
        await come_in(northwind, Say(text="status"))
    assert northwind.edge.looking == {(TEAM, HOME)}
    gate.set()
    await northwind.edge.background.drain(seconds=5)
    assert len(northwind.slack.called(LOOK)) == before + 1


@pytest.mark.parametrize("channel", ["C_AWAY", "C_SECRET"])
async def test_where_headway_is_no_member_it_says_so_and_the_card_comes_with_the_invitation(
    stage, life, channel
):
    done = plain_text(await set_up_in(stage, channel))
    assert "invite me with `/invite @Headway`" in done
    assert "I am posting" not in done
    assert "none: I am not in it" in await stage.say("U_DANA", "channels", where=channel)
    assert (await own_posts(stage, channel), await stage.posts("U_DANA")) == ([], [])
    bot = stage.slack.world.installation_for(TEAM).bot_user_id
    await life.join(stage.slack.world.channels[channel], bot, invited_by="U_DANA")
    await hear(stage, channels.on_member_joined_channel)
    assert await own_posts(stage, channel) == ["welcome"]
    assert await stage.posts("U_DANA") == []


async def test_a_private_channel_that_is_shared_is_asked_about_when_headway_joins(stage, life):
    secret = stage.slack.world.channels["C_SECRET"]
    secret.shared_with.add(OTHER)
    await set_up_in(stage, "C_SECRET")
    await life.join(secret, stage.slack.world.installation_for(TEAM).bot_user_id)
    await hear(stage, channels.on_member_joined_channel)
    (asked,) = await stage.posts("U_DANA")
    assert "is shared with another organisation now" in plain_text(asked)
    assert await own_posts(stage, "C_SECRET") == []


async def test_an_invitation_while_slack_is_silent_opens_nothing_yet(stage, life):
    away = stage.slack.world.channels["C_AWAY"]
    await set_up_in(stage, "C_AWAY")
    be_silent(stage)
    away.shared_with.add(OTHER)
    await life.join(away, stage.slack.world.installation_for(TEAM).bot_user_id)
    await hear(stage, channels.on_member_joined_channel)
    assert ((await row(stage, "C_AWAY")).closed, await own_posts(stage, "C_AWAY")) == ("", [])
    speak(stage)
    await arrive(stage, Say(text="status"), channel="C_AWAY")
    assert await own_posts(stage, "C_AWAY") == []
    assert len(await stage.posts("U_DANA")) == 1


async def test_an_invitation_that_slack_told_nobody_about_is_found_by_the_next_request(stage):
    await set_up_in(stage, "C_AWAY")
    stage.slack.world.channels["C_AWAY"].members.add(stage.slack.world.installation_for(TEAM).bot_user_id)
    await arrive(stage, Say(text="status"), channel="C_AWAY")
    assert await own_posts(stage, "C_AWAY") == ["welcome"]


async def test_an_engagement_that_was_undone_gets_no_welcome_card(stage, life):
    await set_up_in(stage, "C_AWAY")
    await stage.press("U_DANA", "Undo", where="C_AWAY")
    await life.join(
        stage.slack.world.channels["C_AWAY"], stage.slack.world.installation_for(TEAM).bot_user_id
    )
    await hear(stage, channels.on_member_joined_channel)
    assert await own_posts(stage, "C_AWAY") == []


async def test_a_channel_that_got_a_new_id_by_being_shared_is_looked_at(northwind, life, home):
    home.shared_with.add(OTHER)
    await life.change_id(home)
    await look(northwind, home.id)
    await hear(northwind, channels.on_channel_id_changed)
    assert (await row(northwind, home.id)).is_paused
    assert len(await northwind.posts("U_DANA")) == 1
