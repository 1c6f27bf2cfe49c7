"""The end of an installation: tokens and whatever waits go, in any order of events, twice, without Slack."""

import pytest
from sqlalchemy import select

from bot.slack.installations import NotInstalled
from bot.slack.installing import (
    ended,
    on_app_uninstalled,
    on_team_access_granted,
    on_team_access_revoked,
    on_tokens_revoked,
)
from domain.chat import Address, reply
from storage import late, outbox, people
from storage.tables import LateRequest, SlackHome, Workspace
from tests.bot.slack.installing.conftest import FIRST, ORGANISATION, SECOND
from tests.slack.conftest import OTHER, TEAM

LISTENERS = {"app_uninstalled": on_app_uninstalled, "tokens_revoked": on_tokens_revoked}


async def fill(here, team: str) -> None:
    """Let something wait for the workspace: a post, a Home tab and a late request."""
    now = here.now()
    async with here.database.write() as session:
        address = Address(platform="slack", workspace=team, conversation="C1")
        await outbox.add(
            session, key=f"post {team}", engagement_id=None, address=address, reply=reply("Hi."), now=now
        )
        workspace = await people.ensure_workspace(session, platform="slack", external_id=team, now=now)
        session.add(
            SlackHome(workspace_id=workspace.id, account="U", mark=0, opened_at=now, published_at=now)
        )
        await late.add(session, key=team, platform="slack", kind="k", body={"team_id": team}, now=now)


async def waiting(here) -> set[str]:
    """Name the workspaces for which something waits."""
    posts = {post.target.split("/")[1] for post in await here.posts() if post.key.startswith("post ")}
    async with here.database.read() as session:
        homes = await session.scalars(select(SlackHome))
        teams = [await session.get(Workspace, home.workspace_id) for home in homes.all()]
        others = (await session.scalars(select(LateRequest.key))).all()
        assert posts == {team.external_id for team in teams if team} == set(others)
    return posts


async def hear(here, *payloads) -> None:
    calls = len(here.slack.calls)
    for payload in payloads:
        await LISTENERS[payload["event"]["type"]](here.edge, payload)
    assert len(here.slack.calls) == calls


@pytest.mark.parametrize("revoked_first", [False, True])
@pytest.mark.parametrize("times", [1, 2])
async def test_removing_the_app_ends_everything_there_in_either_order(here, revoked_first, times):
    await here.install()
    await here.install("U_DANA")
    await fill(here, OTHER)
    await fill(here, TEAM)
    await here.many.find(OTHER)
    made = here.slack.world.installation_for(OTHER)
    await here.life.uninstall(made, revoked_first=revoked_first)
    await hear(here, *[here.heard(2), here.heard(1)] * times)
    with pytest.raises(NotInstalled):
        await here.many.find(OTHER)
    assert await waiting(here) == {TEAM}
    assert (await here.many.find(TEAM)).token
    gone, left = sorted(await here.rows(), key=lambda row: bool(row.token))
    assert (gone.team_id, gone.token, gone.refresh_token) == (OTHER, "", "")
    assert gone.end_reason == ("tokens_revoked" if revoked_first else "app_uninstalled")
    assert left.team_id == TEAM


async def test_tokens_of_people_are_none_of_ours(here):
    await here.install()
    made = here.slack.world.installation_for(OTHER)
    await here.life.uninstall(made)
    payload = here.heard()
    payload["event"]["tokens"] = {"oauth": ["U_STRANGER"]}
    await hear(here, payload)
    assert (await here.many.find(OTHER)).token == made.token


async def test_an_event_that_comes_after_a_new_install_ends_nothing(here):
    await here.install()
    await here.life.uninstall(here.slack.world.installation_for(OTHER))
    here.slack.world.clock.move_on(60)
    await here.install()
    await fill(here, OTHER)
    await hear(here, here.heard(2), here.heard(1))
    assert (await here.many.find(OTHER)).token == here.slack.world.installation_for(OTHER).token
    assert await waiting(here) == {OTHER}


