"""Who reads a channel is asked before an engagement is set up there, and again when the form is sent."""

import pytest

from tests.scenarios.stage import CHANNEL, DM
from tests.slack.person import person

LOOK = "conversations.info"


@pytest.fixture
async def shared(stage):
    """#northwind, which Elsewhere reads; Slack does not say so while the form is opened."""
    world = stage.slack.world
    world.add_team("T0ELSEWHERE", "Elsewhere")
    world.channels["C_NORTHWIND"].shared_with.add("T0ELSEWHERE")
    # Once while somebody waits, once behind their back.
    stage.slack.faults.refuse(LOOK, "fatal_error", times=2)
    return stage


async def test_a_shared_channel_that_was_not_seen_at_first_is_seen_when_the_form_is_sent(shared):
    dana = person(shared.slack, "U_DANA")
    await shared.say("U_DANA", "setup")
    assert dana.modal is not None
    sent = await dana.submit_view({"name": "Northwind Ltd"})
    assert "This channel is shared with another organisation" in str(sent.errors)
    assert "is shared with another organisation" in (await shared.say("U_DANA", "setup")).text


async def test_a_shared_channel_that_is_seen_after_the_setup_gets_no_post_before_the_lead_agrees(shared):
    shared.slack.faults.refuse(LOOK, "fatal_error", times=2)
    await shared.say("U_DANA", "setup")
    done = await shared.fill("U_DANA", {"name": "Northwind Ltd"})
    assert "I can't tell yet who reads this channel" in done.text
    await shared.say("U_DANA", "kpi leads 7 sep")
    await shared.app.slack.edge.background.drain(seconds=5)
    assert "Welcome: Northwind Ltd" not in await shared.posts("U_DANA")
    assert "is shared with another organisation now" in await shared.posts("U_DANA", where=DM)
    await shared.press("U_DANA", "Keep it here", where=DM)
    welcome = await shared.posts("U_DANA", where=CHANNEL)
    assert "Welcome: Northwind Ltd" in welcome
    assert "Once a week a check-in asks how it goes" in welcome
