"""Somebody of another company in a shared channel: no commands, no Home, and mentions are enough."""

import pytest

from tests.scenarios.reading import read_message, read_view
from tests.scenarios.stage import CHANNEL
from tests.slack.person import person
from tests.slack.things import Channel, User

OUTSIDE = "I can only talk about the engagement you belong to here."


@pytest.fixture
async def shared(northwind):
    """#northwind, shared with Elsewhere, where Sam works."""
    world = northwind.slack.world
    world.add_team("T0ELSEWHERE", "Elsewhere")
    world.add_user(User("U_SAM", "sam", "Sam Strange", "T0ELSEWHERE"))
    world.channels["C_NORTHWIND"].shared_with.add("T0ELSEWHERE")
    world.channels["C_NORTHWIND"].members.add("U_SAM")
    northwind.mentions = True
    return northwind


async def test_a_stranger_reads_and_writes_nothing_until_the_lead_adds_them(shared):
    for text in ("status", "kpi leads 3", "members", "history"):
        assert (await shared.say("U_SAM", text)).text == OUTSIDE
    added = await shared.say("U_DANA", "members add <@U_SAM> team")
    assert "Sam Strange belongs to Northwind Ltd now" in added.text
    assert "is proposed" in (await shared.say("U_SAM", "kpi leads 88 sep")).text


async def test_a_stranger_fills_a_form_by_a_button(shared):
    sam = person(shared.slack, "U_SAM")
    await shared.say("U_DANA", "members add <@U_SAM> team")
    seen = await shared.say("U_SAM", "feedback")
    assert seen.buttons == ("Open form",)
    assert (await sam.click("Open form", where=CHANNEL)).is_taken
    saved = await shared.fill("U_SAM", {"text": "Too slow", "sentiment": "negative", "source": "team"})
    assert "Feedback 1 is saved" in saved.text


async def test_what_a_stranger_is_answered_nobody_else_sees(shared):
    await shared.say("U_DANA", "members add <@U_SAM> team")
    await shared.say("U_SAM", "kpi list")
    seen_by_tom = "\n".join(read_message(m) for m in person(shared.slack, "U_TOM").seen(CHANNEL))
    assert "Qualified leads" in "\n".join(
        read_message(m) for m in person(shared.slack, "U_SAM").seen(CHANNEL) if m.seen_by == "U_SAM"
    )
    assert "not reported" not in seen_by_tom


async def test_a_message_is_saved_as_feedback_where_no_engagement_lives(northwind):
    world, dana = northwind.slack.world, person(northwind.slack, "U_DANA")
    crowd = {"U_DANA", "U_TOM", dana.made.bot_user_id}
    world.add_channel(Channel("C_RANDOM", "random", "T0NORTHWIND", "public", crowd))
    await person(northwind.slack, "U_TOM").message("#random", "The returns form took 20 minutes")
    said = dana.seen("#random")[-1]
    assert (await dana.message_action("save_as_feedback", said)).is_taken
    assert "The returns form took 20 minutes" in str(dana.modal.body if dana.modal else "")
    sent = await dana.submit_view({"sentiment": "negative", "source": "customer"})
    assert sent.is_sent
    assert "Feedback 1 is saved" in read_view(dana.modal)
