"""Over real HTTP: the console answers its own page on this computer, and nobody else."""

from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import ClientSession

from bot.console.safety import FORWARDED, NOT_LOCAL, NOT_OURS, STALE
from tests.browser import FakeDispatch, Room, console_room


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with console_room(sqlite_url, FakeDispatch()) as made:
        yield made


async def fetch(
    room: Room, path: str = "", *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[int, str, Mapping[str, str]]:
    async with (
        ClientSession() as client,
        client.request(method, room.url + path, headers=headers, data=b"{}") as response,
    ):
        return response.status, await response.text(), response.headers


def origin(room: Room) -> str:
    return room.url.removesuffix("/console")


async def test_the_page_is_served_with_its_token_and_tells_the_browser_what_it_may_do(room):
    status, html, headers = await fetch(room)
    assert status == 200
    assert f'content="{room.token}"' in html
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers
    assert "style=" not in html
    assert "<script>" not in html


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
async def test_every_loopback_name_with_the_served_port_is_this_computer(room, name):
    status, _html, _headers = await fetch(room, headers={"Host": f"{name}:{room.server.port}"})
    assert status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:{port}", "0.0.0.0:{port}", ""],
)
async def test_another_host_name_is_refused(room, host):
    status, text, _headers = await fetch(room, headers={"Host": host.format(port=room.server.port)})
    assert (status, text) == (403, NOT_LOCAL + "\n")


@pytest.mark.parametrize(
    "name",
    [
        *("X-Forwarded-For", "X-Forwarded-Host", "x-forwarded-proto", "Forwarded", "Via", "X-Real-IP"),
        *("CF-Connecting-IP", "True-Client-IP", "X-Original-For", "X-Original-URL"),
    ],
)
async def test_what_came_through_a_proxy_is_refused(room, name):
    status, text, _headers = await fetch(room, headers={name: "somewhere"})
    assert (status, text) == (403, FORWARDED + "\n")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_request_that_another_site_caused_is_refused(room, site):
    status, text, _headers = await fetch(room, headers={"Sec-Fetch-Site": site})
    assert (status, text) == (403, NOT_OURS + "\n")


@pytest.mark.parametrize(
    "named", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"]
)
async def test_another_origin_is_refused_even_with_the_token(room, named):
    headers = {"Origin": named.format(port=room.server.port), "X-Page-Token": room.token}
    status, text, _headers = await fetch(room, "/act", method="POST", headers=headers)
    assert (status, text) == (403, NOT_OURS + "\n")


async def test_a_post_without_an_origin_is_refused(room):
    status, text, _headers = await fetch(room, "/act", method="POST", headers={"X-Page-Token": room.token})
    assert (status, text) == (403, NOT_OURS + "\n")


@pytest.mark.parametrize("path", ["/view", "/events", "/nowhere"])
@pytest.mark.parametrize("token", ["", "of yesterday"])
async def test_without_the_token_of_the_page_nothing_is_told(room, path, token):
    status, text, _headers = await fetch(room, path, headers={"X-Page-Token": token})
    assert (status, text) == (403, STALE + "\n")


async def test_the_token_counts_in_the_address_only_for_the_stream_of_events(room):
    status, _text, _headers = await fetch(room, f"/view?token={room.token}")
    assert status == 403


@pytest.mark.parametrize("path", ["/act", "/upload", "/people", "/channels"])
async def test_without_the_token_of_the_page_nothing_is_done(room, path):
    status, text, _headers = await fetch(room, path, method="POST", headers={"Origin": origin(room)})
    assert (status, text) == (403, STALE + "\n")
    assert not room.ask.requests


@pytest.mark.parametrize("path", ["/static/../routes.py", "/static/%2e%2e/routes.py", "/static/"])
async def test_nothing_but_the_static_files_lies_open(room, path):
    status, text, _headers = await fetch(room, path)
    assert status in (403, 404)
    assert "import" not in text
