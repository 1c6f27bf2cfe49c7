"""What takes longer than Teams waits is acknowledged in time, goes on, and is answered afterwards."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from bot.teams.receive import route
from bot.teams.receive.kinds import MEANWHILE
from bot.teams.receive.messages import MESSAGE
from bot.teams.receive.route import KINDS
from bot.teams.receive.taking import take_over
from storage.tables import KpiUpdate, LateRequest
from tests.late import finished, late_rows
from tests.scenarios.stage import DM
from tests.teams.reading import read_dialog, read_message


@pytest.fixture
async def slow(northwind, monkeypatch):
    """A stage on which every answer takes longer than the limit, until the gate opens."""
    edge, gate = northwind.app.teams.edge, asyncio.Event()
    gate.set()
    real = edge.ask

    async def ask(services, request, *, now, keep=None):
        await gate.wait()
        return await real(services, request, now=now, keep=keep)

    # The value is frozen for everybody but this test.
    monkeypatch.setitem(edge.__dict__, "ask", ask)
    quick = {name: replace(kind, seconds=0.4) for name, kind in route.INVOKES.items()}
    monkeypatch.setattr(route, "INVOKES", quick)
    monkeypatch.setattr("bot.teams.receive.route.MESSAGE", replace(MESSAGE, seconds=0.4))
    yield northwind, gate
    gate.set()


async def test_a_slow_message_is_acknowledged_and_answered_afterwards(slow, dana):
    stage, gate = slow
    gate.clear()
    assert (await dana.say("kpi leads 103 sep")).status == 202
    assert await late_rows(stage.app) == 1
    gate.set()
    await finished(stage.app)
    assert (await stage.posts("U_DANA", where=DM)).count("Recorded: Qualified leads is 103") == 1


async def test_a_slow_click_says_to_wait_and_then_the_answer(slow, dana):
    stage, gate = slow
    await stage.say("U_DANA", "kpi leads 103 sep", where=DM)
    gate.clear()
    await dana.click("Undo")
    assert dana.notices[-1] == MEANWHILE
    gate.set()
    await finished(stage.app)
    assert (await stage.posts("U_DANA", where=DM)).count("counts as not reported") == 1


async def test_a_slow_form_says_to_wait_and_its_result_finds_the_person(slow, dana):
    stage, gate = slow
    await stage.say("U_DANA", "kpi")
    await stage.press("U_DANA", "Open form")
    gate.clear()
    await dana.submit({"revenue:2026-10": "41.5k"})
    assert MEANWHILE in read_dialog(dana.dialog)
    gate.set()
    await finished(stage.app)
    assert "Revenue is £41,500" in await stage.posts("U_DANA", where=DM)


async def test_what_a_lost_process_left_is_taken_over_and_acts_once(slow, dana):
    stage, gate = slow
    gate.clear()
    assert (await dana.say("kpi leads 103 sep")).status == 202
    await stage.app.teams.edge.background.drain(seconds=0)
    gate.set()
    assert await late_rows(stage.app) == 1
    await take_over(stage.app.teams.edge, KINDS)
    assert await late_rows(stage.app) == 1, "its lease is not over yet"
    async with stage.app.database.write() as session:
        long_ago = stage.app.clock().replace(year=2020)
        await session.execute(update(LateRequest).values(lease_until=long_ago))
    await take_over(stage.app.teams.edge, KINDS)
    await finished(stage.app)
    assert (await stage.posts("U_DANA", where=DM)).count("Recorded: Qualified leads is 103") == 1
    async with stage.app.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(KpiUpdate)) == 1


async def test_a_late_request_that_breaks_says_so_with_a_reference(slow, dana, monkeypatch, caplog):
    stage, gate = slow
    gate.clear()
    await dana.say("kpi leads 103 sep")

    async def broken(*_anything, **_more):
        raise KeyError("an error of ours")

    monkeypatch.setattr("bot.teams.receive.posting.outbox.add", broken)
    monkeypatch.setattr("handlers.dispatch.log.exception", lambda *_a, **_k: None)
    monkeypatch.setattr("bot.teams.receive.messages.Posting.make_sure", broken)
    gate.set()
    await finished(stage.app)
    assert "tell us" in read_message(dana.seen()[-1])
