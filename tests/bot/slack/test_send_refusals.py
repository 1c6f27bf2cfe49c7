"""The messenger when Slack says no, or nothing: never, later, or nobody knows."""

from dataclasses import replace

import pytest

from domain.chat import reply
from domain.errors import NotDelivered, Unanswered, Undeliverable
from tests.bot.slack.office import channel, direct, small_office
from tests.slack.conftest import TEAM


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        yield office


@pytest.fixture
def slack(office):
    return office.slack


@pytest.fixture
def messenger(office):
    return office.messenger()


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        ("not_in_channel", "not_a_member"),
        ("channel_not_found", "no_channel"),
        ("is_archived", "archived"),
        ("msg_too_long", "too_long"),
        ("msg_blocks_too_long", "too_long"),
        ("invalid_blocks", "other"),
        ("something_new", "other"),
    ],
)
async def test_what_slack_will_never_take_has_its_trouble(slack, messenger, error, trouble):
    slack.faults.refuse("chat.postMessage", error)
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(channel(), reply("Hello."), "1")
    assert (caught.value.trouble, str(caught.value)) == (trouble, f"chat.postMessage: {error}")
    assert len(slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("account", ["U_GONE", "U_NOBODY"])
async def test_a_person_who_is_gone_is_a_trouble_of_its_own(messenger, account):
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(direct(account), reply("Hello."), "1")
    assert caught.value.trouble == "person_gone"


async def test_a_limit_says_the_method_and_how_long(slack, messenger):
    slack.faults.limit("chat.postMessage", retry_after=7)
    with pytest.raises(NotDelivered, match=r"chat\.postMessage") as caught:
        await messenger.send(channel(), reply("Hello."), "1")
    assert caught.value.retry_after == 7
    assert not isinstance(caught.value, Undeliverable | Unanswered)


async def fail(slack, how):
    faults = slack.faults
    match how:
        case "drop" | "lose_answer":
            getattr(faults, how)("chat.postMessage")
        case int():
            faults.fail("chat.postMessage", status=how)
        case _:
            faults.refuse("chat.postMessage", how)


@pytest.mark.parametrize(
    "how", ["drop", "lose_answer", 504, "internal_error", "fatal_error", "request_timeout"]
)
async def test_after_silence_nobody_knows_whether_it_arrived(slack, messenger, how):
    await fail(slack, how)
    with pytest.raises(Unanswered):
        await messenger.send(channel(), reply("Hello."), "1")
    assert len(slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("how", [500, 503, "service_unavailable", "ratelimited", "team_added_to_org"])
async def test_what_slack_cannot_take_now_it_takes_later(slack, office, messenger, how):
    await fail(slack, how)
    with pytest.raises(NotDelivered) as caught:
        await messenger.send(channel(), reply("Hello."), "1")
    assert not isinstance(caught.value, Undeliverable | Unanswered)
    await messenger.send(channel(), reply("Hello."), "1")
    assert office.keys() == ["1"]


@pytest.mark.parametrize("method", ["auth.test", "conversations.open"])
async def test_silence_before_the_post_means_that_nothing_was_posted(slack, messenger, method):
    slack.faults.drop(method)
    with pytest.raises(NotDelivered) as caught:
        await messenger.send(direct(), reply("Hello."), "1")
    assert not isinstance(caught.value, Undeliverable | Unanswered)
    assert slack.called("chat.postMessage") == []


async def test_a_token_that_ran_out_is_asked_for_again(slack, office, messenger):
    await messenger.send(channel(), reply("Hello."), "1")
    slack.faults.refuse("chat.postMessage", "token_expired")
    with pytest.raises(NotDelivered):
        await messenger.send(channel(), reply("Hello."), "2")
    await messenger.send(channel(), reply("Hello."), "2")
    assert (len(slack.called("auth.test")), office.keys()) == (2, ["1", "2"])


async def test_a_slack_that_cannot_be_reached_got_nothing(office, messenger, unused_tcp_port):
    await messenger.send(channel(), reply("Hello."), "1")
    messenger.edge.api.base_url = f"http://127.0.0.1:{unused_tcp_port}/api/"
    with pytest.raises(NotDelivered) as caught:
        await messenger.send(channel(), reply("Hello."), "2")
    assert not isinstance(caught.value, Undeliverable | Unanswered)


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive"])
async def test_an_installation_that_ended_is_told_to_whoever_ends_it(slack, office, messenger, error):
    await messenger.send(channel(), reply("Hello."), "1")
    if error == "token_revoked":
        office.made.is_revoked = True
    else:
        slack.world.teams[TEAM].is_deleted = True
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(channel(), reply("Hello."), "2")
    assert caught.value.trouble == "not_installed"
    assert office.lost == [(TEAM, error)]


async def test_a_workspace_without_the_app_is_told_too(office, messenger):
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(replace(channel(), workspace="T_NOWHERE"), reply("Hello."), "1")
    assert caught.value.trouble == "not_installed"
    assert [team for team, _why in office.lost] == ["T_NOWHERE"]


async def test_an_old_token_is_no_end_where_there_is_a_new_one(slack, office, messenger):
    await messenger.send(channel(), reply("Hello."), "1")
    office.made.is_revoked = True
    messenger.edge.api.installations.token = slack.world.install(TEAM).token
    with pytest.raises(NotDelivered) as caught:
        await messenger.send(channel(), reply("Hello."), "2")
    assert not isinstance(caught.value, Undeliverable)
    await messenger.send(channel(), reply("Hello."), "2")
    assert (office.keys(), office.lost) == (["1", "2"], [])
