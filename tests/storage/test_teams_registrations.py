"""Bots that are kept: added, given another secret, removed, and added again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import teams_conversations, teams_registrations
from storage.tables import TeamsConversation, TeamsRegistration
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
            return await teams_registrations.remove(session, app_id=app_id, now=LATER)

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


@pytest.fixture
def hear(migrated):
    """Let something come from the bot's conversation, and perhaps close it."""

    async def keep(app_id="app", place="chat", why=""):
        seen = Conversation(
            app_id=app_id,
            tenant_id="tenant",
            conversation=place,
            kind="personal",
            service_url="https://smba.trafficmanager.net/emea/",
            is_installed=True,
        )
        async with migrated.write() as session:
            await teams_conversations.keep(session, seen, now=NOW)
            if why:
                await teams_conversations.stop(session, app_id=app_id, conversation=place, why=why)

    return keep


async def stopped(database):
    """Why nothing is posted, by app id and conversation, and whether the app is installed there."""
    row = TeamsConversation
    async with database.read() as session:
        found = await session.execute(select(row.app_id, row.conversation, row.stopped, row.is_installed))
        return {(app, place): (why, is_installed) for app, place, why, is_installed in found}


async def test_removing_a_bot_empties_its_secret_and_stops_what_it_posts(migrated, save, remove, hear):
    await save()
    await hear()
    await hear("other")
    assert await remove("nobody") is None
    assert await remove("APP") == "tenant"
    assert await remove() is None
    assert await living(migrated) == []
    async with migrated.read() as session:
        row = (await session.scalars(select(TeamsRegistration))).one()
        assert (row.secret, row.removed_at) == ("", LATER)
    assert await stopped(migrated) == {
        ("app", "chat"): (teams_registrations.REMOVED, True),
        ("other", "chat"): ("", True),
    }


async def test_a_bot_that_was_removed_comes_back_and_goes_on_where_it_was(migrated, save, remove, hear):
    await save()
    await hear()
    await hear(place="closed", why="Blocked")
    before = await stopped(migrated)
    await remove()
    assert await stopped(migrated) != before
    await save("another")
    assert await stopped(migrated) != before
    assert await save("APP", sealed="new", now=LATER)
    assert [(one.secret, one.added_at) for one in await living(migrated) if one.app_id == "app"] == [
        ("new", LATER)
    ]
    assert await stopped(migrated) == before


async def test_in_another_tenant_a_bot_that_comes_back_stays_out_of_the_old_one(migrated, save, remove, hear):
    await save()
    await hear()
    await remove()
    await save(tenant_id="moved", now=LATER)
    assert await stopped(migrated) == {("app", "chat"): (teams_registrations.REMOVED, True)}


async def test_a_secret_that_changed_meanwhile_is_not_sealed_over(migrated, save):
    await save()
    (was,) = await living(migrated)
    async with migrated.write() as session:
        assert await teams_registrations.reseal(session, was=was, secret="again") == 1
        assert await teams_registrations.reseal(session, was=was, secret="late") == 0
    assert [one.secret for one in await living(migrated)] == ["again"]
