"""Channels that another organisation reads along in: confirmed, asked about, kept quiet."""

import pytest

from bot.slack import channels
from domain.chat import Form, Reply
from domain.plain_text import plain_text
from storage.channels import is_fresh
from storage.tables import HistoryEvent
from tests.bot.slack.channel_steps import LOOK, hear, home, life, look, northwind, row, stage, told
from tests.bot.slack.surfaces import Surfaces
from tests.handlers.play import DM, errors, labels
from tests.slack.conftest import OTHER, TEAM
from tests.slack.lifecycle import Lifecycle
from tests.slack.state import LEAST_SCOPES
from tests.slack.things import Channel as Place

__all__ = ["home", "life", "northwind", "stage"]


async def test_a_shared_channel_is_confirmed_in_the_setup(stage, home):
    home.shared_with.add(OTHER)
    await look(stage)
    form = await stage.ask("U_DANA", "setup")
    assert isinstance(form, Form)
    who = "4 members of this workspace and another organisation read along in #northwind."
    assert who in form.intro
    assert form.fields[0].name == "shared"
    assert form.fields[0].is_required
    assert form.fields[0].value == ()
    wrong = await stage.fill("U_DANA", name="Northwind Ltd")
    assert errors(wrong)["shared"] == "Please pick one."
    wrong = await stage.fill("U_DANA", name="Northwind Ltd", shared="elsewhere")
    assert "Nothing was set up here" in errors(wrong)["shared"]
    done = await stage.fill("U_DANA", name="Northwind Ltd", shared="here")
    assert "Northwind Ltd is set up" in plain_text(done)
    kept = await row(stage)
    assert (kept.confirmed_at, kept.is_paused) == (stage.now, False)
    assert kept.confirmed_by is not None
    assert who in (await stage.say("U_DANA", "history"))
    await stage.pass_time(days=2)
    await look(stage)
    assert await stage.posts("U_DANA") == []


async def test_the_names_of_organisations_are_asked_for_where_the_scopes_let_us(stage, home):
    stage.slack.world.install(TEAM, scopes={*LEAST_SCOPES, "team:read"})
    stage.edge = stage.process()
    home.shared_with.add(OTHER)
    await look(stage)
    names = [one["name"] for one in (await row(stage)).organisations]
    assert names == ["Elsewhere", "Northwind"]


async def test_a_channel_that_others_do_not_read_needs_no_confirmation(stage):
    await look(stage)
    form = await stage.ask("U_DANA", "setup")
    assert isinstance(form, Form)
    assert "shared" not in {field.name for field in form.fields}


async def share(stage: Surfaces, life: Lifecycle, home: Place) -> Reply:
    await life.share(home, OTHER)
    await hear(stage, channels.on_channel_shared)
    (asked,) = await stage.posts("U_DANA")
    return asked


async def test_when_a_channel_becomes_shared_posts_wait_and_the_lead_is_asked_once(northwind, life, home):
    asked = await share(northwind, life, home)
    said = plain_text(asked)
    assert "#northwind, the channel of Northwind Ltd, is shared with another organisation now." in said
    assert "4 members of this workspace and another organisation" in said
    assert labels(asked) == ["Keep it here", "Keep quiet there"]
    assert (await row(northwind)).is_paused
    assert await northwind.posts("U_TOM") == []
    keep = next(button.id for button in asked.buttons)
    assert "I post in #northwind as before." in await northwind.click("U_DANA", keep, where=DM)
    kept = await row(northwind)
    assert (kept.is_paused, kept.confirmed_at) == (False, northwind.now)
    await hear(northwind, channels.on_channel_shared)
    assert not (await row(northwind)).is_paused
    assert len(await northwind.posts("U_DANA")) == 1


async def test_when_yet_another_organisation_comes_the_lead_is_asked_again(northwind, life, home):
    asked = await share(northwind, life, home)
    await northwind.click("U_DANA", next(button.id for button in asked.buttons), where=DM)
    northwind.slack.world.add_team("T0THIRD", "Third")
    await life.share(home, "T0THIRD")
    await hear(northwind, channels.on_channel_shared)
    assert (await row(northwind)).is_paused
    assert len(await northwind.posts("U_DANA")) == 2


async def test_the_lead_may_keep_it_quiet_and_change_their_mind(northwind, life, home):
    asked = await share(northwind, life, home)
    quiet = [button.id for button in asked.buttons][1]
    assert "I stay quiet in #northwind" in await northwind.click("U_DANA", quiet, where=DM)
    listed = await northwind.ask("U_DANA", "channels", where=DM)
    assert "held back" in plain_text(listed)
    assert labels(listed) == ["Post in #northwind"]
    assert "as before" in await northwind.press("U_DANA", "Post in #northwind", where=DM)
    assert not (await row(northwind)).is_paused
    whats = [event.what for event in await northwind.rows(HistoryEvent) if event.subject == "settings"]
    assert whats[0] == "holds back posts in #northwind, which is shared"
    assert whats[1].startswith("keeps posts in #northwind, which is shared. 4 members of")


async def test_only_a_lead_decides_about_a_shared_channel(northwind, life, home):
    asked = await share(northwind, life, home)
    keep = next(button.id for button in asked.buttons)
    assert "offered to somebody else" in await northwind.click("U_TOM", keep, where=DM)
    assert labels(await northwind.ask("U_TOM", "channels")) == []


@pytest.mark.parametrize("is_away", [False, True])
async def test_when_nobody_else_reads_it_any_more_everything_is_as_before(northwind, life, home, is_away):
    asked = await share(northwind, life, home)
    await life.unshare(home, OTHER)
    if is_away:
        northwind.slack.faults.fail(LOOK, times=2)
    await hear(northwind, channels.on_channel_unshared)
    now = await row(northwind)
    assert (now.is_shared, now.is_paused, now.organisations) == (False, False, [])
    keep = next(button.id for button in asked.buttons)
    assert "not shared with others any more" in await northwind.click("U_DANA", keep, where=DM)


async def test_an_event_is_believed_where_slack_does_not_answer(northwind, life, home):
    await life.share(home, OTHER)
    northwind.slack.faults.fail(LOOK, times=2)
    await hear(northwind, channels.on_channel_shared)
    now = await row(northwind)
    assert (now.is_shared, now.is_paused, is_fresh(now, northwind.now)) == (True, True, False)
    assert "4 members of another organisation read along" in await told(northwind)
    await look(northwind)
    assert len(await northwind.posts("U_DANA")) == 1
    assert (await row(northwind)).readers == 4
