"""What the doctor finds about Teams."""

from collections.abc import AsyncIterator

import pytest

from bot import doctor as whole
from bot.sealing import Sealer
from bot.settings import Settings
from bot.teams import doctor
from storage import schema, teams_registrations
from storage.database import Database
from tests.bot.slack.doctor.examined import ADDRESS, all_of, complaint, said
from tests.storage.made import NOW
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World


@pytest.fixture
async def teams() -> AsyncIterator[LocalTeams]:
    world = World()
    world.add_bot("Headway", "northwind")
    world.add_bot("Contoso's", "contoso")
    async with local_teams(world) as running:
        yield running


@pytest.fixture
def given(teams, sqlite_url):
    """Settings of the first bot at the local Teams; others may stand for them."""
    bot = teams.world.bot

    def make(**others):
        ours = {
            "database_url": sqlite_url,
            "secret_key": "key",
            "teams_app_id": bot.app_id,
            "teams_app_password": bot.password,
            "teams_tenant_id": bot.tenant_id,
            "teams_login_url": teams.login_url,
            "teams_openid_metadata_url": teams.openid_url,
            "teams_service_hosts": "127.0.0.1",
        }
        return Settings.model_validate(ours | others)

    return make


@pytest.fixture
async def database(sqlite_url):
    made = Database(sqlite_url)
    await schema.migrate(made)
    yield made
    await made.close()


async def test_a_bot_that_works_is_named_with_its_messaging_endpoint(teams, given):
    keys, login, endpoint = await said(doctor.look_at_teams(given(public_url=ADDRESS)))
    assert keys == doctor.KEYS_FINE
    assert teams.world.bot.app_id in login
    assert f"{ADDRESS}/api/messages" in endpoint


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"teams_app_password": "wrong"}, "TEAMS_APP_PASSWORD does not work (AADSTS7000215). Make a new"),
        ({"teams_app_id": "other"}, "TEAMS_APP_PASSWORD does not work (AADSTS700016). Microsoft knows no"),
        ({"teams_tenant_id": "other"}, "(AADSTS90002). Microsoft knows no such tenant"),
    ],
)
async def test_what_microsoft_refuses_comes_with_its_cure(given, wrong, words):
    assert words in await complaint(doctor.look_at_teams(given(**wrong)))


async def test_microsoft_out_of_reach_is_named(given, teams):
    away = given(teams_login_url="http://127.0.0.1:1", teams_openid_metadata_url="http://127.0.0.1:1/openid")
    found = [finding.says for finding in await all_of(doctor.look_at_teams(away)) if finding.is_bad]
    assert found == [
        doctor.KEYS_AWAY.format(address="http://127.0.0.1:1/openid"),
        doctor.AWAY.format(address="http://127.0.0.1:1", what="ClientConnectorError"),
    ]


async def test_without_teams_and_in_the_local_mode_nobody_is_asked(teams):
    assert await said(doctor.look_at_teams(Settings.model_validate({}))) == []
    local = Settings.model_validate({"teams_local": True})
    assert await said(doctor.look_at_teams(local)) == [doctor.LOCAL]
    assert await said(doctor.look_at_bots(local)) == []


async def test_the_other_bots_are_counted_or_named(teams, given, database):
    _ours, other = teams.world.bots.values()
    assert await said(doctor.look_at_bots(given())) == []

    async def save(secret: str, *, key: str = "key") -> None:
        async with database.write() as session:
            await teams_registrations.save(
                session,
                app_id=other.app_id,
                tenant_id=other.tenant_id,
                secret=Sealer(key).seal(secret),
                now=NOW,
            )

    await save(other.password)
    assert await said(doctor.look_at_bots(given())) == [doctor.BOTS.format(count=1)]
    await save("wrong")
    assert f"The bot {other.app_id} cannot log in (AADSTS7000215)." in await complaint(
        doctor.look_at_bots(given())
    )
    await save(other.password, key="lost")
    assert await complaint(doctor.look_at_bots(given())) == doctor.UNREADABLE.format(app_id=other.app_id)


async def test_the_whole_doctor_looks_at_teams(teams, given, database, environment):
    names = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "TEAMS_LOGIN_URL", "SECRET_KEY")
    for name, value in given().values(*names, "TEAMS_OPENID_METADATA_URL", "DATABASE_URL").items():
        environment(name, value)
    environment("PORT", "0")
    found = await said(whole.findings())
    assert doctor.KEYS_FINE in found
    assert whole.TOKENS_NONE not in found
