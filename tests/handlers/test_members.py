"""Who belongs here."""

import pytest

from domain.chat import Say
from handlers.members.roles import SHORT
from storage.tables import Engagement, Membership
from tests.handlers.play import DM, OUTSIDE, Play, button


@pytest.fixture
async def crowd(northwind: Play) -> Play:
    """Kit, Ann and Leo have spoken in the workspace and belong nowhere."""
    for who in ("U_KIT", "U_ANN", "U_LEO"):
        await northwind.say(who, "help", where=DM)
    return northwind


async def test_somebody_is_added_told_and_taken_out_again(crowd):
    assert "Kit Larkspur belongs to Northwind Ltd now, as sales lead" in await crowd.say(
        "U_DANA", "members add <@U_KIT> sales lead Nordics"
    )
    assert "Nordics" in await crowd.say("U_KIT", "members")
    assert "not a member" in await crowd.press("U_DANA", "Undo")
    assert await crowd.say("U_KIT", "members") == OUTSIDE


@pytest.mark.parametrize("who", ["<@U_KIT>", "<@U_KIT|kit>", "@Kit Larkspur", "kit larkspur", "Kit", "u_kit"])
async def test_people_are_found_by_mention_name_or_account(crowd, who):
    assert "Kit Larkspur belongs" in await crowd.say("U_DANA", f"members add {who} team")


async def test_the_whole_name_of_somebody_unknown_is_said_back(crowd):
    said = await crowd.say("U_DANA", "members add @Kit Boss marketing manager Nordics")
    assert said.startswith("I don't know @Kit Boss here.")
    assert "Kit Larkspur" not in await crowd.say("U_DANA", "members")


@pytest.mark.parametrize("role", SHORT)
async def test_every_role_can_be_typed(crowd, role):
    assert "Kit Larkspur belongs" in await crowd.say("U_DANA", f"members add @Kit Larkspur {role}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("members add", "Who? Write it as in `members add @name team`"),
        ("members remove", "Who? Write it as in `members remove @name`"),
        ("members add @Kitt", "Did you mean Kit Larkspur"),
        ("members add " + "x" * 40_000, "Mention the person"),
        ("members add @Kit Larkspur wizard", "I don't know the role “wizard”"),
        ("members add @Tom Hale", "belongs here already, as team member"),
        ("members role @Kit Larkspur ceo", "does not belong to this engagement"),
        ("members remove @Kit Larkspur", "does not belong to this engagement"),
        ("members role @Tom Hale team", "is team member already"),
        ("members role @Tom Hale", "I don't know the role"),
        ("members role @Dana Reed team", "is the only lead here"),
        ("members remove @Dana Reed", "is the only lead here"),
    ],
)
async def test_what_does_not_work_is_said_and_changes_nothing(crowd, line, said):
    before = await crowd.counts()
    assert said in await crowd.say("U_DANA", line)
    after = await crowd.counts()
    assert after == before | {"receipts": before["receipts"] + 1}


async def test_there_is_always_a_lead(crowd):
    await crowd.say("U_DANA", "members add @Kit Larkspur director")
    kit = await crowd.ask("U_KIT", "members role @Dana Reed team")
    assert "is the only lead here" in await crowd.say("U_KIT", "members role @Kit Larkspur team")
    assert "Dana Reed is fractional CMO" in await crowd.click("U_KIT", button(kit, "Undo"))
    added = await crowd.ask("U_DANA", "members add @Ann Berg cmo")
    await crowd.say("U_ANN", "members remove @Kit Larkspur")
    await crowd.say("U_ANN", "members remove @Dana Reed")
    assert await crowd.click("U_DANA", button(added, "Undo")) == OUTSIDE


async def test_the_undo_that_would_leave_no_lead_is_refused(crowd):
    added = await crowd.ask("U_DANA", "members add @Kit Larkspur cmo")
    await crowd.say("U_DANA", "members role @Dana Reed sales")
    await crowd.join("U_LEO", "observer")
    said = await crowd.click("U_DANA", button(added, "Undo"))
    assert said.startswith("Only a fractional CMO or marketing director")


async def test_an_undo_after_a_later_change_leaves_it(crowd):
    first = await crowd.ask("U_DANA", "members role @Tom Hale sales")
    await crowd.say("U_DANA", "members role @Tom Hale finance")
    assert "changed again since then" in await crowd.click("U_DANA", button(first, "Undo"))
    assert "finance" in await crowd.say("U_DANA", "members")


async def test_with_the_ceo_on_board_the_engagement_becomes_active(crowd):
    assert "the engagement is active" in await crowd.say("U_DANA", "members add @Kit Larkspur ceo")
    (engagement,) = await crowd.rows(Engagement)
    assert engagement.status == "active"


async def test_an_ended_membership_stays_in_the_table(crowd):
    await crowd.say("U_DANA", "members remove @Tom Hale")
    await crowd.say("U_DANA", "members add @Tom Hale")
    ended = [row.ended_at is not None for row in await crowd.rows(Membership) if row.role == "team"]
    assert ended == [True, False]


async def test_two_people_of_one_name_are_told_apart_by_their_accounts(crowd):
    await crowd.act("U_KIT2", Say(text="help"), where=DM, name="Kit Larkspur")
    assert "could be Kit Larkspur or Kit Larkspur" in await crowd.say("U_DANA", "members remove @Kit")
    assert "belongs to Northwind" in await crowd.say("U_DANA", "members add <@U_KIT2>")


async def test_undoing_a_removal_brings_the_area_back_and_the_kpis_are_named(northwind):
    await northwind.say("U_DANA", "members remove @Tom Hale")
    await northwind.say("U_DANA", "members add @Tom Hale team paid media")
    await northwind.say("U_DANA", "members remove @Tom Hale")
    await northwind.press("U_DANA", "Undo")
    assert "paid media" in await northwind.say("U_DANA", "members")


async def test_a_command_that_takes_no_words_does_not_swallow_them(northwind):
    assert "`members add`" in await northwind.say("U_DANA", "members ad @Tom Hale team")
