"""What reaches us twice acts once, and is answered as it was."""

import asyncio

from sqlalchemy import func, select

from bot.teams.receive import moving
from storage.tables import Feedback, KpiUpdate
from tests.scenarios.stage import CHANNEL, DM
from tests.scenarios.stories import set_up
from tests.scenarios.teams_stage import teams_stage
from tests.teams.person import person


async def count(stage, table):
    async with stage.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def test_a_message_that_comes_again_is_answered_once(northwind, dana):
    await dana.say("kpi leads 103 sep")
    for _time in range(3):
        assert (await dana.send_again()).status == 202
    said = await northwind.posts("U_DANA", where=DM)
    assert said.count("Recorded: Qualified leads is 103") == 1
    assert await count(northwind, KpiUpdate) == 1


async def test_a_question_that_comes_again_is_answered_once(northwind, dana):
    await dana.say("help")
    for _time in range(2):
        await dana.send_again()
    assert (await northwind.posts("U_DANA", where=DM)).count("What I can do") == 1


async def test_the_same_id_in_two_conversations_is_two_messages(northwind, dana):
    await dana.say("kpi leads 103 sep")
    first = northwind.teams.endpoint.answers[-1].activity
    tom = person(northwind.teams, "U_TOM")
    await tom.install()
    told = tom.made(tom.place(), "message", text="kpi list", id=first["id"], textFormat="plain")
    assert (await tom.deliver(told)).status == 202
    assert "Qualified leads" in await northwind.posts("U_TOM", where=DM)


async def test_a_form_that_is_sent_again_is_saved_once_and_says_the_same(northwind):
    tom = person(northwind.teams, "U_TOM")
    await northwind.say("U_TOM", "feedback")
    await northwind.fill("U_TOM", {"text": "Too slow", "sentiment": "negative", "source": "team"})
    first = northwind.teams.endpoint.answers[-1].json
    again = (await tom.send_again()).json
    assert "Feedback 1 is saved" in str(first)
    assert str(again).count("Feedback 1 is saved") == str(first).count("Feedback 1 is saved")
    assert await count(northwind, Feedback) == 1


async def test_a_click_that_comes_again_undoes_once(northwind, dana):
    await northwind.say("U_DANA", "kpi leads 103 sep", where=DM)
    await dana.click("Undo")
    assert (await dana.send_again()).status == 200
    assert await count(northwind, KpiUpdate) == 2
    assert (await northwind.posts("U_DANA", where=DM)).count("counts as not reported") == 1


async def test_what_is_edited_or_deleted_later_changes_nothing(northwind, dana):
    await dana.mention(CHANNEL, "kpi leads 103 sep")
    message = next(one for one in northwind.teams.world.messages if "leads 103" in one.text)
    assert (await dana.edit(message, "<at>Headway</at> kpi leads 130 sep")).status == 202
    assert (await dana.take_back(message)).status == 202
    assert "103" in (await northwind.say("U_DANA", "kpi why leads sep", where=DM)).text
    assert await count(northwind, KpiUpdate) == 1


async def test_an_answer_that_could_not_be_written_down_is_an_apology_and_no_silence(
    northwind, dana, monkeypatch
):
    real, failures = moving.moved, [KeyError("an error of ours")]

    async def broken_once(*anything, **more):
        if failures:
            raise failures.pop()
        return await real(*anything, **more)

    monkeypatch.setattr("bot.teams.receive.posting.moved", broken_once)
    assert (await dana.say("kpi list")).status == 202
    assert "Something went wrong on our side" in await northwind.posts("U_DANA", where=DM)


async def test_two_questions_at_the_same_moment_are_both_answered(postgresql_url):
    async with teams_stage(postgresql_url) as stage:
        await set_up(stage)
        dana = person(stage.teams, "U_DANA")
        dana.close_dialog()
        for words in (("status", "card"), ("kpi list", "history"), ("members", "settings")):
            await asyncio.gather(*(dana.mention(CHANNEL, one) for one in words))
        said = await stage.posts("U_DANA", where=DM)
        assert said.count("Asked in #northwind") >= 5


async def test_nobody_waits_behind_the_answer_to_another(northwind, dana):
    tom = person(northwind.teams, "U_TOM")
    await tom.mention(CHANNEL, "card")
    northwind.teams.faults.fail_next(429, retry_after=1800)
    await northwind.posts("U_TOM")
    answer = await northwind.say("U_DANA", "card")
    assert "Northwind Ltd" in answer.text
