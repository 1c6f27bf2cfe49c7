"""The doctor and the workspaces that installed the app."""

from datetime import UTC, datetime

import pytest

from bot import doctor as whole
from bot.sealing import Sealer
from bot.slack import doctor
from bot.slack.registrations import SCOPES, scopes_with
from storage import schema, slack_installations
from storage.database import Database
from tests.bot.slack.doctor.examined import ADDRESS, complaint, many, said

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
async def install(database_url):
    """Write installations into a database that is migrated."""
    database = Database(database_url)
    await schema.migrate(database)

    async def save(team_id: str, *, scopes: str = ",".join(SCOPES), key: str = "key") -> None:
        installed = slack_installations.Installed(
            enterprise_id="",
            team_id=team_id,
            team_name="Northwind",
            bot_user_id="U_BOT",
            bot_id="B_BOT",
            scopes=scopes,
            token=Sealer(key).seal("xoxb-secret"),
            refresh_token="",
            token_expires_at=None,
            installed_by="U_DANA",
        )
        async with database.write() as session:
            await slack_installations.save(session, installed, now=NOW)

    yield save
    await database.close()


async def test_installations_are_counted(slack, install, database_url):
    settings = many(slack, database_url=database_url)
    assert len(await said(doctor.look_at_installed(settings))) == 1
    await install("T_ONE")
    await install("T_TWO")
    (sentence,) = await said(doctor.look_at_installed(settings))
    assert "installations: 2" in sentence


async def test_an_installation_with_too_few_scopes_is_named_with_where_to_install_again(
    slack, install, database_url
):
    await install("T_ONE", scopes=",".join(SCOPES.keys() - {"files:write"}))
    await install("T_TWO")
    sentence = await complaint(doctor.look_at_installed(many(slack, database_url=database_url)))
    assert sentence == doctor.OUTDATED.format(
        place="Northwind (T_ONE)", missing="files:write", address=f"{ADDRESS}/slack/install"
    )


async def test_an_installation_without_the_scopes_of_an_option_is_named(slack, install, database_url):
    await install("T_ONE")
    await install("T_TWO", scopes=",".join(scopes_with(["listen"])))
    settings = many(slack, database_url=database_url, slack_options="listen")
    sentence = await complaint(doctor.look_at_installed(settings))
    assert sentence.startswith("Northwind (T_ONE) gave Headway too few scopes: channels:history and groups:h")


async def test_a_token_that_no_key_opens_is_named(slack, install, database_url):
    await install("T_ONE", key="another key")
    sentence = await complaint(doctor.look_at_installed(many(slack, database_url=database_url)))
    assert sentence.startswith("Northwind (T_ONE): ")


async def test_with_one_workspace_the_database_is_not_asked(settings):
    assert await said(doctor.look_at_installed(settings(database_url="sqlite+aiosqlite:////no/file"))) == []


async def test_the_whole_doctor_asks_a_database_that_is_ready_for_installations(
    slack, install, database_url, environment
):
    await install("T_ONE")
    given = many(slack).values("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SECRET_KEY")
    for name, value in given.items():
        environment(name, value)
    environment("PUBLIC_URL", ADDRESS)
    environment("DATABASE_URL", database_url)
    environment("PORT", "0")
    assert any("installations: 1" in sentence for sentence in await said(whole.findings()))


async def test_the_whole_doctor_asks_no_database_that_is_not_there(slack, environment):
    given = many(slack).values("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SECRET_KEY")
    for name, value in given.items():
        environment(name, value)
    environment("PUBLIC_URL", ADDRESS)
    environment("PORT", "0")
    assert not any("installations" in sentence for sentence in await said(whole.findings()))
