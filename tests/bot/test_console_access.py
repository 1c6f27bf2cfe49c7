"""The console in a real browser: narrow and wide, light and dark, by keyboard, and as axe sees it."""

import pytest
from playwright.async_api import expect

from tests.bot.console_story import go, say
from tests.browser import findings, page_of

pytest_plugins = ["tests.bot.console_fixtures"]

# One browser serves the whole module, so all of it shares one loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_everything_can_be_reached_by_keyboard(page):
    await expect(page.locator("#words")).to_be_focused()
    reached = set()
    for _step in range(14):
        await page.keyboard.press("Shift+Tab")
        reached.add(
            await page.evaluate("document.activeElement.id || document.activeElement.innerText.trim()")
        )
        if await page.evaluate("document.activeElement.className") == "skip":
            break
    assert {"attach", "log", "person", "+ New person", "+ New channel", "#general", "Headway"} <= reached
    await expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#words")).to_be_focused()


async def test_a_narrow_page_has_a_drawer_and_never_scrolls_sideways(browser, room):
    async with page_of(browser, width=360) as (page, problems):
        await go(page, room)
        await say(page, "x" * 400)
        await say(page, "card")
        await expect(page.locator("article")).to_have_count(4)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        assert await page.evaluate("document.getElementById('log').scrollWidth") <= 360
        await expect(page.get_by_role("link", name="#alder-clinics")).to_be_hidden()
        await page.get_by_role("button", name="Open the menu").click()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Open the menu")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="#alder-clinics").click()
        await expect(page.locator("#title")).to_have_text("#alder-clinics")
        await expect(page.get_by_role("link", name="#alder-clinics")).to_be_hidden()
        assert problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_axe_finds_nothing_serious(browser, room, width, scheme):
    async with page_of(browser, width=width, scheme=scheme) as (page, problems):
        await go(page, room)
        assert await findings(page) == []
        await say(page, "card")
        await say(page, "words and " * 200)
        await page.fill("#words", "k")
        await expect(page.locator("#completions")).to_be_visible()
        await page.keyboard.press("ArrowDown")
        assert await findings(page) == []
        await say(page, "kpi")
        await expect(page.locator("dialog")).to_be_visible()
        assert await findings(page) == []
        await page.get_by_label("Leads").fill("many")
        await page.keyboard.press("Enter")
        await expect(page.locator("#f-leads-error")).to_be_visible()
        assert await findings(page) == []
        await page.get_by_label("Leads").fill("3")
        await page.keyboard.press("Enter")
        await expect(page.locator(".notice")).to_be_visible()
        if width == 360:
            await page.get_by_role("button", name="Open the menu").click()
        assert await findings(page) == []
        assert problems == []
