"""The database is away: people are told, nothing is half-saved, and what they typed is not lost."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.teams import files
from bot.teams.receive import taking
from storage.tables import Feedback, KpiUpdate, TeamsConversation
from tests.cable import cabled
from tests.scenarios.stage import CHANNEL, DM
from tests.scenarios.stories import set_up
from tests.scenarios.teams_stage import teams_stage
from tests.teams.person import person
from tests.teams.reading import read_dialog, read_message

AWAY = "nothing was saved"


@pytest.fixture
async def far(postgresql_url):
    """A stage whose database hangs on a cable."""
    with tempfile.TemporaryDirectory() as folder:
        async with cabled(postgresql_url, Path(folder)) as (cable, url), teams_stage(url) as stage:
            await set_up(stage)
            person(stage.teams, "U_DANA").close_dialog()
            yield stage, cable


async def count(stage, table):
    async with stage.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def said(stage):
    """Let what is said in the background be said."""
    await stage.app.teams.edge.background.drain(seconds=5)


async def test_a_message_is_taken_and_its_writer_is_told_there(far):
    stage, cable = far
    dana = person(stage.teams, "U_DANA")
    cable.cut()
    assert (await dana.mention(CHANNEL, "kpi leads 103 sep")).status == 202
    await said(stage)
    told, asked = dana.seen(CHANNEL)[-1], dana.seen(CHANNEL)[-2]
    assert AWAY in read_message(told)
    assert told.thread == asked.thread
    cable.mend()
    assert await count(stage, KpiUpdate) == 0


async def test_a_form_keeps_what_was_typed_and_can_be_sent_again(far):
    stage, cable = far
    dana = person(stage.teams, "U_DANA")
    await stage.say("U_DANA", "kpi")
    await stage.press("U_DANA", "Open form")
    cable.cut()
    await dana.submit({"revenue:2026-10": "41.5k"})
    assert AWAY in read_dialog(dana.dialog)
    cable.mend()
    await dana.click("Send again", "dialog")
    assert "Revenue is £41,500" in read_dialog(dana.dialog)


async def test_a_form_in_a_message_keeps_what_was_typed_too(far):
    stage, cable = far
    dana = person(stage.teams, "U_DANA")
    await stage.say("U_DANA", "kpi leads 103, cpl 219", where=DM)
    await stage.say("U_DANA", "kpi", where=DM)
    cable.cut()
    await dana.submit({"revenue:2026-10": "41.5k"})
    assert AWAY in read_message(dana.seen()[-1], "U_DANA")
    cable.mend()
    await dana.click("Send again")
    assert "Revenue is £41,500" in await stage.posts("U_DANA", where=DM)


async def test_a_click_is_told_in_words_and_can_be_pressed_again(far):
    stage, cable = far
    dana = person(stage.teams, "U_DANA")
    await stage.say("U_DANA", "kpi leads 103 sep")
    cable.cut()
    await dana.click("Undo")
    assert AWAY in dana.notices[-1]
    cable.mend()
    assert "counts as not reported" in (await stage.press("U_DANA", "Undo")).text


async def test_a_dialog_that_was_asked_for_says_so(far):
    stage, cable = far
    dana = person(stage.teams, "U_DANA")
    await stage.say("U_DANA", "kpi")
    cable.cut()
    await dana.click("Open form", CHANNEL)
    assert AWAY in read_dialog(dana.dialog)


async def test_an_installation_is_written_down_once_the_database_is_back(far, monkeypatch):
    stage, cable = far
    monkeypatch.setattr(taking, "AGAIN_SECONDS", (0.2,) * 20)
    tom = person(stage.teams, "U_TOM")
    before = await count(stage, TeamsConversation)
    cable.cut()
    for answer in await tom.install():
        assert answer.status == 202
    cable.mend()
    for _look in range(100):
        if await count(stage, TeamsConversation) > before:
            break
        await asyncio.sleep(0.05)
    assert await count(stage, TeamsConversation) == before + 1


async def test_where_the_answer_of_the_commit_is_lost_the_saved_answer_is_found(far):
    stage, cable = far
    await stage.say("U_TOM", "feedback")
    tom = person(stage.teams, "U_TOM")
    await stage.press("U_TOM", "Open form")
    cable.cut_in_commit(is_mended_after=True)
    await tom.submit({"text": "too slow", "sentiment": "negative", "source": "team"})
    assert "Feedback 1 is saved" in read_dialog(tom.dialog)
    assert await count(stage, Feedback) == 1


async def test_where_nobody_can_tell_it_is_not_said_that_nothing_was_saved(far):
    stage, cable = far
    await stage.say("U_TOM", "feedback")
    tom = person(stage.teams, "U_TOM")
    await stage.press("U_TOM", "Open form")
    cable.cut_in_commit(is_mended_after=False)
    await tom.submit({"text": "too slow", "sentiment": "negative", "source": "team"})
    assert "I can't tell whether this was saved" in read_dialog(tom.dialog)
    cable.mend()
    assert await count(stage, Feedback) == 1


async def test_each_file_says_for_itself_that_it_was_not_read(far, monkeypatch):
    stage, cable = far
    dana = person(stage.teams, "U_DANA")
    await stage.say("U_DANA", "help", where=DM)
    real = files.read_files

    async def read_then_cut(edge, files):
        read = await real(edge, files)
        cable.cut()
        return read

    monkeypatch.setattr("bot.teams.receive.messages.read_files", read_then_cut)
    await dana.drop_file("leads.csv", b"Month,Leads\nSep 2026,95\n", text="help")
    await said(stage)
    cable.mend()
    assert "leads.csv" in read_message(dana.seen()[-1])
    assert AWAY in read_message(dana.seen()[-1])
    assert "What I can do" in await stage.posts("U_DANA", where=DM)
