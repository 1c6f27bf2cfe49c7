"""Installing, rotating, removing, and what happens to channels and people meanwhile."""

from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.slack.acting import PARTINGS
from tests.slack.conftest import OTHER, northwind
from tests.slack.lifecycle import Lifecycle
from tests.slack.server import local_slack
from tests.slack.state import EVENTS, SlackApp
from tests.slack.things import User

BACK = "https://app.example/slack/oauth_redirect"
SECRETS = {"client_id": "111.222", "client_secret": "client-secret"}


@pytest.fixture
def life(slack) -> Lifecycle:
    """The administrators."""
    return Lifecycle(slack)


def asked(**more):
    """Make the page that the app sends an administrator to."""
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"https://slack.com/oauth/v2/authorize?client_id=111.222&scope=chat:write,commands&state=s{extra}"


def code_of(url):
    """Take the code out of where Slack sends them back to."""
    return parse_qs(urlsplit(url).query)["code"][0]


def access(client, **args):
    """Call oauth.v2.access; the SDK's own method warns of aiohttp's BasicAuth."""
    return client.api_call("oauth.v2.access", data=args)


async def test_a_code_becomes_a_token_with_the_scopes_that_were_asked_for(slack, life, client):
    back = life.allow(asked(redirect_uri=BACK), by="U_STRANGER")
    assert back.startswith(f"{BACK}?code=")
    assert parse_qs(urlsplit(back).query)["state"] == ["s"]
    got = await access(client, **SECRETS, code=code_of(back), redirect_uri=BACK)
    assert (got["team"]["id"], got["authed_user"]["id"]) == (OTHER, "U_STRANGER")
    assert got["scope"] == "chat:write,commands"
    assert got["token_type"] == "bot"
    assert "refresh_token" not in got.data
    assert (await client.auth_test(token=got["access_token"]))["user_id"] == got["bot_user_id"]


async def test_a_code_is_used_once_in_ten_minutes_with_the_right_secret_and_address(
    slack, life, client, refused
):
    code = code_of(life.allow(asked(redirect_uri=BACK), by="U_DANA"))
    wrong = {**SECRETS, "client_secret": "guess"}
    assert await refused(access(client, **wrong, code=code)) == "bad_client_secret"
    wrong = {**SECRETS, "client_id": "333"}
    assert await refused(access(client, **wrong, code=code)) == "invalid_client_id"
    elsewhere = access(client, **SECRETS, code=code, redirect_uri="https://else.example")
    assert await refused(elsewhere) == "bad_redirect_uri"
    await access(client, **SECRETS, code=code, redirect_uri=BACK)
    again = access(client, **SECRETS, code=code, redirect_uri=BACK)
    assert await refused(again) == "code_already_used"
    late = code_of(life.allow(asked(), by="U_DANA"))
    slack.world.clock.move_on(600)
    assert await refused(access(client, **SECRETS, code=late)) == "invalid_code"


async def test_the_secret_may_come_as_basic_auth(life, client):
    code = code_of(life.allow(asked(), by="U_DANA"))
    basic = {"Authorization": "Basic " + b64encode(b"111.222:client-secret").decode()}
    got = await client.api_call("oauth.v2.access", data={"code": code}, headers=basic)
    assert got["access_token"].startswith("xoxb-")


async def test_an_organisation_installs_once_for_all_its_workspaces(slack, life, client):
    slack.world.add_team("T0ORG", "Org", enterprise_id="E0ORG")
    slack.world.add_user(User("U_ADMIN", "admin", "Ada Admin", "T0ORG"))
    code = code_of(life.allow(asked(), by="U_ADMIN", organisation=True))
    got = await access(client, **SECRETS, code=code)
    assert (got["team"], got["enterprise"]["id"], got["is_enterprise_install"]) == (None, "E0ORG", True)


async def test_a_refresh_token_works_once_and_the_old_token_until_its_time(client, refused):
    world = northwind()
    world.app = SlackApp(rotates_tokens=True)
    first = world.install("T0NORTHWIND")
    async with local_slack(world) as slack:
        client.base_url = slack.api_url
        renew = {**SECRETS, "grant_type": "refresh_token", "refresh_token": first.refresh_token}
        got = await access(client, **renew)
        assert (got["token_type"], got["expires_in"]) == ("bot", 43200)
        assert got["access_token"] != first.token
        assert got["refresh_token"] not in {None, renew["refresh_token"]}
        assert await refused(access(client, **renew)) == "invalid_refresh_token"
        await client.auth_test(token=first.token)
        world.clock.move_on(43200)
        assert await refused(client.auth_test(token=first.token)) == "token_expired"


