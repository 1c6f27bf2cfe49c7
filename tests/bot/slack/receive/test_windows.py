"""Windows: opened before anything is looked up, filled after, and never a dead end."""

import asyncio

from bot.slack.render import loading_view
from tests.scenarios.reading import lines_of, read_message, read_view
from tests.scenarios.stage import CHANNEL, DM
from tests.slack.person import person


async def test_a_window_opens_before_the_database_is_asked(northwind):
    dana = person(northwind.slack, "U_DANA")
    gate = northwind.slack.faults.hold("views.update")
    sending = asyncio.create_task(dana.slash_command("/kpi", "", channel=CHANNEL))
    for _look in range(200):
        if dana.modal is not None:
            break
        await asyncio.sleep(0.01)
    assert dana.modal is not None
    assert read_view(dana.modal) == "\n".join(lines_of(loading_view()["blocks"]))
    gate.set()
    assert (await sending).is_taken
    assert "Revenue" in read_view(dana.modal)


async def test_without_a_fresh_trigger_there_is_a_button(northwind):
    dana = person(northwind.slack, "U_DANA")
    northwind.slack.faults.refuse("views.open", "expired_trigger_id")
    seen = await northwind.say("U_DANA", "kpi")
    assert seen.buttons == ("Open form",)
    assert (await dana.click("Open form", where=CHANNEL)).is_taken
    assert dana.modal is not None
    assert "Revenue" in read_view(dana.modal)


async def test_words_in_messages_bring_no_trigger_so_they_get_a_button(northwind):
    seen = await northwind.say("U_DANA", "kpi", where=DM)
    assert seen.buttons == ("Open form",)
    assert (await northwind.press("U_DANA", "Open form", where=DM)).has_form


async def test_a_button_whose_trigger_died_is_answered_in_words(northwind):
    await northwind.say("U_DANA", "kpi", where=DM)
    northwind.slack.faults.refuse("views.open", "expired_trigger_id")
    seen = await northwind.press("U_DANA", "Open form", where=DM)
    assert seen.buttons == ("Open form",)


async def test_who_serves_two_clients_is_asked_in_the_window_and_goes_on_there(northwind):
    dana = person(northwind.slack, "U_DANA")
    await northwind.second_client("birch", "Birch")
    assert (await dana.shortcut("update_kpis")).is_taken
    seen = await northwind.press("U_DANA", "Birch", where=DM)
    assert seen.has_form
    assert "(Birch)" in seen.text or "Birch" in seen.text


async def test_the_result_of_a_form_can_be_undone_in_its_window(northwind):
    await northwind.say("U_DANA", "kpi")
    assert "Undo" in (await northwind.fill("U_DANA", {"revenue:2026-10": "41.5k"})).buttons
    assert "counts as not reported" in (await northwind.press("U_DANA", "Undo")).text


async def test_a_used_button_goes_from_a_channel_and_it_says_who_used_it(northwind):
    dana = person(northwind.slack, "U_DANA")
    await northwind.say("U_TOM", "kpi leads 88 sep", where=DM)
    await northwind.posts("U_DANA", where=DM)
    await northwind.press("U_DANA", "Save", where=DM)
    proposal = next(m for m in dana.seen() if "proposes" in m.text)
    assert "Save" not in str(proposal.blocks)
    assert "Tom Hale proposes" in read_message(proposal)


async def test_a_shortcut_nobody_knows_is_answered_in_its_window(northwind):
    dana = person(northwind.slack, "U_DANA")
    assert (await dana.shortcut("of another day")).is_taken
    assert "don't know this shortcut" in read_view(dana.modal)
