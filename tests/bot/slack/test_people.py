"""Who acts in Slack: looked up once a day, guests told apart, people met before they ever spoke."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.slack.people import accounts_in, introduce, profile_of, sender_of
from domain.chat import Say, Sender
from storage.tables import Account, Person
from tests.bot.slack.surfaces import Surfaces, on_stage
from tests.handlers.play import DM
from tests.slack.conftest import OTHER, TEAM
from tests.slack.things import User

LOOK = "users.info"


@pytest.fixture
async def stage(database_url):
    async with on_stage(database_url) as stage:
        yield stage


@pytest.fixture
async def client(stage):
    return await stage.edge.api.client(TEAM)


def looks(stage: Surfaces) -> int:
    return len(stage.slack.called(LOOK))


async def account(stage: Surfaces, name: str) -> Account:
    (row,) = await stage.rows(Account, Account.external_id == name)
    assert isinstance(row, Account)
    return row


async def person(stage: Surfaces, name: str) -> Person:
    (row,) = await stage.rows(Person, Person.id == (await account(stage, name)).person_id)
    assert isinstance(row, Person)
    return row


async def test_slack_is_asked_once_a_day_and_what_it_says_is_kept(stage, client):
    first = await sender_of(stage.edge, client, team=TEAM, account="U_TOM")
    assert first == Sender(
        account="U_TOM", name="Tom Hale", zone="America/New_York", locale="en-US", is_guest=False
    )
    await stage.pass_time(hours=23)
    assert await sender_of(stage.edge, client, team=TEAM, account="U_TOM") == first
    assert looks(stage) == 1
    stage.slack.world.users["U_TOM"].tz = "Asia/Tokyo"
    await stage.pass_time(hours=1)
    assert (await sender_of(stage.edge, client, team=TEAM, account="U_TOM")).zone == "Asia/Tokyo"
    assert looks(stage) == 2
    assert (await person(stage, "U_TOM")).zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("who", "is_guest", "home"),
    [("U_DANA", False, ""), ("U_GUEST", True, ""), ("U_STRANGER", True, OTHER)],
)
async def test_guests_and_strangers_are_no_full_members(stage, client, who, is_guest, home):
    stage.slack.world.channels["C_NORTHWIND"].members.add("U_STRANGER")
    assert (await sender_of(stage.edge, client, team=TEAM, account=who)).is_guest is is_guest
    assert (await account(stage, who)).home == home


async def test_a_bot_is_no_full_member_and_is_not_written_down(stage, client):
    bot = stage.slack.world.installation_for(TEAM).bot_user_id
    assert (await sender_of(stage.edge, client, team=TEAM, account=bot)).is_guest is True
    assert await stage.rows(Account) == []


@pytest.mark.parametrize("trouble", ["drop", "fail", "limit", "refuse"])
async def test_where_slack_does_not_answer_what_is_known_serves(stage, client, trouble):
    more = ["internal_error"] if trouble == "refuse" else []
    getattr(stage.slack.faults, trouble)(LOOK, *more, times=2)
    assert await sender_of(stage.edge, client, team=TEAM, account="U_TOM") == Sender(account="U_TOM")
    assert await stage.rows(Account) == []
    await stage.change(update(Account).values(name="x"))
    await stage.say("U_TOM", "help", where=DM)
    old = await sender_of(stage.edge, client, team=TEAM, account="U_TOM")
    assert (old.name, old.is_guest) == ("Tom Hale", False)


async def test_a_slow_slack_is_not_waited_for(stage, client):
    gate = stage.slack.faults.hold(LOOK)
    before = asyncio.get_running_loop().time()
    assert (await sender_of(stage.edge, client, team=TEAM, account="U_TOM")).is_guest is None
    assert asyncio.get_running_loop().time() - before < 2
    gate.set()


async def test_somebody_who_comes_by_two_processes_at_once_is_written_down_once(stage, client):
    edges = [stage.edge, stage.process()]
    await asyncio.gather(*(sender_of(edge, client, team=TEAM, account="U_TOM") for edge in edges * 3))
    counts = await stage.counts()
    assert (counts["accounts"], counts["people"]) == (1, 1)
    await edges[1].api.close()


async def test_a_name_that_slack_gave_follows_slack(stage, client):
    await stage.act("U_TOM", Say(text="help"), where=DM, name="tom")
    await sender_of(stage.edge, client, team=TEAM, account="U_TOM")
    assert (await person(stage, "U_TOM")).name == "Tom Hale"
    stage.slack.world.users["U_TOM"].real_name = "Tom Hale-Berg"
    await stage.pass_time(days=2)
    await sender_of(stage.edge, client, team=TEAM, account="U_TOM")
    assert (await person(stage, "U_TOM")).name == "Tom Hale-Berg"


async def test_a_name_and_a_zone_that_were_set_by_hand_stay(stage, client):
    await stage.act("U_TOM", Say(text="help"), where=DM, name="Thomas the Great")
    await stage.change(update(Person).values(zone="Europe/Paris"))
    for _day in range(2):
        await sender_of(stage.edge, client, team=TEAM, account="U_TOM")
        await stage.pass_time(days=2)
    tom = await person(stage, "U_TOM")
    assert (tom.name, tom.zone) == ("Thomas the Great", "Europe/Paris")
    assert (await account(stage, "U_TOM")).name == "Tom Hale"


async def test_somebody_who_never_spoke_is_added_by_mention(stage, client):
    await stage.set_up()
    said = await stage.say("U_DANA", "members add <@U_TOM>")
    assert "I can't see that person here" in said
    await introduce(stage.edge, client, team=TEAM, accounts=accounts_in("members add <@U_TOM|tom>"))
    assert "Tom Hale belongs to Northwind Ltd now" in await stage.say("U_DANA", "members add <@U_TOM>")


async def test_bots_leavers_and_whoever_slack_does_not_know_are_not_introduced(stage, client):
    bot = stage.slack.world.installation_for(TEAM).bot_user_id
    wanted = {"U_TOM", "U_GUEST", "U_GONE", "U_NOBODY", "USLACKBOT", bot, ""}
    await introduce(stage.edge, client, team=TEAM, accounts=wanted)
    assert {row.external_id for row in await stage.rows(Account)} == {"U_TOM", "U_GUEST"}
    assert looks(stage) == 5
    await introduce(stage.edge, client, team=TEAM, accounts={"U_TOM", "U_GUEST"})
    assert looks(stage) == 5


async def test_at_most_fifty_are_introduced(stage, client):
    crowd = [User(f"U{n:04}", f"n{n}", f"Person {n}", TEAM) for n in range(60)]
    for one in crowd:
        stage.slack.world.add_user(one)
    await introduce(stage.edge, client, team=TEAM, accounts=[one.id for one in crowd])
    assert len(await stage.rows(Account)) == looks(stage) == 50


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kpi leads 3", set()),
        ("members add <@U1> and <@W2|Kit>", {"U1", "W2"}),
        ("<@U1> <@U1> <!here> <#C1|x> @kit <@>", {"U1"}),
    ],
)
def test_mentions_are_found_in_a_text(text, found):
    assert accounts_in(text) == found


@pytest.mark.parametrize("user", [None, {}, {"id": ""}, "x", {"id": "U1", "profile": None, "tz": "America"}])
def test_a_user_object_may_be_anything(user):
    profile = profile_of(user, TEAM)
    assert profile is None or (profile.account, profile.zone, profile.is_guest) == ("U1", "", True)


def test_somebody_of_the_same_organisation_is_ours_where_they_are_in_the_workspace():
    user = {"id": "W1", "team_id": "T0ELSE", "enterprise_user": {"teams": ["T0ELSE", TEAM]}}
    assert profile_of(user, TEAM) is not None
    here, there = profile_of(user, TEAM), profile_of(user, "T0THIRD")
    assert here is not None
    assert there is not None
    assert (here.is_guest, here.home) == (False, "")
    assert (there.is_guest, there.home) == (True, "T0ELSE")


async def test_what_was_kept_in_the_day_is_old_a_day_later(stage, client):
    await sender_of(stage.edge, client, team=TEAM, account="U_TOM")
    assert (await account(stage, "U_TOM")).looked_at == stage.now
    stage.now += timedelta(hours=25)
    stage.slack.faults.refuse(LOOK, "internal_error")
    assert (await sender_of(stage.edge, client, team=TEAM, account="U_TOM")).name == "Tom Hale"
