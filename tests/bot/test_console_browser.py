"""The console in a real browser: talking, by keyboard and by pointer, and what others see of it."""

import re

import pytest
from playwright.async_api import expect

from domain.chat import (
    Click,
    Say,
    reply,
)
from storage import console
from storage.console import NewMessage
from tests.bot.console_story import go, post_with_button, say
from tests.browser import NOON, page_of

pytest_plugins = ["tests.bot.console_fixtures"]

# One browser serves the whole module, so all of it shares one loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_newcomer_is_told_what_to_type_and_what_they_say_survives_a_reload(page, room):
    await expect(page.locator(".empty")).to_contain_text("Type setup to begin")
    await say(page, "kpi leads 103")
    await expect(page.locator("article")).to_have_count(2)
    await expect(page.locator("article").last).to_contain_text("Recorded.")
    await expect(page.locator("#words")).to_have_value("")
    await page.reload()
    await expect(page.locator("article")).to_have_count(2)
    await expect(page.locator("#title")).to_have_text("#general")
    assert room.ask.requests[0].sender.account == "U_AYA"


async def test_shift_enter_starts_a_line_and_markup_stays_text(page):
    await page.fill("#words", "<b>one</b>")
    await page.press("#words", "Shift+Enter")
    await page.keyboard.type("two")
    await page.press("#words", "Enter")
    await expect(page.locator("article .words").first).to_have_text("<b>one</b>\ntwo")
    assert await page.locator("article .words b").count() == 0


async def test_commands_are_completed_by_keyboard_and_enter_sends_what_stands_there(page, room):
    await page.locator("#words").press_sequentially("kp")
    options = page.locator("#completions [role=option]")
    await expect(options).to_have_count(3)
    await page.keyboard.press("Escape")
    await expect(page.locator("#completions")).to_be_hidden()
    await page.keyboard.type("i ")
    await expect(options).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#words")).to_have_attribute("aria-activedescendant", "c1")
    await page.keyboard.press("Enter")
    await expect(page.locator("#words")).to_have_value("kpi why ")
    await page.fill("#words", "set")
    await page.keyboard.press("Tab")
    await expect(page.locator("#words")).to_have_value("setup ")
    await page.fill("#words", "hel")
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_have_count(2)
    assert room.ask.requests[0].act == Say(text="hel", is_addressed=False)


async def test_people_are_completed_and_sent_as_mentions(page, room):
    await page.locator("#words").press_sequentially("ask @ma")
    await page.keyboard.press("Tab")
    await expect(page.locator("#words")).to_have_value("ask @Maren Holt ")
    await page.keyboard.press("Enter")
    await expect(page.locator("article .words").first).to_have_text("ask @Maren Holt")
    assert room.ask.requests[0].act == Say(text="ask <@U_MAREN>", is_addressed=False)


async def test_a_button_is_pressed_once_and_live_updates_reach_the_other_page(page, browser, room):
    async with page_of(browser) as (other, problems):
        await go(other, room, "U_JONAS")
        await post_with_button(room)
        undo = page.get_by_role("button", name="Undo")
        await expect(undo).to_be_visible()
        await expect(other.get_by_role("button", name="Undo")).to_be_visible()
        await undo.focus()
        await page.keyboard.press("Enter")
        await expect(other.locator("article").last).to_contain_text("Undone.")
        await expect(page.locator("article").last).to_contain_text("Undone.")
        assert len([r for r in room.ask.requests if isinstance(r.act, Click)]) == 1
        assert problems == []


async def test_only_the_asker_sees_what_is_for_the_asker(page, browser, room):
    room.ask.answer = lambda _request: reply("You owe two numbers.")
    await say(page, "due")
    await expect(page.locator("article").last).to_contain_text("Only you can see this")
    async with page_of(browser) as (other, _problems):
        await go(other, room, "U_JONAS")
        await expect(other.locator("article")).to_have_count(1)


async def test_people_and_channels_are_chosen_and_stay_in_the_address(page, room):
    await page.get_by_role("link", name="#alder-clinics").click()
    await expect(page.locator("#title")).to_have_text("#alder-clinics")
    await expect(page).to_have_url(re.compile(r"as=U_AYA&in=%23alder-clinics"))
    await page.get_by_label("Speaking as").select_option(label="Jonas Weber")
    await expect(page).to_have_url(re.compile(r"as=U_JONAS"))
    await page.get_by_role("link", name="Headway").click()
    await expect(page).to_have_url(re.compile(r"in=dm%3AU_JONAS"))
    await say(page, "hello")
    await expect(page.locator("article")).to_have_count(2)
    assert room.ask.requests[0].address.is_direct
    await page.go_back()
    await expect(page.locator("#title")).to_have_text("#alder-clinics")


async def test_a_long_text_is_folded_can_be_opened_and_stays_open(page, room):
    await say(page, "words and " * 4000)
    fold = page.locator(".fold")
    await expect(fold).to_be_visible()
    assert await fold.evaluate("e => e.clientHeight") < 400
    await page.get_by_role("button", name="Show all").click()
    await post_with_button(room)
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    await expect(page.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    assert await fold.evaluate("e => e.clientHeight") > 1000


async def test_a_tall_reply_is_read_from_its_beginning(page, room):
    room.ask.answer = lambda _request: reply(*(f"Line {number}." for number in range(60)), everyone=True)
    await say(page, "help")
    await expect(page.get_by_text("help", exact=True)).to_be_in_viewport()
    await expect(page.get_by_text("Line 0.")).to_be_in_viewport()
    await say(page, "help")
    await expect(page.get_by_text("Line 0.").last).to_be_in_viewport()


async def click_until(page, name, *, articles):
    """Press as a person does, again where the page was just being drawn anew."""
    for _try in range(3):
        await page.get_by_role("button", name=name).click()
        try:
            await expect(page.locator("article")).to_have_count(articles, timeout=4000)
        except AssertionError:
            continue
        return
    await expect(page.locator("article")).to_have_count(articles)


async def test_earlier_messages_are_loaded_without_losing_the_place(page, room):
    async with room.database.write() as session:
        for number in range(150):
            message = NewMessage(
                conversation="#general", key=f"k{number}", author="U_JONAS", text=f"no {number}."
            )
            await console.add_message(session, message, now=NOON)
    await page.reload()
    await expect(page.locator("article")).to_have_count(100)
    await click_until(page, "Earlier messages", articles=150)
    await expect(page.locator("#earlier")).to_be_hidden()
