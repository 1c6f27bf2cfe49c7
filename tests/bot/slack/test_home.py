"""The Home tab: shown, drawn anew, and never in the way of anything else."""

import asyncio

import pytest

from bot.slack import home
from domain.plain_text import plain_text
from storage.tables import Offer, Person, SlackHome
from tests.bot.slack.surfaces import Surfaces, on_stage
from tests.handlers.play import DM
from tests.slack.conftest import TEAM
from tests.slack.kit import home as home_view
from tests.slack.kit import section
from tests.slack.lifecycle import Lifecycle
from tests.slack.seeing import labels, words
from tests.slack.state import SlackApp

PUBLISH = "views.publish"


@pytest.fixture
async def bare(database_url):
    """Nobody has set up anything."""
    async with on_stage(database_url) as stage:
        yield stage


@pytest.fixture
async def stage(bare):
    """Dana leads Northwind, with Tom in the team."""
    await bare.set_up(team=["U_TOM"])
    return bare


@pytest.fixture
async def client(bare):
    """A client with the token of the app."""
    return bare.edge.api.with_token(bare.slack.world.installation_for(TEAM).token)


async def open_home(stage: Surfaces, who: str, tab: str = "home") -> None:
    await stage.at(who).open_home(tab)
    await home.on_app_home_opened(stage.edge, stage.taken())


async def refresh(stage: Surfaces) -> int:
    """Run the job, and count what it published."""
    before = len(stage.slack.called(PUBLISH))
    await home.refresh(stage.edge, stage.now)
    return len(stage.slack.called(PUBLISH)) - before


def seen(stage: Surfaces, who: str) -> str:
    view = stage.at(who).home
    assert view is not None
    return words(view)


async def test_opening_it_shows_what_waits_with_buttons_that_work_there(stage):
    await open_home(stage, "U_DANA")
    assert "Northwind Ltd: what waits for you" in seen(stage, "U_DANA")
    assert "Numbers due from you" in seen(stage, "U_DANA")
    assert labels(stage.at("U_DANA").home) == ("Record numbers", "Scorecard", "Give feedback")
    assert "Scorecard of Northwind Ltd" in plain_text(await stage.click_at_home("U_DANA", "Scorecard"))
    assert "Numbers you owe" in plain_text(await stage.click_at_home("U_DANA", "Record numbers"))


async def test_somebody_new_sees_how_to_begin_and_is_not_written_down(bare):
    await open_home(bare, "U_DANA")
    assert "/headway setup" in seen(bare, "U_DANA")
    assert await bare.rows(Person) == []
    assert "What I can do" in plain_text(await bare.click_at_home("U_DANA", "What I can do"))


async def test_it_is_drawn_anew_once_when_something_happened(stage):
    await open_home(stage, "U_DANA")
    await stage.pass_time(seconds=20)
    assert await refresh(stage) == 0
    await stage.say("U_TOM", 'feedback - "the form is long" customer')
    assert await refresh(stage) == 1
    assert "1 piece of feedback without an answer" in seen(stage, "U_DANA")
    await stage.pass_time(seconds=20)
    assert await refresh(stage) == 0


async def test_it_is_drawn_anew_at_most_every_ten_seconds(stage):
    await open_home(stage, "U_DANA")
    await stage.say("U_DANA", "kpi leads 103")
    await stage.pass_time(seconds=9)
    assert await refresh(stage) == 0
    await stage.pass_time(seconds=1)
    assert await refresh(stage) == 1


async def test_it_is_left_alone_a_week_after_somebody_looked(stage):
    await open_home(stage, "U_DANA")
    await stage.pass_time(days=7)
    await stage.say("U_DANA", "kpi leads 103")
    assert await refresh(stage) == 0


async def test_anonymous_feedback_draws_nothing_anew_since_that_would_tell_its_hour(stage):
    await open_home(stage, "U_DANA")
    await stage.pass_time(minutes=5)
    await stage.ask("U_TOM", "feedback")
    said = {"text": "Too many meetings", "sentiment": "negative", "source": "team", "anonymous": ["yes"]}
    assert "without your name" in plain_text(await stage.fill("U_TOM", **said))
    before = await stage.rows(SlackHome)
    assert await refresh(stage) == 0
    assert [row.published_at for row in await stage.rows(SlackHome)] == [row.published_at for row in before]
    await open_home(stage, "U_DANA")
    assert "1 piece of feedback without an answer" in seen(stage, "U_DANA")


async def test_whoever_is_removed_sees_the_client_no_more(stage):
    await open_home(stage, "U_TOM")
    assert "Northwind Ltd" in seen(stage, "U_TOM")
    await stage.pass_time(minutes=1)
    await stage.say("U_DANA", "members remove @Tom Hale")
    assert await refresh(stage) == 1
    assert "Northwind" not in seen(stage, "U_TOM")


