"""The first week of an engagement, lived in a real browser."""

from playwright.async_api import Locator, Page, expect

from tests.browser import findings
from tests.scenarios.in_a_browser import answered, picture, press, say, set_up_by_form


async def record_numbers(page: Page, welcome: Locator) -> None:
    """One line of numbers, then the form of what is owed, with one mistake in it."""
    dialog = page.locator("#dialog")
    await say(page, 'kpi leads 103 sep, cpl £219 sep "from the ad account"')
    await answered(page, "Qualified leads is 103 for September 2026")
    await press(welcome, "Record numbers")
    await dialog.get_by_label("Revenue, October 2026").fill("a lot")
    await press(dialog, "Save")
    await expect(dialog.get_by_text("I could not read").first).to_be_visible()
    await picture(page, "numbers")
    await dialog.get_by_label("Revenue, October 2026").fill("41.5k")
    await press(dialog, "Save")
    await answered(page, "Revenue is £41,500 for October 2026")


async def correct_and_undo(page: Page) -> None:
    """A value that differs is corrected with a reason; a slip is undone."""
    await say(page, "kpi leads 98 sep")
    await press(await answered(page, "You wrote 98. Which one counts?"), "Correct")
    dialog = page.locator("#dialog")
    await dialog.get_by_label("Why").fill("webinar leads were counted twice")
    await press(dialog, "Correct")
    await answered(page, "Qualified leads for September 2026 is 98 now, it was 103")
    await say(page, "kpi leads 110 oct")
    recorded = await answered(page, "Qualified leads is 110 for October 2026")
    await press(recorded, "Undo")
    await answered(page, "Qualified leads for October 2026 counts as not reported, as before")
    await expect(recorded.get_by_role("button", name="Undo")).to_be_disabled()


async def give_feedback(page: Page) -> None:
    """Feedback by form, with markup in it that stays text."""
    dialog = page.locator("#dialog")
    await say(page, "feedback")
    await dialog.get_by_label("What was said").fill("The returns form took 20 minutes <b>again</b>")
    await dialog.get_by_label("Negative").check()
    await dialog.get_by_label("Who said it").select_option("customer")
    await picture(page, "feedback")
    await press(dialog, "Send")
    await answered(page, "Feedback 1 is saved: negative, from customer")
    await say(page, "feedback list")
    await answered(page, "The returns form took 20 minutes <b>again</b>")


async def look_back(page: Page) -> None:
    """Open a number, read the history, and find both after a reload."""
    await say(page, "kpi why leads sep")
    await answered(page, "because: webinar leads were counted twice")
    await picture(page, "channel")
    await say(page, "history")
    await answered(page, "undid Qualified leads = 110 for October 2026")
    await picture(page, "history")
    assert await findings(page) == []
    await page.reload()
    await answered(page, "undid Qualified leads = 110 for October 2026")


async def test_the_first_week_by_clicking_and_typing(page: Page):
    welcome = await set_up_by_form(page)
    await record_numbers(page, welcome)
    await correct_and_undo(page)
    await give_feedback(page)
    await look_back(page)
