"""What the page could never send: answered in words, within bounds, and handed to nobody."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer

from bot.app import App, build
from bot.console.bodies import TOO_LARGE
from bot.console.routes import CONSOLE
from bot.settings import Settings
from storage import console, schema
from tests.browser import NOON, FakeDispatch, Room, console_room

DEEP = b'{"as": "U_AYA", "in": "#general", "key": "key-00000001", "act": %s}'


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with console_room(sqlite_url, FakeDispatch()) as made:
        yield made


@pytest.fixture
async def client(room: Room) -> AsyncIterator[ClientSession]:
    headers = {"X-Page-Token": room.token, "Origin": room.url.removesuffix("/console")}
    async with ClientSession(headers=headers) as made:
        yield made


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"\xff\xfe", b'"text"', b"[" * 100_000),
        DEEP % (b"[" * 900 + b"]" * 900),
        DEEP % (b"9" * 5000),
        DEEP % b'{"kind": "submit_form", "form": "f", "values": {"a": [["b"]]}}',
    ],
)
async def test_a_body_that_is_no_act_is_answered_in_words(room, client, body):
    async with client.post(f"{room.url}/act", data=body) as response:
        assert response.status == 400
        assert (await response.json())["error"].endswith(".")


@pytest.mark.parametrize("length", [300, 7000, 20_000])
async def test_a_file_whose_name_is_too_long_is_refused_in_words(room, client, length):
    form = FormData({"as": "U_AYA", "in": "#general", "key": "key-00000001"})
    form.add_field("file", io.BytesIO(b"{}"), filename="x" * length + ".json")
    async with client.post(f"{room.url}/upload", data=form) as response:
        assert response.status == 400
        assert (await response.json())["error"].endswith(".")
    assert not room.ask.requests


@pytest.fixture
async def app(sqlite_url: str) -> AsyncIterator[App]:
    made = build(Settings(database_url=sqlite_url, console=True))
    await schema.migrate(made.database)
    async with made.database.write() as session:
        await console.add_person(session, account="U_AYA", name="Aya", now=NOON)
        await console.add_channel(session, name="#general", now=NOON)
    yield made
    await made.database.close()


async def act_on(app: App, what: Any) -> tuple[int, Any]:
    """The same as `act`, with all that is really there behind it."""
    async with TestServer(app.web, host="127.0.0.1") as server, ClientSession() as client:
        url = str(server.make_url("/console"))
        headers = {"X-Page-Token": app.web[CONSOLE].token, "Origin": url.removesuffix("/console")}
        body = {"as": "U_AYA", "in": "#general", "key": "key-00000001", "act": what}
        data = io.BytesIO(json.dumps(body).encode())
        async with client.post(f"{url}/act", data=data, headers=headers) as response:
            return response.status, await response.json()


async def test_words_of_more_than_a_megabyte_are_refused_and_not_kept(app):
    status, answer = await act_on(app, {"kind": "say", "text": "x" * 1024 * 1024})
    assert (status, answer) == (413, {"error": TOO_LARGE})
    async with app.database.read() as session:
        assert not await console.latest(session, conversation="#general", reader="U_AYA", limit=1)


async def test_a_form_that_there_is_not_is_answered_in_words(app):
    assert (await act_on(app, {"kind": "open_form", "form": "no such form"}))[0] in (200, 400)
    async with app.database.read() as session:
        (message,) = await console.latest(session, conversation="#general", reader="U_AYA", limit=1)
    assert message.reply
    assert message.reply["is_refusal"]
