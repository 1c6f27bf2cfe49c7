"""The console in a real browser: forms and files, and what happens when Headway is away."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Route, expect

from bot.console.routes import CONSOLE
from domain.chat import (
    SubmitForm,
)
from tests.bot.console_story import say
from tests.browser import console_room

pytest_plugins = ["tests.bot.console_fixtures"]

# One browser serves the whole module, so all of it shares one loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_form_shows_its_errors_at_the_field_and_keeps_what_was_entered(page):
    await say(page, "kpi")
    await expect(page.get_by_role("dialog", name="Numbers")).to_be_visible()
    await expect(page.locator("#f-leads")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#f-leads-error")).to_have_text("Please fill this in.")
    await expect(page.locator("dialog .summary")).to_be_focused()
    await page.get_by_role("link", name="Leads").click()
    await page.keyboard.type("many")
    await page.keyboard.press("Enter")
    await expect(page.locator("#f-leads-error")).to_have_text("I could not read that number.")
    await expect(page.locator("dialog .summary")).to_be_focused()
    leads = page.get_by_label("Leads")
    await expect(leads).to_have_value("many")
    await expect(leads).to_have_attribute("aria-invalid", "true")
    await expect(leads).to_have_accessible_description("like 41.5k I could not read that number.")


async def test_a_filled_form_is_sent_whole_and_what_is_off_the_record_passes_by(page, room):
    await say(page, "kpi")
    await page.get_by_label("Leads").fill("103")
    await page.get_by_placeholder("Filter 14 choices").fill("money")
    await page.get_by_label("Number 9").check()
    await expect(page.locator("dialog .count")).to_have_text("2 chosen")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("dialog")).to_be_hidden()
    await expect(page.locator(".notice")).to_contain_text("Kept without your name.")
    await expect(page.locator("article")).to_have_count(0)
    sent = room.ask.requests[-1].act
    assert isinstance(sent, SubmitForm)
    assert sent.values["leads"] == ("103",)
    assert sent.values["kpis"] == ("k1", "k9")
    assert sent.values["sure"] == ("y",)
    assert sent.values["note"] == ("",)


async def test_escape_closes_a_form_and_focus_goes_back(page):
    await say(page, "kpi")
    await expect(page.locator("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_be_hidden()
    await expect(page.locator("#words")).to_be_focused()


async def test_when_headway_is_away_a_form_says_so_keeps_everything_and_the_next_try_is_the_same_act(
    page, room
):
    await say(page, "kpi")
    await page.get_by_label("Leads").fill("103")
    posted: list[Any] = []

    async def cut(route: Route) -> None:
        posted.append(route.request.post_data_json)
        await (route.abort() if len(posted) == 1 else route.continue_())

    await page.route("**/console/act", cut)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("dialog .summary")).to_contain_text("cannot be reached")
    await expect(page.get_by_label("Leads")).to_have_value("103")
    await expect(page.get_by_role("button", name="Save")).to_be_enabled()
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".notice")).to_contain_text("Kept")
    assert posted[0]["key"] == posted[1]["key"]


async def test_a_newcomer_and_a_channel_are_added(page):
    await page.get_by_role("button", name="New person").click()
    await page.get_by_label("Name").fill("aya")
    await page.keyboard.press("Enter")
    await expect(page.locator("#f-name-error")).to_contain_text("There is a Aya already.")
    await page.get_by_label("Name").fill("Zoë")
    await page.keyboard.press("Enter")
    await expect(page.locator("#person")).to_have_value("U_ZOE")
    await page.get_by_role("button", name="New channel").click()
    await page.get_by_label("Name").fill("Birch")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("#birch")


async def test_a_file_is_sent_with_the_button_and_too_large_a_one_is_not(page, room):
    await page.set_input_files("#file", {"name": "a.json", "mimeType": "application/json", "buffer": b"{}"})
    await expect(page.locator("article").last).to_contain_text("I read 2 bytes.")
    large = {"name": "b.json", "mimeType": "application/json", "buffer": b"x" * (1024 * 1024 + 1)}
    await page.set_input_files("#file", large)
    await expect(page.get_by_role("alert")).to_contain_text("larger than 1 MB")


async def test_a_file_that_takes_a_while_is_said_to_be_read(page):
    async def slowly(route):
        await asyncio.sleep(1)
        await route.continue_()

    await page.route("**/console/upload", slowly)
    await page.set_input_files("#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    await expect(page.locator(".notice")).to_contain_text("Reading the file")
    await expect(page.locator("article").first).to_contain_text("Sent the file a.csv")
    await expect(page.locator(".notice")).to_have_count(0)


async def test_a_file_can_be_dropped_onto_the_conversation(page):
    transfer = await page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['{}'], 'drop.json')); return t; }"
    )
    await page.dispatch_event("#log", "dragenter", {"dataTransfer": transfer})
    await expect(page.locator("#drop")).to_be_visible()
    await page.dispatch_event("#log", "drop", {"dataTransfer": transfer})
    await expect(page.locator("article").first).to_contain_text("Sent the file drop.json")
    await expect(page.locator("#drop")).to_be_hidden()


async def test_words_that_were_not_sent_stay_and_are_sent_once(page, room):
    await page.route("**/console/act", lambda route: route.abort())
    await say(page, "kpi leads 103")
    await expect(page.get_by_role("alert")).to_contain_text("Not sent")
    await expect(page.locator("#words")).to_have_value("kpi leads 103")
    await page.unroute("**/console/act")
    await page.press("#words", "Enter")
    await expect(page.locator("article")).to_have_count(2)
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_a_restart_makes_the_token_stale_and_nothing_typed_is_lost(page, room):
    old = room.server.app[CONSOLE]
    await page.evaluate("document.querySelector('meta[name=page-token]').content")
    await page.fill("#words", "still here")
    port = room.server.port
    assert port is not None
    await room.server.close()
    async with console_room(
        room.database.url.replace("headway.db", "again.db"), room.ask, port=port
    ) as again:
        assert again.token != old.token
        await page.press("#words", "Enter")
        await expect(page.locator("article").last).to_contain_text("Recorded.")
        await expect(page.locator("#words")).to_have_value("")
