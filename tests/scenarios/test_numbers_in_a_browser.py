"""What numbers mean, seen in a real browser: months pasted, a target, the reply, scorecard, chart."""

from playwright.async_api import Page, expect

from tests.browser import findings
from tests.scenarios.in_a_browser import answered, picture, press, say, set_up_by_form
from tests.scenarios.stories_of_numbers import SIX_MONTHS


async def paste_months(page: Page) -> None:
    """Press the button at the end of the setup, paste, look, import."""
    dialog = page.locator("#dialog")
    done = await answered(page, "Northwind Ltd is set up")
    await press(done, "Paste past months")
    await dialog.get_by_label("Table").fill(SIX_MONTHS)
    await press(dialog, "Look at it")
    preview = await answered(page, "I read 12 numbers in the pasted table. Nothing is saved yet.")
    assert await findings(page) == []
    await picture(page, "import")
    await press(preview, "Import")
    await answered(page, "Imported 12 values for 2 KPIs")


async def set_a_target_by_form(page: Page) -> None:
    """The form of a target, with one mistake."""
    dialog = page.locator("#dialog")
    await say(page, "kpi target leads")
    await dialog.get_by_label("What to reach").fill("120")
    await press(dialog, "Save")
    await expect(dialog.locator("#f-target-error")).to_be_visible()
    await dialog.get_by_label("What to reach").fill("120 by mar")
    await dialog.get_by_label("Baseline").fill("80 in apr")
    await press(dialog, "Save")
    await answered(page, "Target set: Qualified leads, 120 by March 2027, starting from 80 in April 2026.")


async def read_the_reply(page: Page) -> None:
    """A bad month, its details twice, and the rows behind it."""
    await say(page, "kpi leads 61")
    reply = await answered(page, "Recorded: Qualified leads is 61")
    await picture(page, "reply")
    for _time in range(2):
        await press(reply, "Details")
        await answered(page, "Test: p = ")
    await press(reply, "Where from?")
    await answered(page, "The rows behind Qualified leads")


async def look_at_charts(page: Page) -> None:
    """The scorecard, and a chart that is drawn and has its words."""
    await say(page, "status")
    await answered(page, "1 of 1 that can be told is off: Qualified leads.")
    await picture(page, "scorecard")
    await say(page, "kpi chart leads cpl")
    chart = (await answered(page, "Qualified leads, Cost per lead, Northwind Ltd")).locator("figure img")
    await chart.scroll_into_view_if_needed()
    await expect(chart).to_have_js_property("naturalWidth", 1400)
    assert "First 80 in Apr 2026" in (await chart.get_attribute("alt") or "")
    await picture(page, "chart")
    assert await findings(page) == []


async def test_numbers_by_clicking_and_typing(page: Page):
    await set_up_by_form(page)
    await paste_months(page)
    await set_a_target_by_form(page)
    await read_the_reply(page)
    await look_at_charts(page)
