"""When people work for an engagement."""

import pytest
from sqlalchemy import update

from storage.tables import HistoryEvent, Membership, Person
from tests.handlers.play import DM, OUTSIDE, Play, button, labels

USUAL = "Mon to Fri, 9:00–17:00 in Europe/London"


@pytest.fixture
async def crowd(northwind: Play) -> Play:
    """Kit has spoken in the workspace and belongs nowhere."""
    await northwind.say("U_KIT", "help", where=DM)
    return northwind


async def test_the_usual_hours_are_shown_with_how_to_change_them(crowd):
    said = await crowd.say("U_TOM", "members hours")
    assert f"Tom Hale works for Northwind Ltd: {USUAL}." in said
    assert "`members hours tue thu 9-15`" in said


async def test_anybody_says_their_own_hours_and_takes_them_back(crowd):
    changed = await crowd.ask("U_TOM", "members hours tue thu 9-15")
    assert labels(changed) == ["Undo"]
    now = "Tue and Thu, 9:00–15:00 in Europe/London"
    assert f"Tom Hale works for Northwind Ltd: {now}." in await crowd.say("U_TOM", "members hours")
    assert "Tue and Thu, 9:00–15:00" in await crowd.say("U_DANA", "members")
    (line,) = [row for row in await crowd.rows(HistoryEvent) if "hours" in row.what]
    assert line.what == f"set the working hours of Tom Hale: {now}"
    undone = await crowd.click("U_TOM", button(changed, "Undo"))
    assert undone == f"Undone. Tom Hale works for Northwind Ltd: {USUAL}."


async def test_the_zone_is_that_of_the_person(crowd):
    await crowd.change(update(Person).where(Person.name == "Tom Hale").values(zone="Europe/Berlin"))
    said = await crowd.say("U_TOM", "members hours tue thu 9-15")
    assert "Tue and Thu, 9:00–15:00 in Europe/Berlin" in said
    assert "in Europe/Berlin" in await crowd.say("U_DANA", "members")


@pytest.mark.parametrize("zone", ["Mars/Base", "America"])
async def test_a_zone_that_nobody_knows_is_not_used(crowd, zone):
    await crowd.change(update(Person).where(Person.name == "Tom Hale").values(zone=zone))
    assert USUAL in await crowd.say("U_TOM", "members hours")


async def test_what_was_not_typed_stays(crowd):
    await crowd.say("U_TOM", "members hours tue thu 9-15")
    assert "Fri, 9:00–15:00" in await crowd.say("U_TOM", "members hours fri")
    assert "Fri, 10:00–12:30" in await crowd.say("U_TOM", "members hours 10-12:30")
    assert USUAL in await crowd.say("U_TOM", "members hours usual")


async def test_the_days_of_the_person_serve_where_the_membership_has_none(crowd):
    await crowd.change(update(Person).where(Person.name == "Tom Hale").values(working_days=["wed", "fri"]))
    assert "Wed and Fri, 9:00–17:00" in await crowd.say("U_TOM", "members hours")
    assert "Mon, 9:00–17:00" in await crowd.say("U_TOM", "members hours mon")


async def test_a_lead_sets_the_hours_of_others(crowd):
    assert "Tom Hale works for Northwind Ltd now: Mon" in await crowd.say(
        "U_DANA", "members hours <@U_TOM> mon 8-12"
    )
    assert "Mon, 8:00–12:00" in await crowd.say("U_DANA", "members hours @Tom Hale")
    assert "Mon, 8:00–13:00" in await crowd.say("U_DANA", "members hours @Tom 8-13")


@pytest.mark.parametrize(
    ("who", "line", "said"),
    [
        ("U_TOM", "members hours <@U_DANA> mon 8-12", "Only a fractional CMO or marketing director"),
        ("U_DANA", "members hours <@U_KIT> mon 8-12", "does not belong to this engagement yet"),
        ("U_DANA", "members hours someday 9-15", "I don't know someday here"),
        ("U_TOM", "members hours tue 9", "I could not read “9”"),
        ("U_TOM", "members hours tue 15-9", "The end must be after the start"),
        ("U_TOM", "members hours mon 9-25", "no hour “25”"),
        ("U_TOM", "members hours mon-fri 9-17", "works for Northwind Ltd now"),
        ("U_KIT", "members hours mon", OUTSIDE),
    ],
)
async def test_what_cannot_be_is_said(crowd, who, line, said):
    assert said in await crowd.say(who, line)


async def test_the_same_hours_change_nothing(crowd):
    await crowd.say("U_TOM", "members hours tue 9-15")
    before = await crowd.counts()
    assert "Nothing was changed" in await crowd.say("U_TOM", "members hours tue 9-15")
    after = await crowd.counts()
    assert after == before | {"receipts": before["receipts"] + 1}


async def test_an_undo_after_a_later_change_leaves_it(crowd):
    first = await crowd.ask("U_TOM", "members hours tue 9-15")
    await crowd.say("U_TOM", "members hours wed 9-15")
    assert "changed again since then" in await crowd.click("U_TOM", button(first, "Undo"))
    assert "Wed, 9:00–15:00" in await crowd.say("U_TOM", "members hours")


async def test_hours_outlive_a_new_role_and_a_removal_that_is_undone(crowd):
    await crowd.say("U_TOM", "members hours tue 9-15")
    await crowd.say("U_DANA", "members role @Tom Hale sales")
    assert "Tue, 9:00–15:00" in await crowd.say("U_TOM", "members hours")
    await crowd.say("U_DANA", "members remove @Tom Hale")
    await crowd.press("U_DANA", "Undo")
    assert "Tue, 9:00–15:00" in await crowd.say("U_TOM", "members hours")
    assert [row.working_days for row in await crowd.rows(Membership)] == [None, [1], [1], [1]]


async def test_each_client_has_its_own_days(crowd):
    await crowd.set_up(name="Birch Ltd", where="#birch")
    await crowd.say("U_DANA", "members hours tue 9-15")
    await crowd.say("U_DANA", "members hours thu 10-16", where="#birch")
    assert "Tue, 9:00–15:00" in await crowd.say("U_DANA", "members hours")
    assert "Thu, 10:00–16:00" in await crowd.say("U_DANA", "members hours", where="#birch")
