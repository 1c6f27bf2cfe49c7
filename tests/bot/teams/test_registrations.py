"""Our bots as the edge finds them: by app id and by tenant, without asking the database every time."""

from dataclasses import dataclass

import pytest

from bot.sealing import Sealer
from bot.settings import Settings
from bot.teams.registrations import (
    KEPT_SECONDS,
    LOCAL_APP_ID,
    LOCAL_TENANT,
    LOOKED_SECONDS,
    Registration,
    Registrations,
    make_registrations,
    reseal_secrets,
)
from storage import schema, teams_registrations
from storage.database import Database
from storage.failures import DATABASE_FAILURES
from tests.storage.made import NOW

FIRST = Registration(app_id="First-App", tenant_id="first-tenant", secret="first")


@dataclass
class Seconds:
    """A clock that stands still until it is moved."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
async def database(sqlite_url):
    made = Database(sqlite_url)
    await schema.migrate(made)
    yield made
    await made.close()


@pytest.fixture
def add(database):
    """Write a bot down, as another process would."""

    async def save(app_id, tenant_id="tenant", hidden="secret", key="key"):
        async with database.write() as session:
            await teams_registrations.save(
                session, app_id=app_id, tenant_id=tenant_id, secret=Sealer(key).seal(hidden), now=NOW
            )

    return save


@pytest.fixture
def known(database, clock) -> Registrations:
    return Registrations(first=FIRST, database=database, sealer=Sealer("key"), clock=clock)


async def test_the_first_one_is_found_without_the_database(clock):
    away = Database("postgresql+asyncpg://nobody@127.0.0.1:1/headway")
    known = Registrations(first=FIRST, database=away, sealer=Sealer("key"), clock=clock)
    assert await known.find("FIRST-APP") is FIRST
    with pytest.raises(DATABASE_FAILURES):
        await known.find("another")


async def test_the_others_are_rows_with_their_secrets(known, add):
    await add("one", "tenant-1", "secret 1")
    await add("two", "tenant-2", "secret 2")
    found = await known.find("ONE")
    assert found == Registration(app_id="one", tenant_id="tenant-1", secret="secret 1")
    assert await known.find("three") is None
    assert [one.app_id for one in await known.every()] == ["First-App", "one", "two"]


async def test_a_row_of_the_first_one_does_not_count(known, add):
    await add("first-app", "another", "another")
    assert [*await known.every()] == [FIRST]


async def test_a_bot_that_was_added_is_found_within_seconds(known, add, clock):
    assert await known.find("new") is None
    await add("new")
    assert await known.find("new") is None
    clock.at += LOOKED_SECONDS
    assert await known.find("new") is not None


async def test_a_bot_that_was_removed_is_forgotten_within_a_minute(known, add, clock, database):
    await add("old")
    assert await known.find("old") is not None
    async with database.write() as session:
        await teams_registrations.remove(session, app_id="old", now=NOW)
    clock.at += KEPT_SECONDS - 1
    assert await known.find("old") is not None
    clock.at += 1
    assert await known.find("old") is None


async def test_where_the_database_is_away_those_that_are_known_go_on(known, add, clock, database):
    await add("one")
    assert await known.find("one") is not None
    clock.at += 2 * KEPT_SECONDS
    known.database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/headway")
    assert await known.find("one") is not None
    assert await known.find("two") is None


async def test_a_secret_that_no_key_opens_is_empty_and_the_bot_is_known_all_the_same(known, add):
    await add("one", key="lost")
    found = await known.find("one")
    assert found is not None
    assert found.secret == ""


def test_the_settings_name_the_first_one(sqlite_url):
    given = {"teams_app_id": "a", "teams_app_password": "p", "teams_tenant_id": "t", "secret_key": "k"}
    made = make_registrations(Settings.model_validate(given), Database(sqlite_url))
    assert made.first == Registration(app_id="a", tenant_id="t", secret="p")
    assert made.sealer is not None


async def test_in_the_local_mode_one_bot_is_for_a_tenant_of_its_own(sqlite_url):
    made = make_registrations(Settings.model_validate({"teams_local": True}), Database(sqlite_url))
    assert made.first is not None
    assert (made.first.app_id, made.first.tenant_id) == (LOCAL_APP_ID, LOCAL_TENANT)
    assert (made.first.secret, made.sealer) == ("", None)
    assert await made.find("another") is None


async def test_secrets_are_sealed_anew_with_the_first_key(database, add, clock):
    await add("one", hidden="secret", key="old")
    await add("lost", key="unknown")
    assert await reseal_secrets(database, Sealer("new,old")) == 1
    known = Registrations(first=None, database=database, sealer=Sealer("new"), clock=clock)
    assert [one.secret for one in await known.every()] == ["secret", ""]
