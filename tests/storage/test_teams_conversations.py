"""Conversations of Teams: kept as they were heard last, and left alone where we may not post."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import schema, teams_conversations
from storage.database import Database
from storage.teams_conversations import Conversation

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)
TENANT, APP, OTHER = "tenant", "app", "other-app"


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    await schema.migrate(made)
    yield made
    await made.close()


def heard(conversation="19:kpis", **more):
    values = {"app_id": APP, "tenant_id": TENANT, "kind": "channel", "service_url": "https://smba/emea"}
    return Conversation(conversation=conversation, **{**values, **more})


async def keep(database, *seen, at=NOW):
    async with database.write() as session:
        for one in seen:
            await teams_conversations.keep(session, one, now=at)


async def mark(database, account, why, at):
    async with database.write() as session:
        await teams_conversations.mark_unreachable(
            session, app_id=APP, tenant_id=TENANT, account=account, why=why, now=at
        )


async def find(database, conversation="19:kpis", **more):
    async with database.read() as session:
        return await teams_conversations.find(session, tenant_id=TENANT, conversation=conversation, **more)


async def test_the_service_url_is_the_newest_and_what_was_not_said_again_stays(database):
    await keep(database, heard(name="KPIs", team_id="19:team", is_installed=True))
    await keep(database, heard(service_url="https://smba/amer"))
    assert await find(database) == heard(
        service_url="https://smba/amer", name="KPIs", team_id="19:team", is_installed=True
    )


async def test_a_stop_lasts_until_something_comes_from_there(database):
    await keep(database, heard(is_installed=True), heard("19:other"))
    async with database.write() as session:
        await teams_conversations.stop(session, app_id=APP, conversation="19:kpis", why="Blocked")
    kept, other = await find(database), await find(database, "19:other")
    assert kept is not None
    assert (kept.stopped, kept.is_installed) == ("Blocked", False)
    assert other is not None
    assert other.stopped == ""
    await keep(database, heard())
    again = await find(database)
    assert again is not None
    assert again.stopped == ""


async def test_of_two_bots_the_one_that_may_post_is_taken_and_then_the_one_heard_last(database):
    await keep(database, heard())
    await keep(database, heard(app_id=OTHER), at=NOW + timedelta(hours=1))
    assert await find(database) == heard(app_id=OTHER)
    assert await find(database, app_ids=[APP]) == heard()
    assert await find(database, app_ids=["gone"]) is None
    async with database.write() as session:
        await teams_conversations.stop(session, app_id=OTHER, conversation="19:kpis", why="Removed")
    assert await find(database) == heard()


async def test_a_person_is_found_in_their_chat_and_the_newest_of_a_tenant_is_a_real_one(database):
    chat = heard("a:1", kind="personal", account="dana")
    await keep(database, chat)
    await keep(database, heard(account="dana"), at=NOW + timedelta(hours=1))
    await keep(database, heard("19:foreign", tenant_id="elsewhere"), at=NOW + timedelta(hours=2))
    await mark(database, "una", "Forbidden", at=NOW + timedelta(hours=3))

    async def of(account, tenant_id=TENANT):
        async with database.read() as session:
            return await teams_conversations.of_person(session, tenant_id=tenant_id, account=account)

    assert [await of("dana"), await of("dana", "elsewhere"), await of("una")] == [chat, None, None]
    async with database.write() as session:
        for conversation in ("19:kpis", "a:1"):
            await teams_conversations.stop(session, app_id=APP, conversation=conversation, why="Removed")
        newest = await teams_conversations.newest_of_tenant(session, tenant_id=TENANT)
    assert newest == heard(account="dana", stopped="Removed")


async def test_that_somebody_cannot_be_reached_is_known_for_a_while(database):
    for hours in (0, 5):
        await mark(database, "una", f"{hours}", at=NOW + timedelta(hours=hours))

    async def why(since, account="una"):
        async with database.read() as session:
            return await teams_conversations.why_unreachable(
                session, app_id=APP, account=account, since=since
            )

    assert await why(NOW + timedelta(hours=5)) == "5"
    assert await why(NOW + timedelta(hours=6)) == ""
    assert await why(NOW, account="dana") == ""


async def test_a_conversation_moves_and_is_dropped_alone_and_each_bot_knows_people_by_its_own_ids(database):
    await keep(database, heard(), heard(app_id=OTHER), heard("19:other"))
    async with database.write() as session:
        await teams_conversations.move(session, app_id=APP, conversation="19:kpis", service_url="https://gcc")
    assert await find(database, app_ids=[APP]) == heard(service_url="https://gcc")
    async with database.write() as session:
        await teams_conversations.drop(session, app_id=APP, conversation="19:kpis")
    assert await find(database) == heard(app_id=OTHER)
    assert await find(database, "19:other") == heard("19:other")
    async with database.write() as session:
        for app_id, member in ((APP, "29:old"), (APP, "29:new"), (OTHER, "29:other")):
            await teams_conversations.keep_member(session, app_id=app_id, account="dana", member=member)
    async with database.read() as session:
        known = [
            await teams_conversations.member_of(session, app_id=app_id, account=account)
            for app_id, account in ((APP, "dana"), (OTHER, "dana"), (APP, "tom"))
        ]
    assert known == ["29:new", "29:other", ""]


async def test_the_moment_by_teams_clock_is_the_latest_that_was_said(database):
    later = NOW + timedelta(minutes=1)
    for moment in (None, NOW, later, NOW, None):
        await keep(database, heard(told_at=moment))
    kept = await find(database)
    assert kept is not None
    assert kept.told_at == later
