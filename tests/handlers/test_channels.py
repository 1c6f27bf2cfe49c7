"""Where an engagement lives, as its members see it."""

import pytest
from sqlalchemy import update

from domain.plain_text import plain_text
from handlers.channels import name_of, who_reads
from storage import channels
from storage.channels import Seen
from storage.tables import Channel, EngagementChannel, Workspace
from tests.handlers.play import CHANNEL, FREE_CHANNEL, button, labels


async def test_a_channel_of_which_nothing_is_known_is_listed_too(northwind):
    said = await northwind.say("U_TOM", "channels")
    assert "#northwind" in said
    assert "nobody from outside" in said
    assert labels(await northwind.ask("U_DANA", "channels")) == []


@pytest.fixture
async def shared(northwind):
    """Birch reads along in #northwind, and nobody decided yet what to do."""
    async with northwind.database.write() as session:
        channel = await channels.hold(session, workspace_id=1, external_id=CHANNEL)
        seen = Seen(name=CHANNEL, is_shared=True, organisations={"W1": "", "W2": "Birch"}, readers=7)
        channels.describe(channel, seen, now=northwind.now)
        channel.is_paused = True
    return northwind


async def test_who_reads_along_is_listed_with_what_can_be_done(shared):
    listed = await shared.ask("U_DANA", "channels")
    assert "7 members of this workspace and Birch read along in #northwind." in plain_text(listed)
    assert "held back" in plain_text(listed)
    assert labels(listed) == ["Post in #northwind"]
    assert "I post in #northwind as before" in await shared.press("U_DANA", "Post in #northwind")
    again = await shared.ask("U_DANA", "channels")
    assert labels(again) == ["Keep quiet in #northwind"]
    assert "I stay quiet in #northwind" in await shared.press("U_DANA", "Keep quiet in #northwind")


async def test_a_decision_about_a_channel_where_the_engagement_lives_no_more_changes_nothing(shared):
    listed = await shared.ask("U_DANA", "channels")
    await shared.change(update(EngagementChannel).values(conversation=FREE_CHANNEL))
    said = await shared.click("U_DANA", button(listed, "Post in #northwind"), where=FREE_CHANNEL)
    assert "does not live in that channel any more" in said
    assert (await shared.rows(Channel))[0].is_paused


async def test_somebody_who_is_no_lead_any_more_decides_nothing(shared):
    listed = await shared.ask("U_DANA", "channels")
    await shared.say("U_DANA", "members role @Tom Hale director")
    await shared.say("U_TOM", "members role @Dana Reed team")
    said = await shared.click("U_DANA", button(listed, "Post in #northwind"))
    assert said.startswith("Only a fractional CMO or marketing director")
    assert (await shared.rows(Channel))[0].is_paused


@pytest.mark.parametrize(
    ("name", "conversation", "shown"),
    [("northwind", "C1", "#northwind"), ("#x", "C1", "#x"), ("", "#console", "#console"), ("", "C1", "")],
)
def test_a_channel_is_called_as_people_call_it(name, conversation, shown):
    assert name_of(Channel(name=name, external_id=conversation), conversation) == shown


def test_who_reads_is_said_even_where_little_is_known():
    workspace = Workspace(external_id="T1", name="Northwind", organisation="")
    here = Channel(name="", external_id="C1", readers=0, organisations=[])
    assert who_reads(here, workspace) == "People of this workspace read along there."
    both = [{"id": "T1", "name": ""}, {"id": "T2", "name": ""}, {"id": "T3", "name": "Birch"}]
    here = Channel(name="x", external_id="C1", readers=3, organisations=both)
    assert who_reads(here, workspace) == (
        "3 members of Northwind, Birch and another organisation read along in #x."
    )
