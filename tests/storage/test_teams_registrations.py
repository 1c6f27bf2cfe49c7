"""Bots that are kept: added, given another secret, removed, and added again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import teams_conversations, teams_registrations
from storage.tables import TeamsRegistration
from storage.teams_conversations import Conversation
from tests.storage.made import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def save(migrated):
    async def keep(app_id="app", tenant_id="tenant", sealed="sealed", now=NOW):
        async with migrated.write() as session:
            return await teams_registrations.save(
                session, app_id=app_id, tenant_id=tenant_id, secret=sealed, now=now
            )

    return keep


@pytest.fixture
def remove(migrated):
    async def end(app_id="app"):
        async with migrated.write() as session:
            return await teams_registrations.remove(session, app_id=app_id, reason="removed", now=LATER)

    return end


async def living(database):
    async with database.read() as session:
        return await teams_registrations.living(session)


async def test_bots_are_listed_as_they_were_added_and_their_secrets_are_not_shown(migrated, save):
    assert await save("first", sealed="hidden")
    assert await save("second", "another", now=LATER)
    assert [(one.app_id, one.tenant_id, one.added_at) for one in await living(migrated)] == [
        ("first", "tenant", NOW),
        ("second", "another", LATER),
    ]
    assert "hidden" not in repr(await living(migrated))


async def test_a_bot_that_is_there_gets_another_secret_whatever_the_case_of_its_id(migrated, save):
    assert await save("App-1")
    assert not await save("APP-1", "moved", "another", now=LATER)
    (kept,) = await living(migrated)
    assert (kept.app_id, kept.tenant_id, kept.secret) == ("App-1", "moved", "another")


async def test_removing_a_bot_empties_its_secret_and_stops_what_it_posts(migrated, save, remove):
    await save()
    async with migrated.write() as session:
        for app_id in ("app", "other"):
            seen = Conversation(
                app_id=app_id,
                tenant_id="tenant",
                conversation=f"of {app_id}",
                kind="personal",
                service_url="https://smba.trafficmanager.net/emea/",
                is_installed=True,
            )
            await teams_conversations.keep(session, seen, now=NOW)
    assert await remove("nobody") is None
    assert await remove("APP") == "tenant"
    assert await remove() is None
    assert await living(migrated) == []
    async with migrated.read() as session:
        row = (await session.scalars(select(TeamsRegistration))).one()
        assert (row.secret, row.removed_at) == ("", LATER)
        stopped = {
            app_id: await teams_conversations.find(session, tenant_id="tenant", conversation=f"of {app_id}")
            for app_id in ("app", "other")
        }
    assert stopped["app"] is not None
    assert stopped["other"] is not None
    assert (stopped["app"].stopped, stopped["app"].is_installed) == ("removed", False)
    assert (stopped["other"].stopped, stopped["other"].is_installed) == ("", True)


async def test_a_bot_that_was_removed_may_come_back(migrated, save, remove):
    await save()
    await remove()
    assert await save(sealed="new", now=LATER)
    assert [(one.secret, one.added_at) for one in await living(migrated)] == [("new", LATER)]


async def test_a_secret_that_changed_meanwhile_is_not_sealed_over(migrated, save):
    await save()
    (was,) = await living(migrated)
    async with migrated.write() as session:
        assert await teams_registrations.reseal(session, was=was, secret="again") == 1
        assert await teams_registrations.reseal(session, was=was, secret="late") == 0
    assert [one.secret for one in await living(migrated)] == ["again"]
