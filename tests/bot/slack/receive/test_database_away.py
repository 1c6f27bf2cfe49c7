"""The database is away: an event is asked for again, a person is told, and nothing is half-saved."""

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.tables import Feedback, KpiUpdate
from tests.cable import cabled
from tests.scenarios.slack_stage import slack_stage
from tests.scenarios.stage import CHANNEL, DM
from tests.scenarios.stories import set_up
from tests.slack.person import person


@pytest.fixture
async def far(postgresql_url):
    """A stage whose database hangs on a cable."""
    with tempfile.TemporaryDirectory() as folder:
        async with cabled(postgresql_url, Path(folder)) as (cable, url), slack_stage(url) as stage:
            await set_up(stage)
            await person(stage.slack, "U_DANA").close_view(all_of_them=True)
            yield stage, cable


async def test_an_event_is_asked_for_again_and_then_acts_once(far):
    stage, cable = far
    cable.cut()
    statuses: list[int | None] = []

    async def mend_after_two(kind, payload, *, retry=0, reason=""):
        if retry == 2:
            cable.mend()
        attempt = await real(kind, payload, retry=retry, reason=reason)
        statuses.append(attempt.status)
        return attempt

    real, stage.slack.transport.send = stage.slack.transport.send, mend_after_two
    assert (await person(stage.slack, "U_DANA").say_in_dm("kpi leads 103 sep")).is_taken
    assert statuses == [503, 503, 200]
    assert (await stage.posts("U_DANA", where=DM)).count("Recorded: Qualified leads is 103") == 1


async def test_a_command_is_told_that_it_was_not_saved(far):
    stage, cable = far
    cable.cut()
    answer = await person(stage.slack, "U_DANA").slash_command("/kpi", "leads 103 sep", channel=CHANNEL)
    assert answer.status == 200
    assert "nothing was saved" in answer.text
    cable.mend()
    async with stage.app.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(KpiUpdate)) == 0


async def test_a_form_keeps_what_was_typed_and_can_be_sent_again(far):
    stage, cable = far
    dana = person(stage.slack, "U_DANA")
    await stage.say("U_DANA", "kpi")
    cable.cut()
    sent = await dana.submit_view({"revenue:2026-10": "41.5k"})
    assert "nothing was saved" in " ".join(sent.errors.values())
    cable.mend()
    saved = await stage.fill("U_DANA", {})
    assert "Revenue is £41,500" in saved.text


async def test_a_window_that_was_opened_says_so(far):
    stage, cable = far
    dana = person(stage.slack, "U_DANA")
    cable.cut()
    assert (await dana.slash_command("/kpi", "", channel=CHANNEL)).is_taken
    assert dana.modal is not None
    assert "nothing was saved" in str(dana.modal.body)


async def test_a_click_is_told_where_the_button_stands(far):
    stage, cable = far
    dana = person(stage.slack, "U_DANA")
    await stage.say("U_DANA", "kpi leads 103 sep")
    cable.cut()
    assert (await dana.click("Undo", where=CHANNEL)).is_taken
    assert "nothing was saved" in dana.seen(CHANNEL)[-1].text
    cable.mend()
    assert "counts as not reported" in (await stage.press("U_DANA", "Undo")).text


async def saved(stage):
    async with stage.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Feedback))


async def test_where_the_answer_of_the_commit_is_lost_the_saved_answer_is_found(far):
    stage, cable = far
    cable.cut_in_commit(is_mended_after=True)
    dana = person(stage.slack, "U_DANA")
    answer = await dana.slash_command("/feedback", '- "too slow" team', channel=CHANNEL)
    assert "Feedback 1 is saved" in answer.text
    assert await saved(stage) == 1


async def test_where_nobody_can_tell_it_is_not_said_that_nothing_was_saved(far):
    stage, cable = far
    cable.cut_in_commit(is_mended_after=False)
    dana = person(stage.slack, "U_DANA")
    answer = await dana.slash_command("/feedback", '- "too slow" team', channel=CHANNEL)
    assert "I can't tell whether this was saved" in answer.text
    cable.mend()
    assert await saved(stage) == 1
