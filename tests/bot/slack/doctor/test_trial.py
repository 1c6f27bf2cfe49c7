"""A trial on the platform: it says what to do, and leaves nothing behind."""

import pytest

from bot import doctor as whole
from bot.settings import Settings
from bot.slack import doctor, trial
from tests.bot.slack.doctor.examined import complaint, many, said


@pytest.mark.parametrize("channel", ["C_NORTHWIND", "#northwind", "northwind"])
async def test_a_trial_posts_finds_edits_and_takes_away(slack, settings, channel):
    found = await said(doctor.try_live(settings(), channel))
    assert found == [trial.POSTED.format(channel=channel), trial.LINKED, trial.CHANGED, trial.REMOVED]
    assert slack.world.messages == []
    (posted,) = slack.called("chat.postMessage")
    assert posted.args["channel"] == "C_NORTHWIND"
    assert slack.called("conversations.open") == []


async def test_a_trial_reads_the_message_back_where_it_may(slack, settings, made):
    made.scopes |= {"channels:history"}
    assert trial.READ in await said(doctor.try_live(settings(), "C_NORTHWIND"))
    assert slack.called("chat.getPermalink") == []


async def test_a_trial_in_a_private_channel_works_by_its_name(slack, settings, made):
    slack.world.channels["C_SECRET"].members.add(made.bot_user_id)
    assert trial.REMOVED in await said(doctor.try_live(settings(), "#secret"))


@pytest.mark.parametrize(
    ("channel", "sentence"),
    [
        ("C_AWAY", trial.CURES["not_in_channel"]),
        ("#away", trial.CURES["not_in_channel"]),
        ("C_NOWHERE", trial.UNKNOWN),
        ("#nowhere", trial.UNKNOWN),
        ("#secret", trial.UNKNOWN),
        ("@dana", trial.NOT_A_CHANNEL),
        ("U_DANA_REED", trial.NOT_A_CHANNEL),
        ("D000000001", trial.NOT_A_CHANNEL),
        ("#", trial.NOT_A_CHANNEL),
    ],
)
async def test_where_a_trial_cannot_post_it_says_what_to_do(slack, settings, channel, sentence):
    assert await complaint(doctor.try_live(settings(), channel)) == sentence.format(channel=channel)
    assert slack.world.messages == []


async def test_an_archived_channel_is_said_to_be_one(slack, settings):
    slack.world.channels["C_NORTHWIND"].is_archived = True
    sentence = await complaint(doctor.try_live(settings(), "C_NORTHWIND"))
    assert sentence == trial.CURES["is_archived"].format(channel="C_NORTHWIND")


@pytest.mark.parametrize(
    ("method", "sentence"),
    [("chat.getPermalink", trial.NOT_FOUND), ("chat.update", trial.NOT_CHANGED)],
)
async def test_the_message_goes_away_though_a_step_fails(slack, settings, method, sentence):
    slack.faults.fail(method, status=500)
    wrong = await complaint(doctor.try_live(settings(), "C_NORTHWIND"))
    assert wrong == sentence.format(error="HTTP 500")
    assert slack.world.messages == []


async def test_the_message_goes_away_though_nobody_waits_for_the_end(slack, settings):
    steps = doctor.try_live(settings(), "C_NORTHWIND")
    assert (await anext(steps)).says == trial.POSTED.format(channel="C_NORTHWIND")
    assert len(slack.world.messages) == 1
    await steps.aclose()
    assert slack.world.messages == []


async def test_a_message_that_stays_is_told(slack, settings):
    slack.faults.refuse("chat.delete", "cant_delete_message")
    sentence = await complaint(doctor.try_live(settings(), "C_NORTHWIND"))
    assert sentence == trial.LEFT_BEHIND.format(error="cant_delete_message", channel="C_NORTHWIND")


@pytest.mark.parametrize("may_read", [True, False])
@pytest.mark.parametrize("fault", ["lose_answer", "drop"])
async def test_what_became_of_a_post_without_an_answer_is_found_out_or_said(
    slack, settings, made, fault, may_read
):
    made.scopes |= {"channels:history"} if may_read else set()
    getattr(slack.faults, fault)("chat.postMessage")
    sentence = await complaint(doctor.try_live(settings(), "C_NORTHWIND"))
    is_posted = fault == "lose_answer"
    then = trial.TAKEN_AWAY if is_posted else trial.NEVER_POSTED
    assert sentence.endswith(then if may_read else trial.PERHAPS_POSTED.format(channel="C_NORTHWIND"))
    assert len(slack.world.messages) == (is_posted and not may_read)


async def test_a_trial_needs_one_workspace(slack):
    assert await complaint(doctor.try_live(many(slack), "C_NORTHWIND")) == doctor.ONLY_ONE_WORKSPACE
    assert await complaint(doctor.try_live(Settings(), "C_NORTHWIND")) == doctor.ONLY_ONE_WORKSPACE


async def test_the_whole_doctor_looks_at_slack_and_tries_it_out(slack, made, environment):
    environment("SLACK_API_URL", slack.api_url)
    environment("SLACK_BOT_TOKEN", made.token)
    environment("SLACK_SIGNING_SECRET", "s")
    environment("SECRET_KEY", "k")
    environment("PORT", "0")
    found = await said(whole.findings("#northwind"))
    assert (found[0], found[2], found[-1]) == (whole.SETTINGS_FINE, doctor.ALL_SCOPES, trial.REMOVED)
    assert slack.world.messages == []
