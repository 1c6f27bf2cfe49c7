"""Where the Slack app is installed: found, ended, renewed by one at a time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import late, people, slack_installations, slack_rotation
from storage.slack_installations import Installed, Kept
from storage.tables import LateRequest, SlackHome, SlackInstallation

NOW = datetime(2026, 11, 16, 9, 30, 0, 500_000, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
OWN = Installed(
    enterprise_id="",
    team_id="T1",
    team_name="Northwind",
    bot_user_id="U1",
    bot_id="B1",
    scopes="chat:write,commands",
    token="sealed",
    refresh_token="sealed too",
    token_expires_at=SOON,
    installed_by="U_DANA",
)
WHOLE = replace(OWN, enterprise_id="E1", team_id="", team_name="", token="of all")
HOPELESS = "token_lost"


@pytest.fixture
def save(migrated):
    """Save an installation in a transaction of its own."""

    async def run(installed=OWN, *, now=NOW) -> Kept:
        async with migrated.write() as session:
            return await slack_installations.save(session, installed, now=now)

    return run


@pytest.fixture
def find(migrated):
    """Say with which token a workspace is served; empty where it is not."""

    async def run(team_id: str, enterprise_id: str = "") -> str:
        async with migrated.read() as session:
            row = await slack_installations.find(session, team_id=team_id, enterprise_id=enterprise_id)
            return "" if row is None else row.token

    return run


@pytest.fixture
def end(migrated):
    """End an installation."""

    async def run(team_id="T1", enterprise_id="", *, as_of=None) -> int:
        async with migrated.write() as session:
            return await slack_installations.end(
                session,
                team_id=team_id,
                enterprise_id=enterprise_id,
                reason="app_uninstalled",
                now=NOW,
                as_of=as_of,
            )

    return run


@pytest.fixture
def claim(migrated):
    """Claim the renewing of the first installation's token."""

    async def run(due_before: datetime = SOON) -> Kept | None:
        async with migrated.write() as session:
            return await slack_rotation.claim(
                session, installation_id=1, due_before=due_before, hopeless=HOPELESS
            )

    return run


async def test_a_workspace_is_served_by_its_own_installation_before_its_organisations(save, find, end):
    assert await find("T1", "E1") == ""
    await save(WHOLE)
    assert await find("T1", "E1") == "of all"
    await save(replace(OWN, enterprise_id="E1"))
    assert await find("T1", "E1") == "sealed"
    assert await find("T1") == "sealed"
    await end("T1")
    assert await find("T1", "E1") == "of all"


async def test_a_workspace_is_found_in_its_organisation_once_that_is_known(migrated, save, find):
    await save(WHOLE)
    await save(replace(WHOLE, enterprise_id="E2", token="of others"))
    assert await find("T1") == ""
    async with migrated.write() as session:
        await slack_installations.set_organisation(session, team_id="T1", enterprise_id="E1", now=NOW)
        assert await slack_installations.workspaces_of(session, enterprise_id="E1") == ["T1"]
    assert await find("T1") == "of all"
    assert await find("T2") == ""
    async with migrated.write() as session:
        await slack_installations.set_organisation(session, team_id="T1", enterprise_id="", now=NOW)
    assert await find("T1") == ""


async def test_nothing_is_found_for_no_name_at_all(save, find):
    await save(replace(WHOLE, enterprise_id="", team_id=""))
    assert (await find(""), await find("T9")) == ("", "")


async def test_an_end_takes_the_tokens_away_and_comes_once(migrated, save, find, end):
    await save()
    assert await end() == 1
    assert await end() == 0
    assert await find("T1") == ""
    async with migrated.read() as session:
        row = (await session.scalars(select(SlackInstallation))).one()
        session.expunge(row)
    assert (row.token, row.refresh_token, row.token_expires_at) == ("", "", None)
    assert (row.ended_at, row.end_reason) == (NOW, "app_uninstalled")


async def test_the_end_of_an_organisation_is_its_own(save, find, end):
    await save(WHOLE)
    await save(replace(WHOLE, enterprise_id="E2", token="of others"))
    await save()
    assert await end("", "E1") == 1
    assert await find("T2", "E1") == ""
    assert (await find("T2", "E2"), await find("T1")) == ("of others", "sealed")


