"""The console over real HTTP: looking, acting, files, newcomers and the stream of changes."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, FormData

from domain.chat import Button, Buttons, Field, Form, Paragraph, Reply, Request, Say, Upload, reply
from storage import console
from storage.codec import to_json
from storage.console import NewMessage
from storage.database import Database
from storage.offers import Place, save_buttons
from tests.browser import NOON, FakeDispatch, Room, console_room


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with console_room(sqlite_url, FakeDispatch()) as made:
        yield made


@pytest.fixture
async def client(room: Room) -> AsyncIterator[ClientSession]:
    headers = {"X-Page-Token": room.token, "Origin": room.url.removesuffix("/console")}
    async with ClientSession(headers=headers) as made:
        yield made


async def view(room: Room, client: ClientSession, **query: str) -> dict[str, Any]:
    async with client.get(f"{room.url}/view", params={"as": "U_AYA", "in": "#general", **query}) as response:
        assert response.status == 200
        seen: dict[str, Any] = await response.json()
        return seen


async def act(room: Room, client: ClientSession, what: Any, **overrides: Any) -> tuple[int, Any]:
    body = {"as": "U_AYA", "in": "#general", "key": "key-00000001", "act": what, **overrides}
    async with client.post(f"{room.url}/act", json=body) as response:
        return response.status, await response.json()


def words(text: str) -> dict[str, str]:
    return {"kind": "say", "text": text}


async def test_words_are_handed_on_and_shown_with_the_reply(room, client):
    assert await act(room, client, words("kpi leads 103")) == (200, {})
    assert room.ask.requests[0].act == Say(text="kpi leads 103", is_addressed=False)
    seen = await view(room, client)
    assert "kpi leads 103" in seen["messages"]
    assert "Recorded." in seen["messages"]


async def test_an_act_sent_again_is_the_same_act(room, client):
    await act(room, client, words("kpi leads 103"))
    await act(room, client, words("kpi leads 103"))
    assert len({request.key for request in room.ask.requests}) == 1
    assert (await view(room, client))["messages"].count("<article") == 2


async def test_forty_thousand_characters_are_taken_and_shown(room, client):
    text = "é<b>🙂\u202e" * 8000
    assert (await act(room, client, words(text)))[0] == 200
    seen = await view(room, client)
    assert seen["messages"].count("é&lt;b&gt;🙂\u202e") == 8000


async def test_a_form_comes_back_as_html_and_what_is_off_the_record_as_a_notice(room, client):
    room.ask.answer = lambda _request: Form(
        title="Numbers", fields=(Field(name="n", label="Leads"),), id="f1"
    )
    _status, answer = await act(room, client, words("kpi"))
    assert 'data-id="f1"' in answer["form"]
    room.ask.answer = lambda _request: Reply(blocks=(Paragraph(("Thank you.",)),), is_off_record=True)
    sent = {"kind": "submit_form", "form": "f1", "values": {"n": ["3"]}}
    _status, answer = await act(room, client, sent, key="key-00000002")
    assert "Thank you." in answer["notice"]
    assert "<article" not in (await view(room, client))["messages"]


@pytest.mark.parametrize(
    "overrides", [{"as": "U_NOBODY"}, {"in": "#nowhere"}, {"in": "dm:U_MAREN"}, {"key": ""}, {"act": {}}]
)
async def test_what_makes_no_sense_is_answered_in_words_and_handed_to_nobody(room, client, overrides):
    status, answer = await act(room, client, words("hello"), **overrides)
    assert status == 400
    assert answer["error"].endswith(".")
    assert not room.ask.requests


async def upload(room: Room, client: ClientSession, data: bytes) -> tuple[int, Any]:
    form = FormData({"as": "U_AYA", "in": "#general", "key": "key-00000001"}, quote_fields=False)
    form.add_field("file", io.BytesIO(data), filename="älder.json", content_type="application/json")
    async with client.post(f"{room.url}/upload", data=form) as response:
        return response.status, await response.json()


async def test_a_file_is_handed_on_whole(room, client):
    data = bytes(range(256)) * 4096
    assert len(data) == 1024 * 1024
    assert await upload(room, client, data) == (200, {})
    act = room.ask.requests[0].act
    assert isinstance(act, Upload)
    assert act.name == "älder.json"
    assert len(act.data) == len(data)
    assert sha256(act.data).digest() == sha256(data).digest()
    assert "Sent the file älder.json" in (await view(room, client))["messages"]


async def test_a_file_of_more_than_a_megabyte_is_refused_in_words(room, client):
    status, answer = await upload(room, client, b"x" * (1024 * 1024 + 1))
    assert status == 413
    assert "1 MB" in answer["error"]
    assert not room.ask.requests


async def test_an_upload_without_a_file_is_answered_in_words(room, client):
    form = FormData({"as": "U_AYA", "in": "#general", "key": "key-00000001"}, default_to_multipart=True)
    async with client.post(f"{room.url}/upload", data=form) as response:
        assert response.status == 400
    async with client.post(f"{room.url}/upload", data=b"x") as response:
        assert response.status == 400


async def post(room: Room, client: ClientSession, what: str, name: str) -> Any:
    async with client.post(f"{room.url}/{what}", json={"values": {"name": [name]}}) as response:
        assert response.status == 200
        return await response.json()


async def test_somebody_new_can_be_spoken_as_at_once(room, client):
    assert await post(room, client, "people", "Zoë  O'Neil") == {"as": "U_ZOE_O_NEIL"}
    seen = await view(room, client, **{"as": "U_ZOE_O_NEIL"})
    assert seen["as"] == "U_ZOE_O_NEIL"
    assert "Zoë O&#39;Neil" in seen["people"]


async def test_a_new_channel_tells_how_to_begin(room, client):
    assert await post(room, client, "channels", "Birch & Co") == {"in": "#birch-co"}
    seen = await view(room, client, **{"in": "#birch-co"})
    assert seen["title"] == "#birch-co"
    assert "Type <b>setup</b> to begin" in seen["messages"]


@pytest.mark.parametrize(
    ("what", "name"), [("people", " "), ("people", "aya"), ("channels", "!"), ("channels", "General")]
)
async def test_a_name_that_does_not_do_is_shown_at_the_field(room, client, what, name):
    assert 'class="error"' in (await post(room, client, what, name))["form"]


async def test_the_view_falls_back_to_what_there_is(room, client):
    seen = await view(room, client, **{"as": "U_GONE", "in": "#gone", "zone": "Not/AZone", "first": "x"})
    assert (seen["as"], seen["in"]) == ("U_AYA", "#alder-clinics")
    seen = await view(room, client, **{"as": "U_GONE", "in": "#gone", "first": "9" * 5000})
    assert (seen["as"], seen["in"]) == ("U_AYA", "#alder-clinics")
    seen = await view(room, client, **{"in": "dm:U_MAREN"})
    assert seen["in"] == "dm:U_AYA"


async def test_earlier_messages_come_when_asked_for(room, client):
    async with room.database.write() as session:
        for number in range(230):
            message = NewMessage(
                conversation="#general", key=f"k{number}", author="U_JONAS", text=f"no {number}."
            )
            await console.add_message(session, message, now=NOON)
    seen = await view(room, client)
    assert "no 130." in seen["messages"]
    assert "no 129." not in seen["messages"]
    assert seen["has_earlier"]
    more = await view(room, client, first=str(seen["first"]), earlier="1")
    assert "no 30." in more["messages"]
    assert "no 229." in more["messages"]
    rest = await view(room, client, first=str(more["first"]), earlier="1")
    assert "no 0." in rest["messages"]
    assert not rest["has_earlier"]


async def test_buttons_that_were_used_or_are_too_old_cannot_be_pressed(room, client):
    made = reply(Buttons((Button(label="Undo", route="undo", minutes=15),)))
    async with room.database.write() as session:
        for key, at in (("old", NOON - timedelta(minutes=16)), ("new", NOON)):
            stored = await save_buttons(
                session, made, Place(engagement_id=None, person_id=None, conversation="#general", now=at)
            )
            message = NewMessage(conversation="#general", key=key, reply=to_json(stored))
            await console.add_message(session, message, now=at)
    seen = await view(room, client)
    assert seen["messages"].count("disabled>Undo") == 1
    assert seen["messages"].count("data-click=") == 1


async def test_a_reply_of_a_newer_version_is_said_to_be_one(room, client):
    async with room.database.write() as session:
        message = NewMessage(conversation="#general", key="k", reply={"version": 99, "kind": "reply"})
        await console.add_message(session, message, now=NOON)
    assert "newer version" in (await view(room, client))["messages"]


async def next_stamp(response: ClientResponse) -> str:
    async with asyncio.timeout(5):
        while True:
            line = (await response.content.readline()).decode()
            if line.startswith("data: "):
                return line.removeprefix("data: ").strip()


async def test_a_page_is_told_at_once_and_also_what_another_process_wrote(room, client, sqlite_url):
    address = f"{room.url}/events?as=U_JONAS&token={room.token}"
    async with ClientSession() as other, other.get(address) as response:
        assert response.content_type == "text/event-stream"
        first = await next_stamp(response)
        await act(room, client, words("hello"))
        second = await next_stamp(response)
        elsewhere = Database(sqlite_url)
        async with elsewhere.write() as session:
            message = NewMessage(conversation="#general", key="other", text="from elsewhere", author="U_AYA")
            await console.add_message(session, message, now=NOON)
        await elsewhere.close()
        assert len({first, second, await next_stamp(response)}) == 3


async def test_open_streams_do_not_hold_up_the_end(room, client):
    async with client.get(f"{room.url}/events?as=U_AYA") as response:
        await next_stamp(response)
        async with asyncio.timeout(2):
            await room.server.close()
            await response.content.read()
        assert response.content.at_eof()


async def test_the_request_tells_who_where_and_that_a_form_may_open(room, client):
    await act(room, client, words("hi"), zone="Europe/Berlin", locale="de-DE", **{"in": "dm:U_AYA"})
    made: Request = room.ask.requests[0]
    assert made.can_open_form
    assert made.address.is_direct
    assert (made.sender.zone, made.sender.locale) == ("Europe/Berlin", "de-DE")
