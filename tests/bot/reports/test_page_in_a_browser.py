"""The page in a real browser: no sideways scrolling on a phone, nothing cut on paper, and readable for all.

`HEADWAY_SCREENSHOTS=docs/screenshots` writes the pictures of the docs anew.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import FloatRect, Page, ViewportSize

from bot.reports.page import page_html
from bot.reports.routes import HEADERS
from tests.bot.reports.made import make_shown
from tests.browser import chromium, findings, page_of

PICTURES = os.environ.get("HEADWAY_SCREENSHOTS", "")
# How much of the page the pictures show, from its top.
SHOWN = {"desktop": 2600.0, "phone": 2600.0, "dark": 2600.0}
# A4 between its margins, at 96 pixels an inch.
PAPER: ViewportSize = {"width": 688, "height": 1000}
WIDER_THAN_THE_PAGE = """() => [...document.querySelectorAll('body *:not(thead *)')]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(one => one.outerHTML.slice(0, 120))"""

# A word of a heading that is drawn in more lines than one; a box of no width is no line.
BROKEN_WORDS = """() => [...document.querySelectorAll('table.keep th, h1, h2, h3, .big')].flatMap(one => {
    const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), broken = [], range = new Range()
    while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
        range.setStart(texts.currentNode, word.index)
        range.setEnd(texts.currentNode, word.index + word[0].length)
        const lines = [...range.getClientRects()].filter(box => box.width > 0).map(box => Math.round(box.top))
        if (new Set(lines).size > 1) broken.push(word[0])
    }
    return broken
})"""
SHOWN_VALUES = "[...document.querySelectorAll('.values')].filter(one => one.checkVisibility()).length"

HEIGHTS_OF_DRIVERS = (
    "[...document.querySelectorAll('.driver')].map(one => one.getBoundingClientRect().height)"
)

BREAKS_OF_DRIVERS = "getComputedStyle(document.querySelector('.driver')).breakInside"


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """The page as it is served, with its headers."""
    html = page_html(make_shown())

    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html", headers=HEADERS)

    site = web.Application()
    site.add_routes([web.get("/page", show)])
    server = TestServer(site, host="127.0.0.1")
    await server.start_server()
    yield str(server.make_url("/page"))
    await server.close()


# Wherever people's words may stand: not in the labels and days that are kept in one line.
PASTE = """address => document.querySelectorAll("li, td, .asides dd, .small dd, p").forEach(one => {
    if (getComputedStyle(one).whiteSpace !== "nowrap") one.append(" " + address) })"""


async def picture(page: Page, name: str) -> None:
    """Keep a picture, where somebody asked for the pictures of the docs."""
    if PICTURES:
        width = await page.evaluate("innerWidth")
        clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": SHOWN[name]}
        await page.screenshot(path=Path(PICTURES) / f"evidence-{name}.png", full_page=True, clip=clip)


async def paper(page: Page) -> None:
    """Keep what would be printed."""
    if PICTURES:
        await page.pdf(path=Path(PICTURES) / "evidence-print.pdf", prefer_css_page_size=True)


async def test_the_page_is_readable_on_a_desk_a_phone_and_paper(url):
    async with chromium() as browser, page_of(browser, width=1200) as (page, problems):
        page.on("console", lambda message: problems.append(message.text))
        await page.goto(url)
        # The style counts, although nothing but its own hash is allowed.
        assert await page.evaluate("getComputedStyle(document.body).maxWidth") == "1060px"
        assert await page.evaluate(WIDER_THAN_THE_PAGE) == []
        await picture(page, "desktop")
        await page.set_viewport_size({"width": 360, "height": 800})
        assert await page.evaluate(WIDER_THAN_THE_PAGE) == []
        assert await findings(page) == []
        await picture(page, "phone")
        assert await page.evaluate(SHOWN_VALUES) == 0
        await page.emulate_media(color_scheme="dark")
        assert await findings(page) == []
        await picture(page, "dark")
        await page.emulate_media(media="print", color_scheme="light")
        await page.set_viewport_size(PAPER)
        assert await page.evaluate(WIDER_THAN_THE_PAGE) == []
        assert await page.evaluate(SHOWN_VALUES) == 4
        assert max(await page.evaluate(HEIGHTS_OF_DRIVERS)) < PAPER["height"] * 2 / 3
        assert await page.evaluate(BREAKS_OF_DRIVERS) == "avoid"
        await paper(page)
        assert problems == []


async def test_a_pasted_address_makes_no_page_wider(url):
    async with chromium() as browser, page_of(browser, width=1200) as (page, _problems):
        await page.goto(url)
        await page.evaluate(PASTE, "https://sheets.example/" + "d/1aB2cD3eF4" * 9)
        for width in (1200, 360):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_on_narrow_phones_no_word_of_a_heading_breaks_and_the_values_open(url):
    async with chromium() as browser, page_of(browser, width=320) as (page, _problems):
        await page.goto(url)
        for width in (320, 390, 480):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await page.evaluate(BROKEN_WORDS) == [], width
            assert await page.evaluate(WIDER_THAN_THE_PAGE) == [], width
        await page.locator("summary").first.click()
        assert await page.evaluate(SHOWN_VALUES) == 1
