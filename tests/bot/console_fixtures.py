"""A served console, a browser for each module, and a page for each test."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.bot.console_story import go, story
from tests.browser import FakeDispatch, Room, chromium, console_room, page_of


@pytest_asyncio.fixture(loop_scope="module")
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with console_room(sqlite_url, FakeDispatch(story)) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, room: Room) -> AsyncIterator[Page]:
    async with page_of(browser) as (made, problems):
        await go(made, room)
        yield made
        assert problems == []
