"""Installing in a browser: a state that is bound to it and works once, and pages for whatever happens."""

import asyncio
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.slack.installing import pages
from bot.slack.installing.oauth import OAuthApp, authorize_url
from domain.plain_text import plain_text
from storage import outbox, people, setup_codes
from storage.codec import reply_from_json
from storage.database import Database
from tests.bot.slack.installing.conftest import FIRST, ORGANISATION, PUBLIC, SECOND
from tests.slack.conftest import OTHER, TEAM

ACCESS = "oauth.v2.access"
SILENT = "Slack did not answer. Please start again in a minute."


async def test_an_install_begins_at_slack_with_a_state_that_the_browser_keeps(here):
    begun = await here.get("/slack/install")
    there = urlsplit(begun.headers["Location"])
    assert begun.status == 302
    assert f"{there.scheme}://{there.netloc}/" == here.slack.world.base_url + "/"
    assert there.path == "/oauth/v2/authorize"
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert asked == {
        "client_id": "111.222",
        "scope": "chat:write,commands",
        "state": begun.cookie,
        "redirect_uri": f"{PUBLIC}/slack/oauth_redirect",
    }
    said = begun.headers["Set-Cookie"]
    assert said.startswith("__Host-")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"} <= set(said.split("; "))
    assert (await here.get("/slack/install")).cookie != begun.cookie


def test_people_are_sent_to_slack_itself_in_the_open():
    app = OAuthApp(
        client_id="1.2", client_secret="x", redirect_uri="https://a.example/x?y=1&z", scopes=("a",)
    )
    url = authorize_url(app, api_url="https://slack.com/api/", state="s")
    assert url.startswith("https://slack.com/oauth/v2/authorize?state=s&client_id=1.2&scope=a&")
    assert parse_qs(urlsplit(url).query)["redirect_uri"] == ["https://a.example/x?y=1&z"]


async def test_an_install_ends_on_a_page_that_says_what_to_do_first(here):
    page = await here.install()
    assert page.status == 200
    assert "Headway is installed in Elsewhere" in page.text
    assert "<code>/invite @Headway</code>" in page.text
    assert "<code>/hw setup</code>" in page.text
    assert f"/app_redirect?app=A0HEADWAY&amp;team={OTHER}" in page.text
    assert page.cookie == ""
    assert "Max-Age=0" in page.headers["Set-Cookie"]
    made = await here.many.find(OTHER)
    newest = here.slack.world.installation_for(OTHER)
    assert (made.token, made.bot_id, made.scopes) == (
        newest.token,
        newest.bot_id,
        {"chat:write", "commands"},
    )


async def test_tokens_stand_nowhere_in_plain_text(here):
    await here.install()
    stored = json.dumps([{**vars(row), "_sa_instance_state": ""} for row in await here.rows()], default=str)
    newest = here.slack.world.installation_for(OTHER)
    assert newest.refresh_token
    assert newest.token not in stored
    assert newest.refresh_token not in stored
    assert "xox" not in stored


async def test_a_state_works_once_even_at_the_same_moment(here):
    back, cookie = await here.allow("U_STRANGER")
    answers = await asyncio.gather(*(here.get(back, cookie) for _one in range(5)))
    assert sorted(page.status for page in answers) == [200, 400, 400, 400, 400]
    assert len(here.slack.called(ACCESS)) == 1
    assert (await here.get(back, cookie)).status == 400


@pytest.mark.parametrize("cookie", ["", "another", "\udcff"])
async def test_another_browser_installs_nothing(here, cookie):
    back, right = await here.allow("U_STRANGER")
    page = await here.get(back, cookie)
    assert page.status == 400
    assert pages.EXPIRED in page.text
    assert f'href="{PUBLIC}/slack/install"' in page.text
    assert here.slack.called(ACCESS) == []
    assert (await here.get(back, right)).status == 200


async def test_a_state_that_is_too_old_or_foreign_or_missing_installs_nothing(here):
    back, cookie = await here.allow("U_STRANGER")
    for odd in (
        "/slack/oauth_redirect",
        "/slack/oauth_redirect?code=x&state=%FF%00",
        f"{PUBLIC}/slack/oauth_redirect?state={'s' * 5000}&code=x",
    ):
        assert (await here.get(odd, cookie)).status == 400
    assert (await here.get("/slack/oauth_redirect?code=x&state=mine", "mine")).status == 400
    here.slack.world.clock.move_on(600)
    assert (await here.get(back, cookie)).status == 400
    assert here.slack.called(ACCESS) == []
    assert await here.rows() == []


async def test_a_foreign_code_is_refused_in_words(here):
    begun = await here.get("/slack/install")
    page = await here.get(f"/slack/oauth_redirect?code=foreign&state={begun.cookie}", begun.cookie)
    assert (page.status, pages.NOT_DONE in page.text) == (400, True)
    begun = await here.get("/slack/install")
    page = await here.get(f"/slack/oauth_redirect?state={begun.cookie}", begun.cookie)
    assert page.status == 400
    assert await here.rows() == []


async def test_cancelling_is_fine(here):
    begun = await here.get("/slack/install")
    page = await here.get(f"/slack/oauth_redirect?error=access_denied&state={begun.cookie}", begun.cookie)
    assert (page.status, pages.CANCELLED in page.text) == (200, True)
    again = await here.get(f"/slack/oauth_redirect?code=x&state={begun.cookie}", begun.cookie)
    assert pages.EXPIRED in again.text


