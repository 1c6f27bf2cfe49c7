"""Where nobody who leads can be reached any more, somebody who is left can act."""

import pytest
from sqlalchemy import update

from domain.chat import Form, Reply
from domain.plain_text import plain_text
from handlers.handover import tell_of_leaving
from storage import people
from storage.tables import Account, HistoryEvent, Kpi, Membership
from tests.handlers.play import DM, Play, address, button, labels

GONE = "Nobody who leads Northwind Ltd can be reached any more."


@pytest.fixture
async def team(northwind: Play) -> Play:
    """Ann is the client's CEO, Kit manages the marketing, Leo observes, and Tom is in the team."""
    await northwind.join("U_ANN", "client_ceo")
    await northwind.join("U_KIT", "marketing_manager")
    await northwind.join("U_LEO", "observer")
    return northwind


async def leave(play: Play, *accounts: str) -> None:
    """Deactivate the accounts, and let Headway tell of it."""
    for account in accounts:
        await play.change(update(Account).where(Account.external_id == account).values(left_at=play.now))
        async with play.database.write() as session:
            left = await people.find_visitor(session, address=address(account, DM), account=account)
            assert left is not None
            await tell_of_leaving(
                session, account=left.account, person=left.person, workspace=left.workspace, now=play.now
            )


async def role_of(play: Play, account: str) -> str:
    (row,) = await play.rows(Account, Account.external_id == account)
    (now,) = await play.rows(Membership, Membership.person_id == row.person_id, Membership.ended_at.is_(None))
    return str(now.role)


async def test_the_ceo_alone_is_told_and_may_name_a_new_lead(team):
    await leave(team, "U_DANA")
    told = plain_text((await team.posts("U_ANN"))[0])
    assert "Dana Reed's account was deactivated." in told
    assert "Dana Reed reports Revenue, Qualified leads, Cost per lead. Who takes over?" in told
    assert (
        f"{GONE} You may name a new lead: `members role @name director`, or `members add @name cmo`." in told
    )
    for who in ("U_KIT", "U_TOM", "U_LEO", "U_DANA"):
        assert await team.posts(who) == []
    assert "Kit Larkspur is marketing director now" in await team.say("U_ANN", "members role @Kit director")
    assert "belongs to Northwind Ltd" in await team.say("U_KIT", "members remove @Dana Reed")
    said = await team.say("U_ANN", "members role @Tom Hale cmo")
    assert said.startswith("Only a fractional CMO or marketing director")
    assert "Here that is Kit Larkspur." in said


async def test_the_ceo_hands_over_from_the_message_about_it(team):
    await leave(team, "U_DANA")
    (told,) = await team.posts("U_ANN")
    assert labels(told) == ["Hand over"]
    await team.click("U_ANN", button(told, "Hand over"), where=DM)
    form = team.last["U_ANN", DM]
    assert isinstance(form, Form)
    assert {field.value for field in form.fields} == {()}
    picked = {field.name: "U_KIT" for field in form.fields}
    assert "Handed over from Dana Reed" in plain_text(await team.fill("U_ANN", where=DM, **picked))
    (kit,) = await team.rows(Account, Account.external_id == "U_KIT")
    assert {row.owner_id for row in await team.rows(Kpi)} == {kit.person_id}
    assert "with Dana Reed again" in await team.press("U_ANN", "Undo", where=DM)


async def test_what_the_ceo_did_in_place_of_a_lead_can_be_undone(team):
    await leave(team, "U_DANA")
    for line in (
        "members role @Kit director",
        "members role @Ann Berg director",
        "members role @Tom finance",
    ):
        done = await team.ask("U_ANN", line)
        assert labels(done) == ["Undo"], plain_text(done)
        assert "Undone" in await team.press("U_ANN", "Undo"), line
    roles = [await role_of(team, who) for who in ("U_KIT", "U_ANN", "U_TOM")]
    assert roles == ["marketing_manager", "client_ceo", "team"]


async def test_an_undo_in_place_of_a_lead_stops_once_there_is_another(team):
    await leave(team, "U_DANA")
    first = await team.ask("U_ANN", "members role @Tom finance")
    await team.say("U_ANN", "members role @Kit director")
    assert "Here that is Kit Larkspur." in await team.click("U_ANN", button(first, "Undo"))
    assert await role_of(team, "U_TOM") == "finance"


async def test_somebody_else_who_leaves_then_is_told_to_the_ceo_too(team):
    await leave(team, "U_DANA", "U_TOM")
    first, second = await team.posts("U_ANN")
    assert GONE in plain_text(first)
    assert "Tom Hale's account was deactivated." in plain_text(second)
    assert GONE in plain_text(second)
    assert labels(second) == ["Remove them"]
    assert "Tom Hale no longer belongs" in await team.click("U_ANN", button(second, "Remove them"), where=DM)