async def test_an_organisation_that_removes_the_app_ends_it_in_all_its_workspaces(here):
    await here.install("W_ADA", organisation=True)
    await here.install()
    for team in (FIRST, SECOND):
        await here.grant([team])
        await here.many.find(team)
    for team in (FIRST, SECOND, OTHER):
        await fill(here, team)
    await here.life.uninstall(here.slack.world.installation_for(FIRST))
    await hear(here, here.heard(2), here.heard(1))
    for team in (FIRST, SECOND):
        with pytest.raises(NotInstalled):
            await here.many.find(team, ORGANISATION)
    assert await waiting(here) == {OTHER}
    assert await here.posts("pending") != []


async def test_a_workspace_that_is_taken_back_is_no_longer_served_and_can_be_given_again(here):
    await here.install("W_ADA", organisation=True)
    made = here.slack.world.installation_for(FIRST)
    await here.grant([FIRST, SECOND])
    for team in (FIRST, SECOND):
        await here.many.find(team)
        await fill(here, team)
    await here.life.change_access(made, [FIRST], granted=False)
    for _twice in range(2):
        await on_team_access_revoked(here.edge, here.heard())
    with pytest.raises(NotInstalled):
        await here.many.find(FIRST)
    assert await waiting(here) == {SECOND}
    assert (await here.many.find(SECOND)).token == made.token
    await here.grant([FIRST])
    assert (await here.many.find(FIRST)).token == made.token


async def test_a_workspace_with_an_installation_of_its_own_stays_when_its_organisations_goes(here):
    await here.install("W_ADA")
    await here.install("W_ADA", organisation=True)
    await here.grant([FIRST])
    await fill(here, FIRST)
    own = await here.many.find(FIRST)
    assert own.team_id == FIRST
    organisation = here.slack.world.installation_for(SECOND)
    await here.life.uninstall(organisation)
    await hear(here, here.heard())
    assert (await here.many.find(FIRST)).token == own.token
    assert await waiting(here) == {FIRST}


async def test_odd_events_do_nothing(here):
    await here.install()
    for odd in (
        {"event": {"type": "app_uninstalled"}},
        {"event": {"type": "tokens_revoked", "tokens": None}},
    ):
        await hear(here, odd)
    await on_team_access_granted(here.edge, {"event": {"team_ids": [TEAM]}})
    await on_team_access_revoked(here.edge, {"event": {}})
    assert (await here.many.find(OTHER)).token


@pytest.mark.parametrize("reason", ["invalid_auth", "account_inactive", "token_revoked"])
async def test_a_token_that_slack_refuses_ends_the_installation(here, reason):
    await here.install()
    await fill(here, OTHER)
    for _twice in range(2):
        await ended(here.edge, OTHER, reason)
    with pytest.raises(NotInstalled):
        await here.many.find(OTHER)
    assert await waiting(here) == set()
    (row,) = await here.rows()
    assert (row.token, row.end_reason) == ("", reason)


async def test_an_old_token_that_slack_refuses_ends_nothing(here, start):
    await here.install()
    there = await start()
    old = await there.many.find(OTHER)
    await here.install()
    await ended(there.edge, OTHER, "token_revoked", token=old.token)
    newest = await there.many.find(OTHER)
    assert newest.token == here.slack.world.installation_for(OTHER).token
    await ended(there.edge, OTHER, "token_revoked", token=newest.token)
    with pytest.raises(NotInstalled):
        await there.many.find(OTHER)


async def test_a_workspace_that_the_organisations_token_may_not_enter_ends_alone(here):
    await here.install("W_ADA", organisation=True)
    await here.grant([FIRST, SECOND])
    await fill(here, FIRST)
    await ended(here.edge, FIRST, "team_access_not_granted")
    with pytest.raises(NotInstalled):
        await here.many.find(FIRST)
    assert await waiting(here) == set()
    assert (await here.many.find(SECOND)).token
    await ended(here.edge, SECOND, "token_revoked")
    with pytest.raises(NotInstalled):
        await here.many.find(SECOND, ORGANISATION)
