"""The web application: health, metrics, limits, logs, and an orderly end."""

import asyncio
import os
import re
import signal
from datetime import UTC, datetime
from io import BytesIO

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.app import build
from bot.serve import serve
from bot.settings import Settings
from bot.web import DATABASE_AWAY, MAX_REQUEST_BYTES, NOT_MIGRATED, NOT_TICKING
from domain.chat import Address, reply
from storage import console, outbox, schema

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
async def app(database_url):
    made = build(Settings(database_url=database_url, console=True, port=0))
    yield made
    await made.timetable.stop()
    await made.delivery.stop(seconds=1)
    await made.database.close()


@pytest.fixture
async def client(app):
    async def slow(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response(text="done")

    async def read(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    app.web.add_routes([web.get("/slow", slow), web.post("/read/{secret}", read)])
    async with TestClient(TestServer(app.web)) as made:
        yield made


async def look(client, path):
    async with client.get(path) as answer:
        return answer.status, await answer.text()


async def test_alive_says_nothing_about_the_database(client):
    assert await look(client, "/healthz") == (200, "alive\n")


@pytest.mark.without_tables
async def test_ready_says_why_it_is_not(app, client):
    assert await look(client, "/readyz") == (503, f"{NOT_MIGRATED}\n")
    await schema.migrate(app.database)
    assert await look(client, "/readyz") == (503, f"{NOT_TICKING}\n")
    app.timetable.start()
    assert await look(client, "/readyz") == (200, "ready\n")
    await app.timetable.stop()
    assert await look(client, "/readyz") == (503, f"{NOT_TICKING}\n")


async def test_a_database_that_is_away_is_not_ready_and_its_metrics_are_left_out():
    app = build(Settings(database_url="postgresql+asyncpg://u:p@127.0.0.1:1/headway"))
    async with TestClient(TestServer(app.web)) as client:
        assert await look(client, "/healthz") == (200, "alive\n")
        assert await look(client, "/readyz") == (503, f"{DATABASE_AWAY}\n")
        status, text = await look(client, "/metrics")
    await app.database.close()
    assert status == 200
    assert "headway_outbox_posts{" not in text


async def test_metrics_count_requests_by_route_posts_by_state_and_jobs(app, client):
    await schema.migrate(app.database)
    async with app.database.write() as session:
        address = Address(platform="slack", workspace="T1", conversation="C1")
        await outbox.add(session, key="k", engagement_id=None, address=address, reply=reply("Hi."), now=NOW)
    app.timetable.start()
    app.services.wake()
    await look(client, "/nowhere/secret")
    await client.post("/read/secret", data=b"12345")
    await asyncio.sleep(0.2)
    _status, text = await look(client, "/metrics")
    for line in (
        'headway_requests_total{method="GET",route="none",status="404"} 1.0',
        'headway_requests_total{method="POST",route="/read/{secret}",status="200"} 1.0',
        'headway_outbox_posts{state="pending"} 1.0',
        'headway_outbox_posts{state="failed"} 0.0',
        'headway_jobs_total{job="deliver",outcome="run"} 1.0',
    ):
        assert line in text


async def test_a_request_that_is_too_large_is_refused(client):
    async with client.post("/read/secret", data=BytesIO(bytes(MAX_REQUEST_BYTES + 1))) as answer:
        assert answer.status == 413


async def test_the_log_has_the_route_and_no_words(client):
    with capture_logs() as lines:
        async with client.post("/read/secret?token=secret", data=b"secret") as answer:
            assert answer.status == 200
    assert len(lines) == 1
    assert lines[0].pop("ms") < 1000
    assert lines == [
        {
            "event": "answered",
            "log_level": "info",
            "method": "POST",
            "route": "/read/{secret}",
            "status": 200,
        }
    ]


async def test_a_post_goes_out_as_soon_as_the_bell_rings(app):
    await schema.migrate(app.database)
    async with app.database.write() as session:
        await console.add_channel(session, name="#new", now=NOW)
    app.timetable.start()
    async with app.database.write() as session:
        address = Address(platform="console", workspace="console", conversation="#new")
        await outbox.add(session, key="k", engagement_id=None, address=address, reply=reply("Hi."), now=NOW)
    app.services.wake()
    await asyncio.sleep(0.5)
    async with app.database.read() as session:
        assert await outbox.count_by_state(session) == {"sent": 1}


async def test_the_page_of_the_console_is_served_only_where_it_is_wanted(app, client):
    await schema.migrate(app.database)
    without = build(app.settings.model_copy(update={"console": False}))
    assert (await look(client, "/console"))[0] == 200
    async with TestClient(TestServer(without.web)) as other:
        assert (await look(other, "/console"))[0] == 404
    await without.database.close()


async def test_a_stop_lets_a_request_finish_and_ends_every_stream(app):
    await schema.migrate(app.database)
    began = asyncio.Event()

    async def slow(_request: web.Request) -> web.Response:
        began.set()
        await asyncio.sleep(0.5)
        return web.Response(text="done")

    app.web.add_routes([web.get("/slow", slow)])
    told: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve(app, announce=told.put_nowait))
    address = (await told.get()).split()[4].removesuffix("/console")
    async with ClientSession() as browser:
        page = await (await browser.get(f"{address}/console")).text()
        token = re.search(r"[\w-]{43}", page)
        assert token is not None
        stream = await browser.get(f"{address}/console/events?as=U_X&token={token[0]}")
        assert stream.status == 200
        answer = asyncio.create_task(browser.get(f"{address}/slow"))
        await began.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await (await answer).text() == "done"
        async with asyncio.timeout(5):
            await serving
            await stream.read()
    assert not app.timetable.is_ticking


async def test_a_body_that_is_not_as_compressed_as_it_says_is_read_as_it_is(app):
    await schema.migrate(app.database)

    async def read(request: web.Request) -> web.Response:
        return web.Response(body=await request.read())

    app.web.add_routes([web.post("/read", read)])
    told: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve(app, announce=told.put_nowait))
    address = (await told.get()).split()[4].removesuffix("/console")
    said = {"Content-Encoding": "gzip"}
    async with (
        ClientSession() as browser,
        browser.post(f"{address}/read", data=b"{}", headers=said) as answer,
    ):
        assert (answer.status, await answer.read()) == (200, b"{}")
    os.kill(os.getpid(), signal.SIGTERM)
    await serving


async def test_a_request_that_never_ends_does_not_hold_up_a_stop(app):
    await schema.migrate(app.database)
    began = asyncio.Event()

    async def stuck(_request: web.Request) -> web.Response:
        began.set()
        await asyncio.sleep(3600)
        return web.Response()

    app.web.add_routes([web.get("/stuck", stuck)])
    told: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve(app, announce=told.put_nowait))
    address = (await told.get()).split()[4].removesuffix("/console")
    async with ClientSession() as browser:
        answer = asyncio.create_task(browser.get(f"{address}/stuck"))
        await began.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(10):
            await serving
        await asyncio.gather(answer, return_exceptions=True)
