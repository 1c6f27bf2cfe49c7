"""A check-in in a real browser: who gets what, the post, an answer by the form, and the digest."""

from playwright.async_api import Page, expect

from tests.browser import findings
from tests.scenarios.in_a_browser import Site, answered, dana_at, picture, press, set_up_by_form
from tests.scenarios.stories_of_a_month import at

ANSWERS = ("The pricing page is live", "Book two webinars", "Waiting for the legal review")


async def look_ahead(page: Page) -> None:
    """Nothing comes before its lead could see what will come."""
    await press(await answered(page, "Northwind Ltd is set up"), "Who gets what, when")
    await answered(page, "Mon 23 Nov, 9:30, in #northwind; it asks Dana Reed, Tom Hale.")


async def answer_by_form(page: Page, site: Site) -> None:
    """The post comes on Monday, and its button opens the form."""
    dialog = page.locator("#dialog")
    await site.tick(at(11, 23, 9, 31))
    post = await answered(page, "0 of 2 have answered.")
    await press(post, "Answer")
    for place, words in enumerate(ANSWERS, start=1):
        await dialog.locator(f"#f-q{place}").fill(words)
    await picture(page, "checkin")
    await press(dialog, "Save")
    await answered(page, "In your way: Waiting for the legal review (blocker 1, since today)")
    await site.tick(at(11, 23, 9, 40))
    await expect(
        page.locator("article.message").filter(has_text="1 of 2 have answered. Open")
    ).to_be_visible()


async def read_the_digest(page: Page, site: Site) -> None:
    """Whoever has not answered is reminded privately, and nobody is named in the channel."""
    await site.tick(at(11, 24, 10))
    await site.tick(at(11, 25, 10))
    await site.tick(at(11, 25, 10, 6))
    await answered(page, "Closed: 1 of 2 have answered.")
    digest = await answered(page, "Digest of check-in 1")
    await expect(digest).to_contain_text("Blocked for 2 days: Waiting for the legal review (Dana Reed)")
    await expect(digest).to_contain_text("1 of 2 answered.")
    assert "Tom Hale" not in await digest.inner_text()
    await digest.scroll_into_view_if_needed()
    await picture(page, "digest")
    await press(digest, "All answers")
    await answered(page, "What slows you down? Waiting for the legal review")
    assert await findings(page) == []


async def test_a_check_in_by_clicking(sqlite_url: str):
    async with dana_at(sqlite_url) as (page, site):
        await set_up_by_form(page)
        await look_ahead(page)
        await answer_by_form(page, site)
        await read_the_digest(page, site)