async def test_without_a_ceo_the_members_are_told_and_the_manager_takes_it_on(team):
    await leave(team, "U_ANN", "U_DANA")
    kit, tom = (await team.posts("U_KIT"))[0], (await team.posts("U_TOM"))[0]
    assert f"{GONE} You may take it on: type `members lead`." in plain_text(kit)
    assert labels(kit) == ["Take the lead"]
    assert f"{GONE} Kit Larkspur may take it on with `members lead`." in plain_text(tom)
    assert labels(tom) == []
    assert await team.posts("U_LEO") == []
    assert "Kit Larkspur may take it on" in await team.say("U_TOM", "members lead")
    said = await team.click("U_KIT", button(kit, "Take the lead"), where=DM)
    assert said.startswith("You lead Northwind Ltd now.")
    assert await role_of(team, "U_KIT") == "marketing_director"
    assert "took the lead" in (await team.rows(HistoryEvent))[-1].what
    assert "Here that is Kit Larkspur." in await team.say("U_TOM", "members lead")
    assert "You lead Northwind Ltd already" in await team.say("U_KIT", "members lead")
    assert "no longer belongs" in await team.say("U_KIT", "members remove @Dana Reed")


async def test_without_a_manager_too_any_member_but_an_observer_takes_it_on_and_can_undo_it(team):
    await leave(team, "U_KIT", "U_ANN", "U_DANA")
    assert "Tom Hale may take it on with `members lead`." in await team.say("U_LEO", "members lead")
    assert "You may take it on" in plain_text((await team.posts("U_TOM"))[-1])
    assert "You lead Northwind Ltd now." in await team.say("U_TOM", "members lead")
    assert "Undone: Tom Hale is team member" in await team.press("U_TOM", "Undo")
    assert await role_of(team, "U_TOM") == "team"
    assert GONE in await team.say("U_TOM", "settings")


async def test_two_who_want_it_are_told_apart(team):
    await team.join("U_SUE", "sales_lead")
    await leave(team, "U_KIT", "U_ANN", "U_DANA")
    await team.say("U_SUE", "members lead")
    assert "Here that is U_SUE." in await team.say("U_TOM", "members lead")


async def test_with_observers_alone_the_refusal_says_how_to_begin_anew(team):
    await leave(team, "U_KIT", "U_ANN", "U_TOM", "U_DANA")
    said = await team.say("U_LEO", "members lead")
    assert "Type `setup` in another channel to begin anew." in said
    assert await team.posts("U_LEO") == []


async def test_the_ceo_is_told_to_name_somebody_rather_than_to_take_it(team):
    await leave(team, "U_DANA")
    assert "You may name a new lead" in await team.say("U_ANN", "members lead")
    assert f"{GONE} Ann Berg may name a new lead with `members role`." in await team.say("U_TOM", "settings")
    assert await role_of(team, "U_ANN") == "client_ceo"


async def test_while_a_lead_can_be_reached_nobody_stands_in(team):
    await team.join("U_SUE", "marketing_director")
    await leave(team, "U_DANA")
    assert await team.posts("U_ANN") == []
    assert labels((await team.posts("U_SUE"))[0]) == ["Hand over", "Remove them"]
    for line in (
        "members role @Kit director",
        "members add @Kit",
        "members handover @Dana Reed",
        "members lead",
    ):
        said = await team.say("U_ANN", line)
        assert said.startswith("Only a fractional CMO or marketing director"), said
        assert said.endswith("Here that is U_SUE."), said


async def test_the_last_lead_who_can_be_reached_stays(team):
    await team.join("U_SUE", "marketing_director")
    await leave(team, "U_DANA")
    assert "is the only lead here" in await team.say("U_SUE", "members role <@U_SUE> team")


async def test_a_lead_who_comes_back_leads_again(team):
    await leave(team, "U_DANA")
    await team.change(update(Account).values(left_at=None))
    assert "Here that is Dana Reed." in await team.say("U_ANN", "members role @Kit director")


async def test_it_works_on_both_databases(play_on_both):
    play = play_on_both
    await play.set_up(team=["U_TOM"])
    await leave(play, "U_DANA")
    answer = await play.ask("U_TOM", "members lead")
    assert isinstance(answer, Reply)
    assert "You lead Northwind Ltd now." in plain_text(answer)
    assert "Undone" in await play.press("U_TOM", "Undo")
