"""Whoever leaves hands over everything that they report, in one form."""

import pytest
from sqlalchemy import update

from domain.chat import Form, Reply
from domain.plain_text import plain_text
from storage.tables import Account, HistoryEvent, Kpi, Membership
from tests.handlers.play import DM, OUTSIDE, Play, button, errors, labels


@pytest.fixture
async def owned(northwind: Play) -> Play:
    """Tom reports leads with Kit behind him and revenue alone, and backs up the cost per lead."""
    for who, role in (("U_KIT", "sales_lead"), ("U_ANN", "observer")):
        await northwind.join(who, role)
    await northwind.say("U_LEO", "help", where=DM)
    tom, kit = [await person_id(northwind, who) for who in ("U_TOM", "U_KIT")]
    await give(northwind, "qualified_leads", owner_id=tom, backup_owner_id=kit)
    await give(northwind, "revenue", owner_id=tom)
    await give(northwind, "cost_per_lead", backup_owner_id=tom)
    return northwind


async def person_id(play: Play, who: str) -> int:
    (row,) = await play.rows(Account, Account.external_id == who)
    return int(row.person_id)


async def give(play: Play, key: str, **owners: int) -> None:
    await play.change(update(Kpi).where(Kpi.key == key).values(**owners))


async def owners(play: Play) -> dict[str, tuple[str, str]]:
    names = {row.person_id: row.external_id for row in await play.rows(Account)} | {None: ""}
    return {row.key: (names[row.owner_id], names[row.backup_owner_id]) for row in await play.rows(Kpi)}


BEFORE = {
    "revenue": ("U_TOM", ""),
    "qualified_leads": ("U_TOM", "U_KIT"),
    "cost_per_lead": ("U_DANA", "U_TOM"),
}


async def form_of(play: Play) -> Form:
    form = await play.ask("U_DANA", "members handover <@U_TOM>")
    assert isinstance(form, Form), plain_text(form)
    return form


def field_of(form: Form, label: str) -> str:
    return next(field.name for field in form.fields if field.label == label)


async def test_there_is_a_field_for_each_number_filled_with_who_is_likely(owned):
    form = await form_of(owned)
    assert form.title == "Hand over from Tom Hale"
    filled = {field.label: (field.value, field.is_required) for field in form.fields}
    assert filled == {
        "Revenue": (("U_DANA",), True),
        "Qualified leads": (("U_KIT",), True),
        "Cost per lead (backup)": ((), False),
    }
    options = {option.label for option in form.fields[0].options}
    assert options == {"Dana Reed", "Kit Larkspur"}


async def test_one_submit_changes_all_and_one_undo_takes_all_back(owned):
    await form_of(owned)
    done = await owned.fill("U_DANA")
    assert plain_text(done).startswith(
        "Handed over from Tom Hale: Revenue to Dana Reed, Qualified leads to Kit Larkspur,"
        " Cost per lead (backup) to nobody."
    )
    assert await owners(owned) == {
        "revenue": ("U_DANA", ""),
        "qualified_leads": ("U_KIT", ""),
        "cost_per_lead": ("U_DANA", ""),
    }
    lines = [row for row in await owned.rows(HistoryEvent) if "handed over" in row.what]
    assert [row.subject for row in lines] == ["kpi:revenue", "kpi:qualified_leads", "kpi:cost_per_lead"]
    assert lines[0].before["owner_id"] != lines[0].after["owner_id"]
    assert "are with Tom Hale again" in await owned.press("U_DANA", "Undo")
    assert await owners(owned) == BEFORE


async def test_a_backup_can_be_picked_too(owned):
    form = await form_of(owned)
    done = await owned.fill("U_DANA", **{field_of(form, "Cost per lead (backup)"): "U_KIT"})
    assert "Cost per lead (backup) to Kit Larkspur" in plain_text(done)
    assert (await owners(owned))["cost_per_lead"] == ("U_DANA", "U_KIT")


@pytest.mark.parametrize(
    ("picked", "said"),
    [
        ("U_ANN", "Ann Berg is observer here and cannot report numbers"),
        ("U_LEO", "does not belong to this engagement yet"),
        ("U_TOM", "is the one who hands over"),
        ("U_NOBODY", "I can't see that person here"),
        ("", "Please pick somebody"),
    ],
)
async def test_who_cannot_take_over_is_said_on_the_field_and_nothing_is_changed(owned, picked, said):
    form = await form_of(owned)
    name = field_of(form, "Revenue")
    wrong = errors(await owned.fill("U_DANA", **{name: picked}))
    assert list(wrong) == [name]
    assert said in wrong[name]
    assert await owners(owned) == BEFORE


async def test_somebody_whose_account_was_deactivated_cannot_take_over(owned):
    form = await form_of(owned)
    await owned.change(update(Account).where(Account.external_id == "U_KIT").values(left_at=owned.now))
    name = field_of(form, "Qualified leads")
    assert "account is deactivated" in errors(await owned.fill("U_DANA"))[name]
    assert "I cannot add them" in await _after_leaving(owned)


async def _after_leaving(play: Play) -> str:
    await play.say("U_DANA", "members remove @Kit Larkspur")
    return await play.say("U_DANA", "members add @Kit Larkspur")


