"""Somebody who is removed while a round is open: what the lead hears, and what is still sent and counted."""

from handlers import DECIDERS
from handlers.morning import add_item
from handlers.troubles import tell_ended
from scheduler.firing import Firing
from tests.handlers.checkins.rounds import go_on, in_channel
from tests.handlers.morning.steps import messages
from tests.handlers.occurring import at, reasons
from tests.handlers.play import DM


async def test_whoever_is_removed_is_counted_and_reminded_no_more(asked):
    for what in ("the brief", "the page"):
        await asked.say("U_TOM", f"action add {what} by friday", where=DM)
    await asked.say("U_TOM", "blocker add waiting for legal", where=DM)
    asked.now = at("2026-11-24 09:30")
    firing = Firing(database=asked.database, deciders=DECIDERS, add_item=add_item, tell_ended=tell_ended)
    await firing.fire(asked.now)
    said = await asked.say("U_DANA", "members remove @Tom Hale")
    assert "Tom Hale still has 2 open actions (`action list`) and 1 open blocker (`blockers`)." in said
    assert "0 of 2 have answered." in await in_channel(asked)
    ended = [(post.state, post.reason) for post in await messages(asked, "U_TOM")]
    assert ended == [("cancelled", "the person does not belong to the engagement any more")]
    await go_on(asked, "2026-11-25 09:30")
    assert sorted(state for state, _reason in await reasons(asked, "checkin_reminder")) == [
        "cancelled",
        "sent",
        "sent",
    ]


async def test_undone_they_are_counted_again(asked):
    await asked.say("U_DANA", "members remove @Tom Hale")
    assert "0 of 2 have answered." in await in_channel(asked)
    await asked.press("U_DANA", "Undo")
    assert "0 of 3 have answered." in await in_channel(asked)
    await asked.say("U_DANA", "members role @Tom Hale observer")
    assert "0 of 2 have answered." in await in_channel(asked)
