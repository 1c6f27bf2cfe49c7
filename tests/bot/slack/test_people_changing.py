"""What Slack tells about people whom we know: changed, deactivated, back again."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.slack.people import on_team_join, on_user_change, sender_of
from domain.chat import Click
from domain.plain_text import plain_text
from storage.tables import Account, Kpi, Person
from tests.bot.slack.surfaces import Surfaces, on_stage
from tests.handlers.play import DM, labels
from tests.slack.conftest import TEAM
from tests.slack.lifecycle import Lifecycle
from tests.slack.things import User


@pytest.fixture
async def stage(database_url):
    async with on_stage(database_url) as stage:
        yield stage


@pytest.fixture
async def client(stage):
    return await stage.edge.api.client(TEAM)


@pytest.fixture
def life(stage) -> Lifecycle:
    return Lifecycle(stage.slack)


async def account(stage: Surfaces, name: str) -> Account:
    (row,) = await stage.rows(Account, Account.external_id == name)
    assert isinstance(row, Account)
    return row


async def person(stage: Surfaces, name: str) -> Person:
    (row,) = await stage.rows(Person, Person.id == (await account(stage, name)).person_id)
    assert isinstance(row, Person)
    return row


async def leave(stage: Surfaces, life: Lifecycle, who: str, *, times: int = 2) -> None:
    stage.slack.world.users[who].deleted = True
    await life.change_user(stage.slack.world.users[who])
    for _again in range(times):
        await on_user_change(stage.edge, stage.taken())


async def test_the_leads_are_told_once_that_an_account_was_deactivated(stage, life):
    await stage.set_up(team=["U_TOM"])
    tom = await person(stage, "U_TOM")
    await stage.change(update(Kpi).where(Kpi.key == "qualified_leads").values(owner_id=tom.id))
    await stage.say("U_TOM", "blocker add waiting for legal")
    await leave(stage, life, "U_TOM")
    (told,) = await stage.posts("U_DANA")
    assert "Tom Hale's account was deactivated" in plain_text(told)
    assert "Tom Hale still has 1 open blocker (`blockers`)." in plain_text(told)
    assert "Tom Hale reports Qualified leads. Who takes over?" in plain_text(told)
    assert labels(told) == ["Hand over", "Remove them"]
    assert (await account(stage, "U_TOM")).left_at == stage.now
    assert "Tom Hale (account deactivated)" in await stage.say("U_DANA", "members")
    hand_over, remove = (button.id for button in told.buttons)
    form = await stage.act("U_DANA", Click(button=hand_over), where=DM)
    assert form.title == "Hand over from Tom Hale"
    assert "Tom Hale no longer belongs" in await stage.click("U_DANA", remove, where=DM)


async def test_whoever_comes_back_and_leaves_again_is_told_of_again(stage, life):
    await stage.set_up(team=["U_TOM"])
    await leave(stage, life, "U_TOM")
    stage.slack.world.users["U_TOM"].deleted = False
    await life.welcome(stage.slack.world.users["U_TOM"])
    await on_team_join(stage.edge, stage.taken())
    assert (await account(stage, "U_TOM")).left_at is None
    await stage.pass_time(days=1)
    await leave(stage, life, "U_TOM")
    assert len(await stage.posts("U_DANA")) == 2


async def test_nobody_is_written_down_for_a_status_they_set(stage, life):
    await stage.set_up()
    await life.change_user(stage.slack.world.users["U_TOM"])
    await on_user_change(stage.edge, stage.taken())
    await life.welcome(User("U_NEW", "new", "Nia New", TEAM))
    await on_team_join(stage.edge, stage.taken())
    assert [row.external_id for row in await stage.rows(Account)] == ["U_DANA"]


async def test_a_changed_profile_is_followed(stage, life, client):
    await sender_of(stage.edge, client, team=TEAM, account="U_TOM")
    changed = replace(stage.slack.world.users["U_TOM"], real_name="Thomas Hale", tz="Asia/Tokyo")
    changed.is_restricted = True
    await life.change_user(changed)
    await on_user_change(stage.edge, stage.taken())
    tom = await account(stage, "U_TOM")
    assert (tom.name, tom.zone, tom.locale, tom.is_guest) == ("Thomas Hale", "Asia/Tokyo", "en-US", True)
    assert tom.looked_at == stage.now


async def test_when_the_only_lead_leaves_whoever_may_take_it_on_is_told_once(stage, life):
    await stage.set_up(team=["U_TOM"])
    await leave(stage, life, "U_DANA")
    assert await stage.posts("U_DANA") == []
    (told,) = await stage.posts("U_TOM")
    assert "You may take it on: type `members lead`." in plain_text(told)
    (take,) = (button.id for button in told.buttons)
    assert "You lead Northwind Ltd now." in await stage.click("U_TOM", take, where=DM)
