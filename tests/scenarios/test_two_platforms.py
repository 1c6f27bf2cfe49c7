"""One engagement in Slack and in Teams: one human with two accounts, two channels, one history."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestServer

from bot.app import build
from bot.settings import Settings
from storage import schema
from tests.scenarios import slack_stage, teams_stage
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import DM, MONDAY
from tests.scenarios.stories import CLIENT, set_up
from tests.scenarios.teams_stage import TEAM, TeamsStage
from tests.slack.person import person as slack_person
from tests.slack.server import local_slack
from tests.teams.person import person as teams_person
from tests.teams.server import local_teams


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[tuple[SlackStage, TeamsStage]]:
    """One application that serves both."""
    async with (
        local_slack(slack_stage.northwind()) as slack,
        local_teams(teams_stage.northwind(), has_limits=False) as teams,
    ):
        secret = slack.world.app.signing_secret
        of_slack = slack_stage.settings_for(slack, database_url, slack_signing_secret=secret)
        of_teams = teams_stage.settings_for(teams, database_url)
        given = {**of_slack.model_dump(exclude_unset=True), **of_teams.model_dump(exclude_unset=True)}
        app = build(Settings.model_validate(given), clock=lambda: MONDAY)
        await schema.migrate(app.database)
        server = TestServer(app.web, host="127.0.0.1")
        await server.start_server()
        for part in app.parts:
            await part.start()
        slack.connect(str(server.make_url("/slack/events")))
        teams.connect(str(server.make_url("/api/messages")))
        await teams_person(teams, "U_DANA").install(TEAM)
        await app.delivery.deliver(MONDAY)
        yield SlackStage(app=app, slack=slack), TeamsStage(app=app, teams=teams)
        for part in app.parts:
            await part.stop(seconds=2)
        await server.close()
        await app.database.close()


async def link(slack: SlackStage, teams: TeamsStage) -> None:
    """Dana shows that both accounts are hers."""
    shown = (await slack.say("U_DANA", "link", where=DM)).text
    found = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", shown)
    assert found is not None, shown
    asked = await teams.say("U_DANA", f"link {found[1]}", where=DM)
    assert "Join" in asked.buttons, asked
    await teams.press("U_DANA", "Join", where=DM)


async def test_a_number_of_slack_is_corrected_in_teams_and_both_tell_the_same_story(both):
    slack, teams = both
    await set_up(slack)
    await slack_person(slack.slack, "U_DANA").close_view(all_of_them=True)
    assert "I can only talk about" in (await teams.say("U_DANA", "card", where=DM)).text
    await link(slack, teams)
    joined = await teams.say("U_DANA", f"channels join {CLIENT}")
    assert "lives in this channel too" in joined.text
    assert "Recorded" in (await slack.say("U_DANA", "kpi leads 103 sep")).text
    corrected = await teams.say("U_DANA", 'kpi fix leads 97 sep "webinar leads were missing"')
    assert "Qualified leads for September 2026 is 97 now, it was 103" in corrected.text
    for stage in (slack, teams):
        why = (await stage.say("U_DANA", "kpi why leads sep", where=DM)).text
        assert "Dana Reed reported 103" in why
        assert "Dana Reed corrected to 97" in why
    # Both channels have the day's post, each as it stands once what was changed is gathered.
    await slack.app.delivery.deliver(MONDAY + timedelta(seconds=5))
    assert "September 2026: 97" in await slack.posts("U_TOM")
    assert "September 2026: 97" in await teams.posts("U_TOM")


async def test_who_did_not_link_is_somebody_else_on_the_other_platform(both):
    slack, teams = both
    await set_up(slack)
    await link(slack, teams)
    await teams.say("U_DANA", f"channels join {CLIENT}")
    await teams_person(teams.teams, "U_TOM").install()
    assert "I can only talk about" in (await teams.say("U_TOM", "card", where=DM)).text
    refused = await teams.say("U_TOM", f"channels join {CLIENT}")
    assert "You lead no client's work called" in refused.text