@pytest.mark.parametrize("revoked_first", [False, True])
async def test_removing_the_app_ends_its_tokens_and_sends_two_events(app, life, made, refused, revoked_first):
    first, second = await life.uninstall(made, revoked_first=revoked_first)
    assert (first.is_taken, second.is_taken) == (True, True)
    kinds = [body["event"]["type"] for body in app.heard]
    assert kinds == sorted(["app_uninstalled", "tokens_revoked"], reverse=revoked_first)
    assert "authorizations" not in app.heard[0]
    assert await refused(app.client.auth_test()) == "token_revoked"


async def test_the_app_can_give_its_token_back_or_remove_itself(client, refused, slack):
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert await refused(client.auth_test()) == "token_revoked"
    client.token = slack.world.install(OTHER).token
    await client.apps_uninstall(**SECRETS)
    assert await refused(client.auth_test()) == "token_revoked"


async def test_channels_are_renamed_shared_moved_and_archived(app, slack, life, client, refused):
    channel = slack.world.channels["C_NORTHWIND"]
    await life.rename(channel, "northwind-2")
    await life.share(channel, OTHER)
    await life.change_id(channel)
    await life.unshare(channel, OTHER)
    await life.archive(channel, by="U_DANA")
    events = [body["event"] for body in app.heard]
    assert [event["type"] for event in events] == [
        *("channel_rename", "channel_shared", "channel_id_changed", "channel_unshared", "channel_archive"),
    ]
    assert events[0]["channel"]["name"] == "northwind-2"
    assert app.heard[1]["is_ext_shared_channel"] is True
    assert (events[2]["old_channel_id"], events[2]["new_channel_id"]) == ("C_NORTHWIND", channel.id)
    assert await refused(client.chat_postMessage(channel=channel.id, text="x")) == "is_archived"
    assert await refused(client.conversations_info(channel="C_NORTHWIND")) == "channel_not_found"


async def test_channels_come_back_or_are_deleted(app, slack, life):
    channel = slack.world.channels["C_NORTHWIND"]
    await life.unarchive(channel, by="U_DANA")
    await life.delete(channel, by="U_DANA")
    assert [body["event"]["type"] for body in app.heard] == ["channel_unarchive", "channel_deleted"]


async def test_people_and_the_bot_come_and_go(app, slack, life, made):
    slack.world.app = SlackApp(events=EVENTS | PARTINGS)
    channel = slack.world.channels["C_NORTHWIND"]
    await life.join(slack.world.channels["C_AWAY"], made.bot_user_id, invited_by="U_DANA")
    await life.leave(channel, "U_TOM")
    await life.leave(channel, made.bot_user_id)
    joined, left, ourselves = (body["event"] for body in app.heard)
    assert (joined["type"], joined["user"], joined["inviter"]) == (
        "member_joined_channel",
        made.bot_user_id,
        "U_DANA",
    )
    assert (left["type"], left["user"], left["channel"]) == ("member_left_channel", "U_TOM", "C_NORTHWIND")
    assert (ourselves["type"], ourselves["channel"]) == ("channel_left", "C_NORTHWIND")


async def test_our_own_posts_come_back_to_an_app_that_hears_messages(app, slack, life, client, made):
    await client.chat_postMessage(channel="U_DANA", text="Hello Dana")
    await client.chat_postMessage(channel="C_NORTHWIND", text="Hello all")
    to_dana, to_all = slack.world.messages
    app.client.token = made.token
    assert (await life.echo(to_all)).attempts == ()
    assert (await life.echo(to_dana)).is_taken
    assert app.heard == []  # slack-bolt leaves out what its own bot said


async def test_an_organisation_gives_a_workspace_and_takes_it_back(app, slack, life):
    slack.world.add_team("T0ORG", "Org", enterprise_id="E0ORG")
    made = slack.world.install(None, enterprise_id="E0ORG")
    await life.change_access(made, ["T0ORG"], granted=True)
    await life.change_access(made, ["T0ORG"], granted=False)
    kinds = [body["event"]["type"] for body in app.heard]
    assert kinds == ["team_access_granted", "team_access_revoked"]
    assert app.heard[0]["authorizations"][0]["is_enterprise_install"] is True


async def test_profiles_change_and_newcomers_arrive_where_users_may_be_read(app, slack, life, made):
    tom = slack.world.users["U_TOM"]
    tom.deleted = True
    await life.change_user(tom)
    await life.welcome(User("U_NEW", "new", "Nia New", "T0NORTHWIND"))
    changed, arrived = (body["event"] for body in app.heard)
    assert (changed["type"], changed["user"]["deleted"]) == ("user_change", True)
    assert (arrived["type"], arrived["user"]["id"]) == ("team_join", "U_NEW")
    made.scopes -= {"users:read"}
    assert (await life.change_user(tom)).attempts == ()
