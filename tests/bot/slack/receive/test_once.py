"""What Slack sends twice acts once, and is answered as it was."""

from sqlalchemy import func, select

from storage.tables import Feedback, KpiUpdate
from tests.scenarios.stage import CHANNEL, DM
from tests.slack.delivery import HoldingTransport
from tests.slack.lifecycle import Lifecycle
from tests.slack.person import person


async def count(stage, table):
    async with stage.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table))


def hold(stage):
    """Keep what Slack would send, and give the real way to the app."""
    held, real = HoldingTransport(), stage.slack.transport
    stage.slack.transport = held
    return held, real


async def test_a_message_that_comes_again_is_answered_once(northwind):
    held, real = hold(northwind)
    await person(northwind.slack, "U_DANA").say_in_dm("kpi leads 103 sep")
    ((kind, payload),) = held.held
    for retry in range(4):
        attempt = await real.send(kind, payload, retry=retry, reason="http_timeout")
        assert attempt.status == 200
    said = await northwind.posts("U_DANA", where=DM)
    assert said.count("Recorded: Qualified leads is 103") == 1
    assert await count(northwind, KpiUpdate) == 1


async def test_a_question_that_comes_again_is_answered_once(northwind):
    held, real = hold(northwind)
    await person(northwind.slack, "U_DANA").say_in_dm("help")
    ((kind, payload),) = held.held
    for _time in range(3):
        assert (await real.send(kind, payload)).status == 200
    assert (await northwind.posts("U_DANA", where=DM)).count("What I can do") == 1


async def test_a_message_with_a_mention_acts_once_though_slack_tells_of_it_twice(northwind):
    dana = person(northwind.slack, "U_DANA")
    assert (await dana.mention(CHANNEL, "kpi leads 103 sep", both=True)).is_taken
    assert (await northwind.posts("U_DANA")).count("Recorded: Qualified leads is 103") == 1
    assert await count(northwind, KpiUpdate) == 1


async def test_a_form_that_is_sent_again_is_saved_once_and_says_the_same(northwind):
    dana = person(northwind.slack, "U_TOM")
    await northwind.say("U_TOM", "feedback")
    held, real = hold(northwind)
    await dana.submit_view({"text": "Too slow", "sentiment": "negative", "source": "team"})
    ((kind, payload),) = held.held
    answers = {(await real.send(kind, payload)).body for _time in range(3)}
    assert len(answers) == 1
    assert "Feedback 1 is saved" in answers.pop()
    assert await count(northwind, Feedback) == 1


async def test_a_click_that_comes_again_undoes_once(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    held, real = hold(northwind)
    await person(northwind.slack, "U_DANA").click("Undo", where=CHANNEL)
    ((kind, payload),) = held.held
    for _time in range(2):
        assert (await real.send(kind, payload)).status == 200
    assert await count(northwind, KpiUpdate) == 2


async def test_our_own_and_other_bots_messages_are_left_alone(northwind):
    await person(northwind.slack, "U_DANA").say_in_dm("help")
    before = await northwind.posts("U_DANA", where=DM)
    dana = person(northwind.slack, "U_DANA")
    ours = dana.seen()[-1]
    assert (await Lifecycle(northwind.slack).echo(ours)).is_taken
    assert await northwind.posts("U_DANA", where=DM) == before
