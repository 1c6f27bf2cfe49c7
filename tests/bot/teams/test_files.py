"""Files from the personal chat: read from Microsoft's own places and from nowhere else, without our token."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot import downloads
from bot.downloads import Unread
from bot.teams import files
from bot.teams.files import files_in, read_file, read_files
from bot.teams.gate import Trust
from bot.teams.outside import Outside
from tests.bot.teams.activities import message

TABLE = b"month,leads\n2026-09,41\n"
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


@pytest.fixture
async def store():
    """A place with a file, a redirect, a page to sign in, and a file that takes long; whom it saw."""
    seen: list[Any] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers.get("Authorization"))
        match request.match_info["name"]:
            case "table":
                return web.Response(body=TABLE)
            case "elsewhere":
                raise web.HTTPFound("/table")
            case "page":
                return web.Response(text="<html>Sign in</html>", content_type="text/html")
            case "disguised":
                return web.Response(body=b"  <!DOCTYPE html><html>", content_type="application/octet-stream")
            case "slow":
                await asyncio.sleep(5)
        return web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{name}", answer)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield SimpleNamespace(url=str(server.make_url("/")), seen=seen)
    await server.close()


@pytest.fixture
async def edge(store):
    """As much of the edge as reads files; only the store is trusted."""
    outside = Outside()
    host = f"127.0.0.1:{URL(store.url).port}"
    yield SimpleNamespace(outside=outside, gate=SimpleNamespace(trust=Trust(hosts=(host,))))
    await outside.close()


def dropped(url: str, name: str = "leads.csv") -> dict[str, Any]:
    return {"contentType": DOWNLOAD, "name": name, "content": {"downloadUrl": url}}


async def sentence(edge, url):
    with pytest.raises(Unread) as unread:
        await read_file(edge, dropped(url))
    return unread.value.sentence


async def test_a_file_is_read_without_any_token(edge, store):
    read = await read_file(edge, dropped(f"{store.url}table"))
    assert (read.name, read.data) == ("leads.csv", TABLE)
    assert store.seen == [None]


@pytest.mark.parametrize("name", ["elsewhere", "page", "disguised", "missing"])
async def test_what_is_no_file_is_not_read(edge, store, name):
    assert "did not let me read leads.csv" in await sentence(edge, f"{store.url}{name}")
    assert len(store.seen) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "leads.csv",
        "ftp://contoso.sharepoint.com/f",
        "http://contoso.sharepoint.com/f",
        "https://contoso.sharepoint.com:8443/f",
        "https://sharepoint.com.evil.example/f",
        "https://evilsharepoint.com/f",
        "https://user@contoso.sharepoint.com/f",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/f",
        "https://[",
    ],
)
async def test_nobody_makes_us_call_another_place(edge, url):
    assert "where I can't read it" in await sentence(edge, url)


@pytest.mark.parametrize(
    "url", ["https://contoso.sharepoint.com/f?t=1", "https://contoso-my.sharepoint.us/f"]
)
def test_the_places_of_microsoft_are_trusted(edge, url):
    assert files._is_trusted(edge, URL(url))


async def test_a_large_file_is_left(edge, store, monkeypatch):
    monkeypatch.setattr(downloads, "MOST_BYTES", 10)
    assert "larger than 8 MB" in await sentence(edge, f"{store.url}table")


async def test_a_store_that_dawdles_is_not_waited_for(edge, store, monkeypatch):
    monkeypatch.setattr(files, "SECONDS", 0.2)
    assert "in time" in await sentence(edge, f"{store.url}slow")


async def test_of_many_files_the_first_ones_are_read_and_the_others_named(edge, store):
    read = await read_files(edge, [dropped(f"{store.url}table", f"{n}.csv") for n in range(7)])
    assert [getattr(one, "name", "") for one in read] == ["0.csv", "1.csv", "2.csv", "3.csv", "4.csv", ""]
    assert "the first 5 files" in str(read[-1])


@pytest.mark.parametrize("attachments", [None, {}, "x", [None, 5, {"contentType": "text/html"}]])
def test_other_attachments_are_no_files(attachments):
    assert files_in(message("words", attachments=attachments)) == []
