"""What was undone while posts were held does not stay in the channel afterwards."""

from datetime import timedelta

from tests.scenarios.reading import read_message
from tests.scenarios.stage import CHANNEL, DM, MONDAY
from tests.slack.lifecycle import Lifecycle
from tests.slack.person import person


async def test_a_number_that_was_undone_meanwhile_goes_from_the_days_post(northwind):
    world, dana = northwind.slack.world, person(northwind.slack, "U_DANA")
    world.add_team("T0ELSEWHERE", "Elsewhere")
    await northwind.say("U_DANA", "kpi leads 7 sep")
    channel = world.channels["C_NORTHWIND"]
    assert (await Lifecycle(northwind.slack).share(channel, "T0ELSEWHERE")).is_taken
    assert "counts as not reported" in (await northwind.press("U_DANA", "Undo")).text
    await northwind.app.delivery.deliver(MONDAY + timedelta(minutes=1))
    await northwind.press("U_DANA", "Keep it here", where=DM)
    await northwind.app.delivery.deliver(MONDAY + timedelta(minutes=2))
    posts = [read_message(m) for m in dana.seen(CHANNEL) if "Recorded on" in m.text]
    assert len(posts) == 1
    assert "7, by Dana Reed" not in posts[0]
    assert "taken back" in posts[0]
