"""Charts in the console: whoever sees the message sees its picture, and nobody else."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from playwright.async_api import expect

from benchmarks.chart_cases import with_plan
from bot.charts.service import Charts
from bot.console.render import notice_html
from bot.console.routes import CONSOLE
from bot.console.safety import STALE
from domain.chat import Reply, reply
from storage import console
from storage.codec import to_json
from storage.console import NewMessage
from tests.browser import NOON, FakeDispatch, Room, chromium, console_room, findings, page_of

CHART = with_plan()


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with console_room(sqlite_url, FakeDispatch()) as made:
        yield made
        await charts_of(made).close()


def charts_of(room: Room) -> Charts:
    return room.server.app[CONSOLE].charts


async def kept(room: Room, **values: Any) -> int:
    """Keep a message with a chart as its second block. Return its number."""
    message = {
        "conversation": "#general",
        "key": "k1",
        "reply": to_json(reply("Here it is.", CHART)),
        **values,
    }
    async with room.database.write() as session:
        return await console.add_message(session, NewMessage(**message), now=NOON)


async def fetch(room: Room, path: str, **query: str) -> tuple[int, bytes, str]:
    asked = {"as": "U_AYA", "in": "#general", "token": room.token, **query}
    async with ClientSession() as client, client.get(f"{room.url}/charts/{path}", params=asked) as response:
        return response.status, await response.read(), response.headers["Content-Type"]


async def test_whoever_sees_the_message_sees_its_picture(room):
    number = await kept(room)
    status, picture, kind = await fetch(room, f"{number}/1")
    assert (status, kind) == (200, "image/png")
    assert picture == await charts_of(room).png(CHART)


@pytest.mark.parametrize("place", [{"conversation": "dm:U_MAREN"}, {"seen_by": "U_MAREN"}])
async def test_a_picture_for_one_person_is_not_there_for_another(room, place):
    number = await kept(room, **place)
    where = {"in": place.get("conversation", "#general")}
    assert (await fetch(room, f"{number}/1", **where, **{"as": "U_AYA"}))[0] == 404
    assert (await fetch(room, f"{number}/1", **where, **{"as": "U_MAREN"}))[0] == 200


@pytest.mark.parametrize(
    "path", ["{number}/0", "{number}/2", "{before}/1", "{after}/1", "0/1", "x/1", "9" * 30 + "/1"]
)
async def test_what_is_no_chart_is_not_there(room, path):
    await kept(room, key="k0", reply=to_json(reply("No chart.")))
    number = await kept(room)
    named = path.format(number=number, before=number - 1, after=number + 1)
    assert (await fetch(room, named))[0] == 404
    assert (await fetch(room, f"{number}/1", **{"in": "#alder-clinics"}))[0] == 404


@pytest.mark.parametrize("token", ["", "of yesterday"])
async def test_without_the_token_of_the_page_no_picture_is_shown(room, token):
    number = await kept(room)
    status, body, _kind = await fetch(room, f"{number}/1", token=token)
    assert (status, body.decode()) == (403, STALE + "\n")


async def test_a_picture_that_cannot_be_drawn_is_answered_so_and_the_words_are_on_the_page(room):
    number = await kept(room)
    await charts_of(room).close()
    assert (await fetch(room, f"{number}/1"))[0] == 503


def test_a_chart_that_is_kept_nowhere_is_shown_in_words():
    html = notice_html(Reply(blocks=(CHART,), is_off_record=True))
    assert CHART.alt in html
    assert "<img" not in html


async def test_the_browser_shows_the_picture_with_its_words_and_title(room):
    await kept(room)
    async with chromium() as browser, page_of(browser) as (page, problems):
        await page.goto(f"{room.url}?as=U_AYA&in=%23general")
        picture = page.get_by_role("img", name=CHART.alt)
        await expect(picture).to_be_visible()
        await expect(page.locator("figcaption")).to_have_text(CHART.title)
        await picture.evaluate("e => e.decode()")
        assert await picture.evaluate("e => e.naturalWidth") == 1400
        assert await picture.evaluate("e => e.clientWidth / e.clientHeight") == pytest.approx(
            700 / 356, rel=0.01
        )
        assert await findings(page) == []
        assert problems == []
