"""What takes longer than Slack waits is acknowledged in time, goes on, and is answered afterwards."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from bot.slack.receive import taking
from bot.slack.receive.bolt import KINDS, make_bolt
from bot.slack.receive.taking import take_over
from storage.tables import KpiUpdate, LateRequest
from tests.late import finished, late_rows
from tests.scenarios.reading import read_view
from tests.scenarios.stage import CHANNEL, DM
from tests.slack.person import person


@pytest.fixture
async def slow(northwind, monkeypatch):
    """A stage on which every answer takes longer than the limit, until the gate opens."""
    monkeypatch.setattr(taking, "LIMIT_SECONDS", 0.5)
    part, gate = northwind.app.slack, asyncio.Event()
    real = part.edge.ask

    async def ask(services, request, *, now, keep=None):
        await gate.wait()
        return await real(services, request, now=now, keep=keep)

    slow_edge = replace(part.edge, ask=ask)
    secret = northwind.slack.world.app.signing_secret
    part.bolt._async_listeners[:] = make_bolt(slow_edge, signing_secret=secret)._async_listeners
    yield northwind, gate
    gate.set()


async def test_a_slow_command_says_to_wait_and_then_the_answer(slow):
    stage, gate = slow
    dana = person(stage.slack, "U_DANA")
    answer = await dana.slash_command("/kpi", "leads 103 sep", channel=CHANNEL)
    assert "One moment" in answer.text
    assert await late_rows(stage.app) == 1
    gate.set()
    await finished(stage.app)
    assert "Recorded: Qualified leads is 103" in dana.seen(CHANNEL)[-1].text


async def test_a_slow_form_shows_that_it_is_being_saved_and_then_the_result(slow):
    stage, gate = slow
    dana = person(stage.slack, "U_DANA")
    gate.set()
    await stage.say("U_DANA", "kpi")
    gate.clear()
    await dana.submit_view({"revenue:2026-10": "41.5k"})
    assert "Saving" in read_view(dana.modal)
    gate.set()
    await finished(stage.app)
    assert "Revenue is £41,500" in read_view(dana.modal)


async def test_mistakes_in_a_slow_form_are_shown_with_what_was_typed(slow):
    stage, gate = slow
    dana = person(stage.slack, "U_DANA")
    gate.set()
    await stage.say("U_DANA", "kpi")
    gate.clear()
    await dana.submit_view({"revenue:2026-10": "a lot"})
    gate.set()
    await finished(stage.app)
    assert 'I could not read "a lot" as a number' in read_view(dana.modal)
    saved = await stage.fill("U_DANA", {"revenue:2026-10": "41.5k"})
    assert "Revenue is £41,500" in saved.text


async def test_a_slow_result_finds_the_person_who_closed_the_window(slow):
    stage, gate = slow
    dana = person(stage.slack, "U_DANA")
    gate.set()
    await stage.say("U_DANA", "kpi")
    gate.clear()
    await dana.submit_view({"revenue:2026-10": "41.5k"})
    await dana.close_view(all_of_them=True)
    gate.set()
    await finished(stage.app)
    assert "Revenue is £41,500" in await stage.posts("U_DANA", where=DM)


async def test_a_slow_event_is_acknowledged_and_answered_afterwards(slow):
    stage, gate = slow
    answer = await person(stage.slack, "U_DANA").say_in_dm("kpi leads 103 sep")
    assert answer.status == 200
    gate.set()
    await finished(stage.app)
    assert "Recorded: Qualified leads is 103" in await stage.posts("U_DANA", where=DM)


async def test_what_a_lost_process_left_is_taken_over_and_acts_once(slow):
    stage, gate = slow
    assert (await person(stage.slack, "U_DANA").say_in_dm("kpi leads 103 sep")).status == 200
    await stage.app.slack.edge.background.drain(seconds=0)
    assert await late_rows(stage.app) == 1
    await take_over(stage.app.slack.edge, KINDS)
    assert await late_rows(stage.app) == 1, "its lease is not over yet"
    async with stage.app.database.write() as session:
        long_ago = stage.app.clock().replace(year=2020)
        await session.execute(update(LateRequest).values(lease_until=long_ago))
    await take_over(stage.app.slack.edge, KINDS)
    await finished(stage.app)
    assert (await stage.posts("U_DANA", where=DM)).count("Recorded: Qualified leads is 103") == 1
    async with stage.app.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(KpiUpdate)) == 1
    gate.set()