async def test_installing_again_revives_what_ended_in_the_same_row(migrated, save, find, end):
    first = await save()
    await end()
    again = await save(replace(OWN, token="new", installed_by="U_TOM"), now=SOON)
    assert again.id == first.id
    assert (again.end_reason, again.installed_by) == ("", "U_TOM")
    assert again.installed_at == SOON
    assert await find("T1") == "new"
    async with migrated.read() as session:
        assert len(await slack_installations.living(session)) == 1


async def test_an_event_from_before_the_install_ends_nothing(save, end):
    await save()
    assert await end(as_of=NOW.replace(microsecond=0) - timedelta(seconds=1)) == 0
    assert await end(as_of=NOW.replace(microsecond=0)) == 1


async def test_one_of_many_at_once_claims_a_token(save, claim):
    await save()
    claims = await asyncio.gather(*(claim() for _one in range(10)))
    assert len([one for one in claims if one is not None]) == 1


async def test_a_token_that_is_not_due_is_not_claimed(save, claim):
    await save()
    assert await claim(SOON - timedelta(seconds=1)) is None
    await save(replace(OWN, token_expires_at=None))
    assert await claim() is None


async def test_new_tokens_replace_those_that_were_claimed_and_no_others(migrated, save, claim, find, end):
    await save()
    was = await claim()
    assert was is not None
    new: dict[str, Any] = {
        "token": "next",
        "refresh_token": "next too",
        "expires_at": SOON + timedelta(hours=12),
    }
    async with migrated.write() as session:
        assert await slack_rotation.keep(session, was=was, **new)
        assert not await slack_rotation.keep(session, was=was, **new)
    assert await find("T1") == "next"
    await save(now=NOW + timedelta(minutes=1))
    async with migrated.write() as session:
        assert not await slack_rotation.keep(session, was=was, **new)
    assert await find("T1") == "sealed"
    was = await claim()
    assert was is not None
    await end()
    async with migrated.write() as session:
        assert not await slack_rotation.keep(session, was=was, **new)
    assert await find("T1") == ""


async def test_a_claim_runs_out_or_is_given_back(migrated, save, claim):
    await save()
    was = await claim()
    assert was is not None
    assert await claim() is None
    async with migrated.write() as session:
        assert await slack_rotation.put_off(session, was=was, seconds=60)
    assert await claim() is None
    async with migrated.write() as session:
        assert await slack_rotation.put_off(session, was=was, seconds=-1)
    assert await claim() is not None


async def test_a_hopeless_token_is_not_claimed_again_until_somebody_installs(migrated, save, claim, find):
    await save()
    was = await claim()
    assert was is not None
    async with migrated.write() as session:
        assert await slack_rotation.give_up(session, was=was, reason=HOPELESS)
        assert [row.team_id for row in await slack_installations.lost(session, reason=HOPELESS)] == ["T1"]
    assert await claim() is None
    assert await find("T1") == "sealed"
    await save()
    assert await claim() is not None


async def test_a_token_is_sealed_anew_only_where_it_is_the_same(migrated, save, find):
    was = await save()
    async with migrated.write() as session:
        assert await slack_rotation.reseal(session, was=was, token="anew", refresh_token="anew too")
        assert not await slack_rotation.reseal(session, was=was, token="late", refresh_token="late too")
    assert await find("T1") == "anew"


async def test_a_workspace_is_forgotten_with_its_homes_and_late_requests_and_no_other(migrated):
    bodies: dict[str, dict[str, Any]] = {
        "event": {"team_id": "T1", "event": {}},
        "click": {"team": {"id": "T1"}},
        "form": {"team": None, "team_id": "T2"},
        "other": {"team": {"id": "T2"}},
        "odd": {"team": "T2"},
    }
    async with migrated.write() as session:
        for key, body in bodies.items():
            await late.add(session, key=key, platform="slack", kind="k", body=body, now=NOW)
        await late.add(session, key="teams", platform="teams", kind="k", body={"team_id": "T1"}, now=NOW)
        for team in ("T1", "T2"):
            workspace = await people.ensure_workspace(session, platform="slack", external_id=team, now=NOW)
            session.add(
                SlackHome(workspace_id=workspace.id, account="U1", mark=0, opened_at=NOW, published_at=NOW)
            )
        await session.flush()
        await slack_installations.forget_workspace(session, team_id="T1")
        left = set((await session.scalars(select(LateRequest.key))).all())
        homes = (await session.scalars(select(SlackHome.workspace_id))).all()
    assert left == {"form", "other", "odd", "teams"}
    assert homes == [workspace.id]
