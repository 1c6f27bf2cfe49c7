"""Buttons and typed offers: by another person, too late, twice, unknown."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.tables import KpiUpdate, Offer
from tests.handlers.play import CHANNEL, DM, OTHER_CHANNEL, OUTSIDE, button, labels

TOO_LATE = "That can no longer be undone: the 15 minutes are over. You can still correct it."
ELSE = "That was offered to somebody else. Nothing was changed."
TWICE = "That was done already. Nothing was changed again."
OLD = "That button is from an old message and no longer works. Nothing was changed."


async def test_a_button_of_somebody_else_is_harmless(northwind):
    answer = await northwind.ask("U_DANA", "kpi leads 103 sep")
    assert await northwind.click("U_TOM", button(answer, "Undo")) == ELSE
    assert "103" in await northwind.say("U_DANA", "kpi why leads sep")


async def test_an_outsider_who_presses_a_button_of_everybody_is_refused(northwind):
    (welcome,) = await northwind.rows(Offer, Offer.label == "Show the card")
    assert await northwind.click("U_KIT", welcome.token) == OUTSIDE
    assert "Northwind Ltd" in await northwind.click("U_TOM", welcome.token)


async def test_an_unknown_button_is_from_an_old_message(northwind):
    assert await northwind.click("U_DANA", "no-such-token") == OLD


async def test_a_button_works_once(northwind):
    answer = await northwind.ask("U_DANA", "kpi leads 103 sep")
    assert "Undone" in await northwind.click("U_DANA", button(answer, "Undo"))
    before = await northwind.rows(KpiUpdate)
    assert await northwind.click("U_DANA", button(answer, "Undo")) == TWICE
    assert len(await northwind.rows(KpiUpdate)) == len(before) == 2


@pytest.mark.parametrize(("seconds", "is_late"), [(899, False), (900, True), (86_000, True)])
@pytest.mark.parametrize("is_typed", [True, False])
async def test_undo_ends_after_fifteen_minutes(northwind, seconds, is_late, is_typed):
    answer = await northwind.ask("U_DANA", "kpi leads 103 sep")
    await northwind.pass_time(seconds=seconds)
    said = await (
        northwind.say("U_DANA", "Undo") if is_typed else northwind.click("U_DANA", button(answer, "Undo"))
    )
    assert (said == TOO_LATE) is is_late
    assert len(await northwind.rows(KpiUpdate)) == (1 if is_late else 2)


async def test_a_typed_undo_of_what_is_undone_is_said(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert "Undone" in await northwind.say("U_DANA", "undo")
    assert await northwind.say("U_DANA", "undo") == TWICE


async def test_undo_typed_by_somebody_else_finds_nothing(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert "nothing of yours to undo" in await northwind.say("U_TOM", "undo")
    assert "nothing of yours to undo" in await northwind.say("U_DANA", "undo", where=DM)


async def test_a_typed_number_means_the_button_that_was_shown_under_it(northwind):
    await northwind.ask("U_DANA", "setup", where=OTHER_CHANNEL)
    answer = await northwind.fill("U_DANA", where=OTHER_CHANNEL, name="Birch", kpis=["qualified_leads"])
    assert labels(answer)[:2] == ["Add revenue KPI", "Go on without"]
    assert "Noted" in await northwind.say("U_DANA", "2", where=OTHER_CHANNEL)
    assert await northwind.say("U_DANA", "2", where=OTHER_CHANNEL) == TWICE
    assert "Birch" in await northwind.say("U_DANA", "card", where=OTHER_CHANNEL)


async def test_of_single_choices_one_can_be_taken(northwind):
    await northwind.ask("U_DANA", 'feedback "the form is long"')
    answer = northwind.last["U_DANA", CHANNEL]
    assert "negative" in await northwind.click("U_DANA", button(answer, "Negative"))
    assert await northwind.click("U_DANA", button(answer, "Positive")) == TWICE


async def test_an_offer_can_be_typed_for_a_day(northwind):
    await northwind.ask("U_DANA", "leads were 88 in sep", where=DM)
    await northwind.pass_time(hours=23, minutes=59)
    assert "Recorded" in await northwind.say("U_DANA", "SAVE", where=DM)
    await northwind.ask("U_DANA", "leads were 89 in aug", where=DM)
    await northwind.pass_time(hours=25)
    assert "I don't know “save”" in await northwind.say("U_DANA", "save", where=DM)


async def test_a_button_of_another_engagement_is_refused_in_this_channel(northwind):
    await northwind.set_up("U_KIT", name="Birch", where=OTHER_CHANNEL)
    answer = await northwind.ask("U_DANA", "kpi leads 103 sep")
    assert await northwind.click("U_DANA", button(answer, "Undo"), where=OTHER_CHANNEL) == OUTSIDE
    assert "Undone" in await northwind.click("U_DANA", button(answer, "Undo"), where=DM)


async def test_rights_are_those_of_the_moment_of_the_click(northwind):
    await northwind.join("U_ANN", "cmo")
    answer = await northwind.ask("U_ANN", "kpi leads 103 sep")
    await northwind.say("U_DANA", "members role @Ann Berg observer")
    assert "Only a fractional CMO" in await northwind.click("U_ANN", button(answer, "Undo"))
    await northwind.say("U_DANA", "members remove @Ann Berg")
    assert await northwind.click("U_ANN", button(answer, "Undo")) == OUTSIDE


async def test_a_button_lives_a_month(northwind):
    for text in ("kpi leads 1 jul", "kpi leads 1 aug", "kpi leads 1 sep"):
        await northwind.say("U_DANA", text)
    answer = await northwind.ask("U_DANA", "kpi leads 900")
    await northwind.change(update(Offer).values(expires_at=northwind.now + timedelta(days=29)))
    await northwind.pass_time(days=29)
    assert await northwind.click("U_DANA", button(answer, "Save")) == OLD


async def test_a_form_of_somebody_else_says_what_to_type_for_ones_own(northwind):
    northwind.can_open_form = False
    offered = await northwind.ask("U_DANA", "kpi fix")
    told = await northwind.click("U_TOM", button(offered, "Open form"))
    assert told == f"{ELSE} To get your own, type `kpi fix`."
