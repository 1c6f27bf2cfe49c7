"""Files from the direct messages: read from Slack and from nowhere else, with a token that stays there."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot import downloads as shared_downloads
from bot.downloads import MOST_BYTES, Unread
from bot.slack import downloads
from bot.slack.downloads import read_file, read_files
from tests.bot.slack.surfaces import Surfaces, on_stage
from tests.slack.conftest import TEAM

TABLE = b"month,leads\n2026-09,41\n"


@pytest.fixture
async def stage(sqlite_url) -> AsyncIterator[Surfaces]:
    """Nobody has set up anything."""
    async with on_stage(sqlite_url) as made:
        yield made


def token_of(stage):
    return stage.slack.world.installation_for(TEAM).token


async def dropped(stage, name="months.csv", content=TABLE, **changes):
    """Drop a file into the direct messages, and take what the event says of it."""
    await stage.at("U_DANA").drop_file(name, content)
    (file,) = stage.taken()["event"]["files"]
    return {**file, **changes}


async def read(stage, file):
    return await read_file(stage.edge, token_of(stage), file)


async def refused(stage, file):
    with pytest.raises(Unread) as caught:
        await read(stage, file)
    return caught.value.sentence


class Elsewhere:
    """A host that is not Slack's: it keeps what it is told, and answers as a test says."""

    def __init__(self):
        self.asked = []
        self.answer: dict[str, Any] = {"body": TABLE}

    async def handle(self, request):
        """Keep the token, and answer."""
        self.asked.append(request.headers.get("Authorization"))
        return await self.respond(request)

    async def respond(self, _request):
        """Answer as it was said."""
        return web.Response(**self.answer)