@pytest.mark.parametrize("method", [ACCESS, "auth.test"])
async def test_a_slack_that_does_not_answer_is_told_in_words(here, method):
    here.slack.faults.drop(method)
    page = await here.install()
    assert (page.status, SILENT in page.text) == (502, True)
    here.slack.faults.fail(method, status=503)
    assert (await here.install()).status == 502
    here.slack.faults.limit(method)
    assert (await here.install()).status == 400
    assert await here.rows() == []
    assert (await here.install()).status == 200


async def test_a_database_that_is_away_is_told_in_words(here, start):
    away = await start(database=Database("postgresql+asyncpg://u:p@127.0.0.1:1/headway"))
    page = await away.get("/slack/install")
    assert (page.status, pages.AWAY in page.text, page.cookie) == (503, True, "")
    back, cookie = await here.allow("U_STRANGER")
    page = await away.get(back, cookie)
    assert (page.status, pages.AWAY in page.text) == (503, True)
    assert "Traceback" not in page.text
    await away.database.close()
    assert (await here.get(back, cookie)).status == 200


async def test_nothing_that_comes_from_outside_becomes_markup(here):
    here.slack.world.teams[OTHER].name = "<img src=x onerror=alert(1)>`b`"
    page = await here.install()
    assert "<img" not in page.text
    assert "&lt;img src=x onerror=alert(1)&gt;`b`" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_a_command_of_any_name_stays_text():
    page = pages.installed(team_id="T1", team_name="", command="<b>", open_url="https://slack.com/")
    assert "<code>/&lt;b&gt; setup</code>" in str(page.text)


async def test_a_preview_of_the_link_begins_nothing(here):
    async with here.browser.head("/slack/install") as answer:
        assert answer.status == 405


async def test_whoever_installed_is_welcomed_with_a_code_that_works(here):
    await here.install()
    (post,) = await here.posts()
    assert post.target == f"slack/{OTHER}/@U_STRANGER"
    assert post.is_off_record
    assert here.woken == [True]
    words = plain_text(reply_from_json(post.reply))
    assert "/invite @Headway" in words
    assert "/hw setup" in words
    code = words.partition("@Headway setup ")[2][:9]
    async with here.database.write() as session:
        workspace = await people.ensure_workspace(
            session, platform="slack", external_id=OTHER, now=here.now()
        )
        assert workspace.name == "Elsewhere"
        assert await setup_codes.is_open(session, workspace_id=workspace.id, code=code, now=here.now())


async def test_installing_again_within_a_day_welcomes_nobody_twice(here):
    await here.install()
    here.slack.world.clock.move_on(3600)
    await here.install()
    assert len(await here.posts()) == 1
    await here.install("U_DANA")
    assert [post.target for post in await here.posts()][1:] == [f"slack/{TEAM}/@U_DANA"]
    here.slack.world.clock.move_on(24 * 3600)
    await here.install()
    assert len(await here.posts()) == 3


async def test_a_welcome_that_was_cancelled_does_not_count(here):
    await here.install()
    async with here.database.write() as session:
        await outbox.cancel_all(session, platform="slack", workspace=OTHER, reason="gone", now=here.now())
    here.slack.world.clock.move_on(60)
    await here.install()
    assert len(await here.posts()) == 1


async def test_two_installs_at_once_leave_one_installation_and_one_welcome(here):
    ways = [await here.allow("U_STRANGER") for _one in range(4)]
    answers = await asyncio.gather(*(here.get(*way) for way in ways))
    assert [page.status for page in answers] == [200] * 4
    assert len(await here.rows()) == 1
    assert len(await here.posts()) == 1
    here.slack.world.clock.move_on(1)
    token = (await here.many.find(OTHER)).token
    assert not here.slack.world.installations[token].is_revoked


async def test_an_organisation_is_installed_once_for_its_workspaces(here):
    page = await here.install("W_ADA", organisation=True)
    assert (page.status, pages.FOR_ALL in page.text) == (200, True)
    (row,) = await here.rows()
    assert (row.enterprise_id, row.team_id) == (ORGANISATION, "")
    assert await here.posts() == []
    made = await here.many.find(FIRST, ORGANISATION)
    assert (made.team_id, made.enterprise_id) == ("", ORGANISATION)
    # Our own posts name the workspace alone.
    assert (await here.many.find(FIRST)).token == made.token


async def test_an_organisations_installer_is_welcomed_in_the_first_workspace(here):
    await here.install("W_ADA", organisation=True)
    await here.grant([SECOND, FIRST])
    await here.grant([SECOND, FIRST])
    (post,) = await here.posts()
    assert post.target in (f"slack/{FIRST}/@W_ADA", f"slack/{SECOND}/@W_ADA")


async def test_a_workspace_that_was_given_before_the_install_was_noted_is_the_first_one(here):
    made = here.slack.world.install(None, enterprise_id=ORGANISATION)
    await here.grant([SECOND], made=made)
    await here.install("W_ADA", organisation=True)
    assert [post.target for post in await here.posts()] == [f"slack/{SECOND}/@W_ADA"]
