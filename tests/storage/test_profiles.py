"""What a platform said about an account, kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from storage import people, profiles
from storage.database import Database
from storage.profiles import Profile
from storage.tables import Person
from tests.storage.made import NOW

TOM = Profile(
    account="U_TOM",
    name="Tom Hale",
    handle="tom",
    zone="America/New_York",
    locale="en-US",
    home="",
    is_guest=False,
    is_bot=False,
    is_gone=False,
)


async def keep(database: Database, profile: Profile = TOM, *, days: int = 0) -> profiles.Kept:
    async with database.write() as session:
        workspace = await people.ensure_workspace(session, platform="test", external_id="W1", now=NOW)
        later = NOW + timedelta(days=days)
        return await profiles.keep(session, profile, workspace=workspace, now=later)


async def test_somebody_new_is_written_down_whole(migrated):
    kept = await keep(migrated)
    assert (kept.person.name, kept.person.zone) == ("Tom Hale", "America/New_York")
    assert (kept.account.locale, kept.account.is_guest, kept.account.looked_at) == ("en-US", False, NOW)
    assert not kept.has_just_left
    assert profiles.sender_of(kept.account).zone == "America/New_York"
    assert profiles.is_fresh(kept.account, NOW + timedelta(hours=23))
    assert not profiles.is_fresh(kept.account, NOW + timedelta(hours=24))


async def test_at_once_somebody_is_written_down_once(migrated):
    await asyncio.gather(*(keep(migrated) for _again in range(6)))
    async with migrated.read() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 1


async def test_leaving_is_said_once_and_coming_back_is_seen(migrated):
    await keep(migrated)
    gone = replace(TOM, is_gone=True)
    assert (await keep(migrated, gone, days=1)).has_just_left
    second = await keep(migrated, gone, days=2)
    assert not second.has_just_left
    assert second.account.left_at == NOW + timedelta(days=1)
    assert (await keep(migrated, days=3)).account.left_at is None
    assert (await keep(migrated, gone, days=4)).has_just_left


async def test_what_was_not_said_stays(migrated):
    await keep(migrated)
    kept = await keep(migrated, replace(TOM, zone="", locale="", name=""), days=1)
    assert (kept.account.zone, kept.account.locale, kept.account.name) == (
        "America/New_York",
        "en-US",
        "Tom Hale",
    )
    assert kept.person.name == "Tom Hale"


@pytest.mark.parametrize(
    ("by_hand", "name", "zone"),
    [
        ({}, "Thomas Hale", "Asia/Tokyo"),
        ({"name": "Tommy"}, "Tommy", "Asia/Tokyo"),
        ({"zone": "Europe/Paris"}, "Thomas Hale", "Europe/Paris"),
    ],
)
async def test_a_person_follows_the_platform_unless_somebody_set_it_by_hand(migrated, by_hand, name, zone):
    kept = await keep(migrated)
    async with migrated.write() as session:
        person = await session.get_one(Person, kept.person.id)
        for field, value in by_hand.items():
            setattr(person, field, value)
    changed = replace(TOM, name="Thomas Hale", zone="Asia/Tokyo")
    after = await keep(migrated, changed, days=1)
    assert (after.person.name, after.person.zone) == (name, zone)


async def test_unknown_accounts_are_told_from_known_ones_of_the_same_workspace(migrated):
    await keep(migrated)
    async with migrated.read() as session:
        both = {"U_TOM", "U_KIT"}
        for workspace, new in (("W1", {"U_KIT"}), ("W2", both)):
            found = await profiles.unknown(session, platform="test", workspace=workspace, accounts=both)
            assert found == new
        assert await profiles.unknown(session, platform="test", workspace="W1", accounts=[]) == set()


async def test_nobody_is_written_down_by_following(migrated):
    async with migrated.write() as session:
        workspace = await people.ensure_workspace(session, platform="test", external_id="W1", now=NOW)
        assert await profiles.follow(session, TOM, workspace_id=workspace.id, now=NOW) is None
        assert await session.scalar(select(func.count()).select_from(Person)) == 0