async def test_removing_an_owner_offers_to_hand_over(owned):
    removed = await owned.ask("U_DANA", "members remove @Tom Hale")
    assert "Tom Hale reports Revenue, Qualified leads, Cost per lead (backup). Who takes over?" in plain_text(
        removed
    )
    assert labels(removed) == ["Hand over", "Undo"]
    await owned.press("U_DANA", "Hand over")
    assert "Handed over from Tom Hale" in plain_text(await owned.fill("U_DANA"))
    assert {owner for owner, _backup in (await owners(owned)).values()} == {"U_DANA", "U_KIT"}
    assert "Undone: Tom Hale is team member" in await owned.click("U_DANA", button(removed, "Undo"))


async def test_removing_somebody_without_numbers_offers_nothing(owned):
    assert labels(await owned.ask("U_DANA", "members remove @Ann Berg")) == ["Undo"]


@pytest.mark.parametrize(
    ("who", "line", "said"),
    [
        ("U_DANA", "members handover", "Write it as in `members handover @name`"),
        ("U_DANA", "members handover @Ann Berg", "Ann Berg reports no numbers of Northwind Ltd"),
        ("U_DANA", "members handover @Nobody", "I don't know @Nobody here"),
        ("U_KIT", "members handover @Tom Hale", "Only a fractional CMO or marketing director"),
        ("U_LEO", "members handover @Tom Hale", OUTSIDE),
    ],
)
async def test_what_does_not_work_is_said(owned, who, line, said):
    assert said in await owned.say(who, line)


async def test_with_nobody_to_take_over_that_is_said(owned):
    for who in ("U_TOM", "U_KIT", "U_ANN"):
        await owned.change(update(Membership).where(Membership.role != "cmo").values(ended_at=owned.now))
        await owned.say("U_DANA", f"members remove <@{who}>")
    assert "nobody else here who may report numbers" in await owned.say(
        "U_DANA", "members handover <@U_DANA>"
    )


async def test_a_form_that_came_too_late_changes_nothing(owned):
    form = await form_of(owned)
    other = await owned.ask("U_DANA", "members handover <@U_TOM>")
    assert isinstance(other, Form)
    await owned.send("U_DANA", other)
    said = await owned.send("U_DANA", form)
    assert isinstance(said, Reply)
    assert "There is nothing to hand over" in plain_text(said)


async def test_an_undo_after_a_later_change_leaves_all_of_it(owned):
    await form_of(owned)
    done = await owned.fill("U_DANA")
    await give(owned, "revenue", owner_id=await person_id(owned, "U_KIT"))
    assert "changed again since then" in await owned.click("U_DANA", button(done, "Undo"))
    assert (await owners(owned))["qualified_leads"] == ("U_KIT", "")


async def test_a_number_that_came_since_the_form_was_shown_is_offered_after_it(northwind):
    tom = await person_id(northwind, "U_TOM")
    await give(northwind, "revenue", owner_id=tom)
    form = await form_of(northwind)
    await give(northwind, "qualified_leads", owner_id=tom)
    await give(northwind, "cost_per_lead", backup_owner_id=tom)
    done = await northwind.send("U_DANA", form)
    said = plain_text(done)
    assert "Handed over from Tom Hale: Revenue to Dana Reed." in said
    assert "Tom Hale still reports Qualified leads, Cost per lead (backup). Who takes over?" in said
    assert labels(done) == ["Hand over", "Undo"]
    assert (await owners(northwind))["qualified_leads"] == ("U_TOM", "")
    again = await northwind.ask("U_DANA", "members handover <@U_TOM>")
    assert isinstance(again, Form)
    assert "Qualified leads to Dana Reed" in plain_text(await northwind.send("U_DANA", again))


async def test_a_form_whose_numbers_went_elsewhere_says_what_is_there_instead(northwind):
    tom, dana = [await person_id(northwind, who) for who in ("U_TOM", "U_DANA")]
    await give(northwind, "revenue", owner_id=tom)
    form = await form_of(northwind)
    await give(northwind, "revenue", owner_id=dana)
    await give(northwind, "qualified_leads", owner_id=tom)
    done = await northwind.send("U_DANA", form)
    assert "Handed over" not in plain_text(done)
    assert "Tom Hale still reports Qualified leads. Who takes over?" in plain_text(done)
    assert labels(done) == ["Hand over"]


async def test_numbers_past_the_first_forty_are_offered_after_them(owned, monkeypatch):
    monkeypatch.setattr("handlers.handover.form.MOST", 2)
    form = await form_of(owned)
    assert len(form.fields) == 2
    assert "I offer the rest after that" in form.intro
    done = await owned.fill("U_DANA")
    assert labels(done) == ["Hand over", "Undo"]
    assert "Tom Hale still reports Cost per lead (backup). Who takes over?" in plain_text(done)
    again = await owned.press("U_DANA", "Hand over")
    assert "Cost per lead (backup)" in again


async def test_everything_works_on_both_databases(play_on_both):
    play = play_on_both
    await play.set_up(team=["U_TOM"])
    tom = await person_id(play, "U_TOM")
    await give(play, "revenue", owner_id=tom)
    await form_of(play)
    assert "Revenue to Dana Reed" in plain_text(await play.fill("U_DANA"))
    assert "with Tom Hale again" in await play.press("U_DANA", "Undo")
    assert "Tue, 9:00–15:00" in await play.say("U_TOM", "members hours tue 9-15")
