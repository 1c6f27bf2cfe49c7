"""Stories in a real browser: the page, and what people do on it. Its pictures are those of the docs."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp.test_utils import TestServer
from playwright.async_api import Locator, Page, expect

from bot.app import App, build
from bot.cli.ticking import tick_once
from bot.settings import Settings
from storage import console, schema
from tests.browser import chromium, findings, page_of
from tests.scenarios.stage import MONDAY, PEOPLE

# `HEADWAY_SCREENSHOTS=docs/screenshots` writes the pictures of the docs anew.
PICTURES = os.environ.get("HEADWAY_SCREENSHOTS", "")


@dataclass
class Site:
    """The application as it is served, and the moment that it is there."""

    app: App
    url: str = ""
    now: datetime = MONDAY

    async def tick(self, moment: datetime) -> None:
        """Let it be that moment, and let Headway do whatever is due by then."""
        self.now = moment
        await tick_once(self.app, moment)


@asynccontextmanager
async def served(sqlite_url: str) -> AsyncIterator[Site]:
    """The real application with three people, on a real port."""
    sites: list[Site] = []
    app = build(
        Settings(database_url=sqlite_url, console=True), clock=lambda: sites[0].now if sites else MONDAY
    )
    sites.append(Site(app=app))
    await schema.migrate(app.database)
    async with app.database.write() as session:
        for account, name in PEOPLE.items():
            await console.add_person(session, account=account, name=name, now=MONDAY)
    server = TestServer(app.web, host="127.0.0.1")
    await server.start_server()
    app.timetable.start()
    sites[0].url = str(server.make_url("/console"))
    yield sites[0]
    await app.timetable.stop()
    await server.close()
    await app.database.close()


@asynccontextmanager
async def dana_at(sqlite_url: str) -> AsyncIterator[tuple[Page, Site]]:
    """Dana's page, and what serves it."""
    async with served(sqlite_url) as site, chromium() as browser, page_of(browser) as (page, problems):
        await page.goto(f"{site.url}?as=U_DANA")
        yield page, site
        assert problems == []


async def say(page: Page, text: str) -> None:
    """Type it and send it with Enter."""
    await page.locator("#words").fill(text)
    await page.locator("#words").press("Escape")
    await page.locator("#words").press("Enter")


async def answered(page: Page, text: str) -> Locator:
    """The newest message that says this, once it is there."""
    message = page.locator("article.message").filter(has_text=text).last
    await expect(message).to_be_visible()
    return message


async def press(place: Page | Locator, name: str) -> None:
    """Press the button of that name."""
    await place.get_by_role("button", name=name).click()


async def picture(page: Page, name: str) -> None:
    """Keep a picture, where somebody asked for the pictures of the docs."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def set_up_by_form(page: Page) -> Locator:
    """A new channel, the setup form with one mistake, and the welcome card."""
    dialog = page.locator("#dialog")
    await press(page, "+ New channel")
    await dialog.get_by_role("textbox").fill("Northwind")
    await press(dialog, "Add")
    await expect(page.get_by_role("heading", level=1)).to_have_text("#northwind")
    await say(page, "setup")
    await press(dialog, "Set up")
    await expect(dialog.locator("#f-name-error")).to_be_visible()
    await dialog.locator("#f-name").fill("Northwind Ltd")
    await expect(dialog.locator("#f-name-error")).to_be_hidden()
    await dialog.get_by_label("Currency").select_option("GBP")
    await dialog.get_by_label("Tom Hale").check()
    await dialog.locator("#f-name").scroll_into_view_if_needed()
    await picture(page, "setup")
    assert await findings(page) == []
    await press(dialog, "Set up")
    await answered(page, "Northwind Ltd is set up, with 3 KPIs and 2 people")
    welcome = await answered(page, "Welcome: Northwind Ltd")
    await picture(page, "welcome")
    return welcome