@pytest.fixture
async def elsewhere():
    """Another host, and its address."""
    heard = Elsewhere()
    app = web.Application()
    app.router.add_get("/{path:.*}", heard.handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield heard, str(server.make_url("/months.csv"))
    await server.close()


async def test_a_file_is_read_with_our_token(stage):
    read_one = await read(stage, await dropped(stage))
    assert (read_one.name, read_one.data) == ("months.csv", TABLE)


@pytest.mark.parametrize(
    "url",
    [
        "http://files.slack.com/months.csv",
        "https://files.slack.com.example.com/months.csv",
        "https://example.com/files.slack.com/months.csv",
        "https://files.slack.com@example.com/months.csv",
        "https://someone@files.slack.com/months.csv",
        "https://notslack.com/months.csv",
        "https://slack.com.:444/months.csv",
        "https://files.slack.com:8443/months.csv",
        "//example.com/months.csv",
        "file:///etc/hostname",
        "https://[",
        "",
    ],
)
async def test_the_token_goes_to_no_other_host(stage, url):
    file = await dropped(stage, url_private=url, url_private_download=url)
    assert "kept outside Slack" in await refused(stage, file)


async def test_not_even_to_another_port_of_this_machine(stage, elsewhere):
    heard, url = elsewhere
    file = await dropped(stage, url_private_download=url)
    assert "kept outside Slack" in await refused(stage, file)
    assert heard.asked == []


@pytest.mark.parametrize(
    ("url", "api", "is_ours"),
    [
        ("https://files.slack.com/a", "https://slack.com/api/", True),
        ("https://northwind.slack.com/a", "https://slack.com/api/", True),
        ("https://FILES.slack.com/a", "https://slack.com/api/", True),
        ("https://files.slack-gov.com/a", "https://slack-gov.com/api/", True),
        ("https://files.slack-gov.com/a", "https://slack.com/api/", False),
        ("https://files.slack.com/a", "https://www.slack.com/api/", True),
    ],
)
def test_the_hosts_of_the_platform_are_known(url, api, is_ours):
    assert downloads._is_slack(URL(url), URL(api)) is is_ours


async def test_a_redirect_is_not_followed(stage, elsewhere):
    heard, url = elsewhere
    heard.answer = {"status": 302, "headers": {"Location": "https://example.com/signin"}}
    stage.edge.api.base_url = url.replace("months.csv", "api/")
    file = await dropped(stage, url_private_download=url)
    assert "did not let me read months.csv" in await refused(stage, file)
    assert heard.asked == [f"Bearer {token_of(stage)}"]


@pytest.mark.parametrize("kind", ["text/html", "text/csv"])
async def test_a_sign_in_page_is_not_taken_for_a_table(stage, elsewhere, kind):
    heard, url = elsewhere
    heard.answer = {"text": "\n <!DOCTYPE html><title>Sign in</title>", "content_type": kind}
    stage.edge.api.base_url = url.replace("months.csv", "api/")
    assert "did not let me read" in await refused(stage, await dropped(stage, url_private_download=url))


async def test_without_the_right_scope_slack_gives_its_sign_in_page(stage):
    world = stage.slack.world
    file = await dropped(stage)
    weak = world.install(TEAM, scopes={"chat:write"})
    with pytest.raises(Unread, match="did not let me read"):
        await read_file(stage.edge, weak.token, file)


async def test_what_is_said_to_be_too_large_is_not_even_asked_for(stage, elsewhere):
    heard, url = elsewhere
    stage.edge.api.base_url = url.replace("months.csv", "api/")
    file = await dropped(stage, size=MOST_BYTES + 1, url_private_download=url)
    assert "larger than 8 MB" in await refused(stage, file)
    assert heard.asked == []


async def test_what_is_larger_than_it_says_is_left(stage, monkeypatch):
    monkeypatch.setattr(shared_downloads, "MOST_BYTES", 1000)
    fits = await dropped(stage, content=b"x" * 1000, size=1)
    assert len((await read(stage, fits)).data) == 1000
    file = await dropped(stage, content=b"x" * 1001, size=1)
    assert "larger than 8 MB" in await refused(stage, file)


async def test_what_comes_in_pieces_without_a_length_is_counted(stage, monkeypatch, elsewhere):
    heard, url = elsewhere

    async def stream(request):
        made = web.StreamResponse()
        made.enable_chunked_encoding()
        await made.prepare(request)
        for _piece in range(50):
            await made.write(b"x" * 1000)
        return made

    heard.respond = stream
    monkeypatch.setattr(shared_downloads, "MOST_BYTES", 10_000)
    stage.edge.api.base_url = url.replace("months.csv", "api/")
    assert "larger than 8 MB" in await refused(stage, await dropped(stage, url_private_download=url))


async def test_a_host_that_dawdles_is_not_waited_for(stage, monkeypatch, elsewhere):
    heard, url = elsewhere

    async def dawdle(_request):
        await asyncio.sleep(5)
        return web.Response()

    heard.respond = dawdle
    monkeypatch.setattr(downloads, "SECONDS", 0.2)
    stage.edge.api.base_url = url.replace("months.csv", "api/")
    assert "in time" in await refused(stage, await dropped(stage, url_private_download=url))


async def test_of_a_file_from_another_workspace_slack_is_asked_first(stage):
    whole = await dropped(stage)
    thin = {"id": whole["id"], "mode": "file_access", "file_access": "check_file_info"}
    read_one = await read(stage, thin)
    assert (read_one.name, read_one.data) == ("months.csv", TABLE)
    assert [call.args["file"] for call in stage.slack.called("files.info")] == [whole["id"]]


async def test_a_file_that_slack_will_not_describe_is_said(stage):
    thin = {"id": "F_NOWHERE", "name": "months.csv", "file_access": "check_file_info"}
    assert "did not let me read months.csv" in await refused(stage, thin)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_external": True}, "kept outside Slack"),
        ({"mode": "external"}, "kept outside Slack"),
        ({"mode": "tombstone"}, "no longer in Slack"),
        ({"mode": "hidden_by_limit"}, "no longer in Slack"),
        ({"file_access": "access_denied"}, "no longer in Slack"),
    ],
)
async def test_what_slack_does_not_hold_is_said(stage, changes, sentence):
    assert sentence in await refused(stage, await dropped(stage, **changes))


async def test_of_several_files_the_first_five_are_read_each_by_itself(stage):
    files = [await dropped(stage, name=f"{number}.csv") for number in range(7)]
    files[1]["mode"] = "tombstone"
    told = await read_files(stage.edge, token_of(stage), files)
    assert [type(one).__name__ for one in told] == ["Upload", "Unread", *["Upload"] * 3, "Unread"]
    assert "first 5" in str(told[-1])
    assert len(await read_files(stage.edge, token_of(stage), files[:5])) == 5


async def test_a_name_is_one_line_that_can_be_stored(stage):
    file = await dropped(stage, name="a\x00b.csv")
    assert (await read(stage, {**file, "name": "a\x00b\n c.csv"})).name == "a\N{REPLACEMENT CHARACTER}b c.csv"
