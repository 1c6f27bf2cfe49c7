"""Answers that are read in the personal chat, though they are about a channel: of which client they are."""

import pytest

from tests.scenarios.stage import DM
from tests.teams.person import person

THERE = "#contoso"
ASKED = "Asked in #contoso (Contoso)"


@pytest.fixture
async def contoso(northwind):
    """Dana leads two clients, and spoke of Northwind in her chat last."""
    world = northwind.teams.world
    world.add_channel("contoso", next(iter(world.teams.values())))
    await northwind.say("U_DANA", "setup", where=THERE)
    assert "Contoso is set up" in (await northwind.fill("U_DANA", {"name": "Contoso"}, where=THERE)).text
    person(northwind.teams, "U_DANA").close_dialog()
    await northwind.say("U_DANA", "in Northwind Ltd: status", where=DM)
    return northwind


async def test_an_answer_in_the_chat_says_where_it_was_asked(contoso):
    answer = await contoso.say("U_DANA", "kpi leads 103 sep", where=THERE)
    assert ASKED in answer.text
    assert "Asked in" not in (await contoso.say("U_DANA", "status", where=DM)).text


async def test_what_is_typed_below_it_means_the_same_client(contoso):
    await contoso.say("U_DANA", "kpi leads 103 sep", where=THERE)
    said = (await contoso.say("U_DANA", "kpi why leads sep", where=DM)).text
    assert "Contoso:" in said
    assert "Dana Reed reported 103" in said


async def test_undo_below_it_takes_back_what_it_tells(contoso):
    await contoso.say("U_DANA", "in Northwind Ltd: kpi leads 88 sep", where=DM)
    await contoso.say("U_DANA", "kpi leads 103 sep", where=THERE)
    said = (await contoso.say("U_DANA", "undo", where=DM)).text
    assert "Contoso:" in said
    assert "counts as not reported" in said
    northwind = (await contoso.say("U_DANA", "in Northwind Ltd: kpi why leads sep", where=DM)).text
    assert "reported 88" in northwind
    assert "undid" not in northwind


async def test_what_it_offers_can_be_typed_in_both_places_and_goes_on_below(contoso):
    asked = await contoso.say("U_DANA", "leads were 93 in aug", where=THERE)
    assert asked.buttons == ("Save", "Edit")
    assert "Recorded: Qualified leads is 93" in (await contoso.say("U_DANA", "1", where=DM)).text
    assert "counts as not reported" in (await contoso.say("U_DANA", "undo", where=DM)).text
    await contoso.say("U_DANA", "leads were 94 in jul", where=THERE)
    assert "Recorded: Qualified leads is 94" in (await contoso.say("U_DANA", "save", where=THERE)).text


async def test_a_button_in_the_channel_is_answered_the_same_way(contoso):
    answer = await contoso.press("U_DANA", "Show the card", where=THERE)
    assert ASKED in answer.text
    assert "Contoso:" in (await contoso.say("U_DANA", "status", where=DM)).text


async def test_a_button_below_a_moved_answer_names_the_client(contoso):
    await contoso.say("U_DANA", "kpi leads 103 sep", where=THERE)
    assert "Contoso:" in (await contoso.press("U_DANA", "Undo", where=DM)).text


async def test_a_group_chat_without_a_name_is_called_one(northwind):
    chat = northwind.teams.world.add_group_chat("", "northwind", ["U_DANA", "U_TOM"]).id
    await person(northwind.teams, "U_DANA").install(chat)
    await northwind.say("U_DANA", "channels join Northwind Ltd", where=chat)
    card = (await northwind.say("U_DANA", "card", where=chat)).text
    assert "Asked in a group chat (Northwind Ltd)" in card
    assert "#northwind, the channel" in card


async def test_an_outsider_hears_no_more_than_the_one_sentence(contoso):
    said = (await contoso.say("U_KIT", "card", where=THERE)).text
    assert said == "I can only talk about the engagement you belong to here."


async def test_nothing_is_remembered_of_what_is_off_the_record(contoso):
    await contoso.say("U_DANA", "setup code", where=THERE)
    said = (await contoso.say("U_DANA", "status", where=DM)).text
    assert "Northwind Ltd:" in said


async def test_numbers_are_recorded_in_a_dialog_at_one_press(northwind, dana):
    await northwind.posts("U_DANA")
    assert (await northwind.press("U_DANA", "Record numbers")).has_form
    assert dana.dialog is not None
    dana.close_dialog()
    await northwind.posts("U_TOM")
    assert "You owe no numbers right now" in (await northwind.press("U_TOM", "Record numbers")).text
    assert person(northwind.teams, "U_TOM").dialog is not None
