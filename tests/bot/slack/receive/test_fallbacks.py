"""Where the first way of answering fails, there is another one: nobody is left before a window that waits."""

import pytest
from sqlalchemy import func, select

from storage.tables import Feedback
from tests.bot.slack.receive.test_late import slow  # noqa: F401 - a fixture
from tests.late import finished
from tests.scenarios.reading import read_view
from tests.scenarios.stage import CHANNEL, DM
from tests.slack.delivery import HoldingTransport
from tests.slack.person import person

SAID: dict[str, str | list[str] | None] = {
    "text": "Too many meetings",
    "sentiment": "negative",
    "source": "team",
    "anonymous": ["yes"],
}


async def test_a_window_that_cannot_be_filled_at_once_is_filled_at_the_second_try(northwind):
    northwind.slack.faults.fail("views.update", status=503)
    assert (await northwind.say("U_DANA", "kpi")).has_form


@pytest.mark.parametrize(("error", "times"), [("not_found", 1), ("internal_error", 2)])
async def test_a_form_whose_window_cannot_be_filled_is_offered_by_a_button(northwind, error, times):
    dana = person(northwind.slack, "U_DANA")
    northwind.slack.faults.refuse("views.update", error, times=times)
    assert (await dana.slash_command("/kpi", "", channel=CHANNEL)).is_taken
    assert "Open form" in await opened_by_button(northwind, dana, where=CHANNEL)


async def opened_by_button(stage, dana, *, where):
    """Close what waits, press [Open form], and give what the message with it offered."""
    await dana.close_view(all_of_them=True)
    await stage.app.delivery.deliver(stage.now)
    assert (await dana.click("Open form", where="" if where == DM else where)).is_taken
    assert "Revenue, October 2026" in read_view(dana.modal)
    return str(dana.seen("" if where == DM else where)[-1].blocks)


async def test_the_choice_of_a_client_leads_to_the_form_though_the_trigger_died(northwind):
    dana = person(northwind.slack, "U_DANA")
    await northwind.second_client("birch", "Birch")
    await northwind.say("U_DANA", "kpi", where=DM)
    northwind.slack.faults.refuse("views.open", "expired_trigger_id")
    await northwind.press("U_DANA", "Birch", where=DM)
    assert (await dana.click("Open form")).is_taken
    assert "Revenue, October 2026" in read_view(dana.modal)


async def test_anonymous_feedback_that_slack_sends_again_is_told_the_same_and_saved_once(northwind):
    await northwind.say("U_TOM", "feedback")
    real, held = northwind.slack.transport, HoldingTransport()
    northwind.slack.transport = held
    await person(northwind.slack, "U_TOM").submit_view(SAID)
    ((kind, payload),) = held.held
    for _time in range(3):
        assert "without your name" in (await real.send(kind, payload)).body
    async with northwind.app.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Feedback)) == 1


async def test_a_late_answer_finds_the_person_though_its_address_is_dead(slow):  # noqa: F811 - the fixture
    stage, gate = slow
    dana = person(stage.slack, "U_DANA")
    await dana.slash_command("/kpi", "leads 103 sep", channel=CHANNEL)
    stage.slack.world.response_urls.clear()
    gate.set()
    await finished(stage.app)
    await stage.app.delivery.deliver(stage.now)
    assert "Recorded: Qualified leads is 103" in dana.seen(CHANNEL)[-1].text


async def test_an_old_button_is_left_where_it_is_and_nobody_is_named(northwind):
    await northwind.posts("U_TOM")
    northwind.app.clock()
    dana = person(northwind.slack, "U_DANA")
    found = dana.find("Show the card", CHANNEL)
    found.element.body["value"] = "of another year"
    assert (await dana.press(found)).is_taken
    card = next(message for message in dana.seen(CHANNEL) if "Welcome" in message.text)
    assert "Record numbers" in str(card.blocks)
    assert "U_DANA" not in str(card.blocks)
