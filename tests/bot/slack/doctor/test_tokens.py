"""The doctor and Slack: whether the tokens work, and what they may do."""

from bot.settings import Settings
from bot.slack import doctor
from bot.slack.registrations import SCOPES
from tests.bot.slack.doctor.examined import ADDRESS, complaint, many, said
from tests.slack.conftest import TEAM


async def test_without_slack_it_says_nothing():
    assert await said(doctor.look_at_slack(Settings())) == []


async def test_half_set_it_leaves_it_to_the_settings(slack):
    half = Settings.model_validate({"slack_bot_token": "xoxb-1", "slack_api_url": slack.api_url})
    assert await said(doctor.look_at_slack(half)) == []
    assert slack.calls == []


async def test_a_token_that_works_is_told_with_its_workspace(settings, made):
    found = await said(doctor.look_at_slack(settings()))
    assert found == [
        doctor.WORKS.format(team="Northwind", team_id=TEAM, bot="headway", bot_id=made.bot_user_id),
        doctor.ALL_SCOPES,
        doctor.OVER_HTTP.format(address="/slack/events of this server's public address"),
    ]
    assert made.token not in "".join(found)


async def test_with_an_address_it_says_where_events_come_to(settings):
    found = await said(doctor.look_at_slack(settings(public_url=ADDRESS)))
    assert found[-1] == doctor.OVER_HTTP.format(address=f"{ADDRESS}/slack/events")


async def test_a_token_that_slack_does_not_know_is_found(settings):
    sentence = await complaint(doctor.look_at_slack(settings(slack_bot_token="xoxb-unknown")))
    assert sentence == doctor.DEAD.format(error="invalid_auth")


async def test_a_token_that_was_revoked_is_found(settings, made):
    made.is_revoked = True
    sentence = await complaint(doctor.look_at_slack(settings()))
    assert sentence == doctor.DEAD.format(error="token_revoked")


async def test_a_token_of_an_organisation_is_found(slack, settings):
    whole = slack.world.install(None, enterprise_id="E0ORG")
    sentence = await complaint(doctor.look_at_slack(settings(slack_bot_token=whole.token)))
    assert sentence == doctor.OF_AN_ORGANISATION


async def test_scopes_that_are_missing_are_named_with_what_to_do(settings, made):
    made.scopes -= {"im:history", "commands"}
    sentence = await complaint(doctor.look_at_slack(settings()))
    assert sentence == doctor.TOO_FEW_SCOPES.format(missing="commands and im:history")
    assert "install it again" in sentence


async def test_scopes_beyond_those_needed_are_named(settings, made):
    made.scopes |= {"channels:history"}
    found = await said(doctor.look_at_slack(settings()))
    assert doctor.MORE_SCOPES.format(more="channels:history") in found


def test_where_slack_does_not_say_the_scopes_nothing_is_made_up():
    assert doctor.look_at_scopes("", SCOPES).says == doctor.UNSAID_SCOPES


async def test_scopes_of_options_that_are_missing_are_named(settings, made):
    sentence = await complaint(doctor.look_at_slack(settings(slack_options="agent")))
    assert sentence == doctor.TOO_FEW_SCOPES.format(missing="assistant:write")
    made.scopes |= {"assistant:write"}
    assert doctor.ALL_SCOPES in await said(doctor.look_at_slack(settings(slack_options="agent")))


async def test_slack_being_away_is_told_from_a_token_that_is_dead(slack, settings):
    slack.faults.drop("auth.test")
    sentence = await complaint(doctor.look_at_slack(settings()))
    assert sentence.startswith(f"Slack does not answer at {slack.api_url} (")
    slack.faults.fail("auth.test", status=502)
    sentence = await complaint(doctor.look_at_slack(settings()))
    assert sentence == doctor.SILENT.format(address=slack.api_url, what="HTTP 502")


async def test_being_asked_to_wait_is_said(slack, settings):
    slack.faults.limit("auth.test")
    assert await complaint(doctor.look_at_slack(settings())) == doctor.BUSY


async def test_socket_mode_is_tried_and_its_bound_is_told(slack, settings):
    found = await said(doctor.look_at_slack(settings(slack_app_token=slack.world.app.app_token)))
    assert found[-1] == doctor.OVER_SOCKETS
    assert [call.method for call in slack.calls] == ["auth.test", "apps.connections.open"]


async def test_an_app_token_that_does_not_work_is_found(settings):
    sentence = await complaint(doctor.look_at_slack(settings(slack_app_token="xapp-unknown")))
    assert sentence == doctor.NO_SOCKETS.format(error="invalid_auth")


async def test_with_oauth_it_says_where_installing_begins(slack):
    found = await said(doctor.look_at_slack(many(slack)))
    assert found[-1] == doctor.INSTALLED_AT.format(address=f"{ADDRESS}/slack/install")