async def test_whoever_is_added_sees_the_client(stage):
    await open_home(stage, "U_GUEST")
    await stage.ask("U_GUEST", "help", where=DM)
    await stage.pass_time(minutes=1)
    await stage.say("U_DANA", "members add <@U_GUEST> team")
    assert await refresh(stage) == 1
    assert "Northwind Ltd" in seen(stage, "U_GUEST")


async def test_two_replicas_draw_it_once(stage):
    await open_home(stage, "U_DANA")
    other = stage.process()
    for turn in range(5):
        await stage.pass_time(minutes=1)
        await stage.say("U_DANA", f"kpi leads {100 + turn} {['jan', 'feb', 'mar', 'apr', 'may'][turn]}")
        before = len(stage.slack.called(PUBLISH))
        await asyncio.gather(home.refresh(stage.edge, stage.now), home.refresh(other, stage.now))
        assert len(stage.slack.called(PUBLISH)) == before + 1
    await other.api.close()


async def test_an_older_home_is_not_shown_over_a_newer_one(stage, client):
    """A newer one was shown after we read: ours is refused, read again, and shown with the hash of that."""
    await open_home(stage, "U_DANA")
    gate = stage.slack.faults.hold(PUBLISH)
    slow = asyncio.create_task(home.publish(stage.edge, client, team=TEAM, account="U_DANA"))
    await asyncio.sleep(0.2)
    await stage.say("U_TOM", 'feedback - "the form is long" customer')
    fast = asyncio.create_task(home.publish(stage.edge, client, team=TEAM, account="U_DANA"))
    await asyncio.sleep(0.2)
    gate.set()
    await asyncio.gather(slow, fast)
    refusals = [call.answer.get("error") for call in stage.slack.called(PUBLISH)]
    assert refusals.count("hash_conflict") == 1
    assert "1 piece of feedback without an answer" in seen(stage, "U_DANA")


async def test_a_hash_that_nobody_wrote_down_is_done_without(stage, client):
    await open_home(stage, "U_DANA")
    await client.views_publish(user_id="U_DANA", view=home_view(section("Another process died here")))
    await open_home(stage, "U_DANA")
    assert "Northwind Ltd" in seen(stage, "U_DANA")
    assert [call.args.get("hash") for call in stage.slack.called(PUBLISH)][-1] is None
    await open_home(stage, "U_DANA")
    assert stage.slack.called(PUBLISH)[-1].args["hash"]


async def test_an_app_without_a_home_leaves_it(stage):
    stage.slack.world.app = SlackApp(has_home=False)
    await open_home(stage, "U_DANA")
    assert await stage.rows(SlackHome) == []


@pytest.mark.parametrize("trouble", ["drop", "lose_answer", "fail", "limit"])
async def test_one_that_could_not_be_shown_is_shown_by_the_next_run(stage, trouble):
    getattr(stage.slack.faults, trouble)(PUBLISH)
    await open_home(stage, "U_DANA")
    await stage.pass_time(seconds=10)
    assert await refresh(stage) >= 1
    assert "Northwind Ltd" in seen(stage, "U_DANA")
    await stage.pass_time(seconds=10)
    assert await refresh(stage) == 0


async def test_one_that_is_refused_does_not_keep_the_others_from_theirs(stage):
    for who in ("U_DANA", "U_TOM"):
        await open_home(stage, who)
        await stage.pass_time(seconds=1)
    await stage.pass_time(minutes=1)
    await stage.say("U_DANA", "kpi leads 103")
    stage.slack.faults.refuse(PUBLISH, "view_too_large")
    assert await refresh(stage) == 2
    assert len(await stage.rows(SlackHome)) == 2


async def test_a_workspace_that_takes_no_more_is_left_for_now(stage):
    for who in ("U_DANA", "U_TOM"):
        await open_home(stage, who)
        await stage.pass_time(seconds=1)
    await stage.pass_time(minutes=1)
    await stage.say("U_DANA", "kpi leads 103")
    stage.slack.faults.limit(PUBLISH)
    assert await refresh(stage) == 1
    assert await refresh(stage) == 1


async def test_the_home_of_an_app_that_was_removed_is_forgotten(stage):
    await open_home(stage, "U_DANA")
    made = stage.slack.world.installation_for(TEAM)
    await Lifecycle(stage.slack).uninstall(made)
    await stage.pass_time(minutes=1)
    await stage.say("U_DANA", "kpi leads 103")
    await refresh(stage)
    assert await stage.rows(SlackHome) == []


async def test_what_is_typed_in_direct_messages_means_the_buttons_there(stage):
    await stage.ask("U_TOM", 'feedback "fine" customer', where=DM)
    await open_home(stage, "U_TOM")
    assert "positive, from customer" in await stage.say("U_TOM", "1", where=DM)


async def test_offers_do_not_pile_up_and_an_older_home_goes_on_working(stage):
    await open_home(stage, "U_DANA")
    before = await stage.rows(Offer, Offer.conversation == "@U_DANA/home")
    for _again in range(3):
        await open_home(stage, "U_DANA")
    after = await stage.rows(Offer, Offer.conversation == "@U_DANA/home")
    assert [offer.token for offer in after] == [offer.token for offer in before]
