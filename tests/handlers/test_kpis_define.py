"""Adding, editing and retiring KPIs."""

import pytest

from domain.catalogues import library
from domain.chat import Form
from domain.plain_text import plain_text
from storage.tables import Kpi, KpiUpdate
from tests.handlers.play import CHANNEL, button, errors


async def test_a_kpi_of_the_library_is_followed_by_its_name(northwind):
    assert "Churn rate is followed now (monthly)" in await northwind.say("U_DANA", "kpi add churn")
    assert "is not followed" in await northwind.press("U_DANA", "Undo")
    assert "Churn" not in await northwind.say("U_DANA", "kpi list")


async def test_a_kpi_with_values_is_not_unadded(northwind):
    answer = await northwind.ask("U_DANA", "kpi add churn")
    await northwind.say("U_DANA", "kpi churn 5% sep")
    assert "has values by now" in await northwind.click("U_DANA", button(answer, "Undo"))


async def test_a_name_is_followed_once(northwind):
    assert "is followed already" in await northwind.say("U_DANA", "kpi add leads")


async def test_what_the_library_does_not_know_is_described_by_form(northwind):
    form = await northwind.ask("U_DANA", "kpi add Podcast listeners")
    assert isinstance(form, Form)
    assert "name - Name: Podcast listeners" in plain_text(form)
    assert "Please fill this in" in errors(await northwind.fill("U_DANA"))["definition"]
    assert "Podcast listeners is followed" in plain_text(await northwind.fill("U_DANA", definition="People"))


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"name": "leads"}, "name", "is the name of another KPI"),
        ({"name": "New", "aliases": "x, cpl"}, "aliases", "is the name of another KPI"),
        ({"name": "add"}, "name", "`kpi add` is a command"),
        ({"name": "List size"}, "name", "`kpi list` is a command"),
        ({"name": "New", "aliases": "show rate"}, "aliases", "`kpi show` is a command"),
        ({"name": "!!!"}, "name", "no letter or digit"),
        ({"name": "x" * 81}, "name", "80 letters"),
        ({"name": "x", "valid_min": "5", "valid_max": "5"}, "valid_max", "must be above the lowest"),
        ({"name": "x", "valid_min": "low"}, "valid_min", "could not read"),
        ({"name": "x", "unit": "parsec"}, "unit", "fill this in"),
        ({"name": "x", "owner": "U_KIT"}, "owner", "can't see that person"),
    ],
)
async def test_a_description_that_does_not_work_says_why(northwind, values, field, said):
    await northwind.ask("U_DANA", "kpi add")
    wrong = errors(await northwind.fill("U_DANA", **{"definition": "x", **values}))
    assert said in wrong[field]
    assert len(await northwind.rows(Kpi)) == 3


async def test_every_kpi_of_the_library_can_be_followed_beside_the_others(play):
    await play.set_up(kpis=[])
    for key in library():
        assert "is followed now" in await play.say("U_DANA", f"kpi add {key}"), key
    assert "Email subscribers is 5" in await play.say("U_DANA", "kpi subscribers 5 sep")


async def test_a_changed_definition_with_values_starts_the_series_anew(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.ask("U_DANA", "kpi edit leads")
    said = plain_text(await northwind.fill("U_DANA", definition="Only those with a budget"))
    assert "its values and its target start anew" in said
    assert (await northwind.kpi("qualified_leads")).definition_version == 2
    assert "Recorded: Qualified leads is 40" in await northwind.say("U_DANA", "kpi leads 40 sep")
    why = await northwind.say("U_DANA", "kpi why leads sep")
    assert "reported 103" in why
    assert "definition 2" in why


async def test_a_changed_name_keeps_the_series(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.ask("U_DANA", "kpi edit leads")
    assert "anew" not in plain_text(await northwind.fill("U_DANA", name="Good leads", aliases="good"))
    assert (await northwind.kpi("qualified_leads")).definition_version == 1
    assert "103" in await northwind.say("U_DANA", "kpi why good sep")


async def test_a_new_version_is_undone_while_it_has_no_values(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.ask("U_DANA", "kpi edit leads")
    answer = await northwind.fill("U_DANA", cadence="weekly")
    assert "as it was before" in await northwind.click("U_DANA", button(answer, "Undo"))
    kpi = await northwind.kpi("qualified_leads")
    assert (kpi.cadence, kpi.definition_version) == ("monthly", 1)
    assert "103" in await northwind.say("U_DANA", "kpi why leads sep")


async def test_a_new_version_with_values_is_not_undone(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.ask("U_DANA", "kpi edit leads")
    answer = await northwind.fill("U_DANA", cadence="weekly")
    await northwind.say("U_DANA", "kpi leads 20 w45")
    assert "has values by now" in await northwind.click("U_DANA", button(answer, "Undo"))


async def test_an_edit_that_was_edited_again_is_not_undone(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    answer = await northwind.fill("U_DANA", name="Good leads")
    await northwind.ask("U_DANA", "kpi edit good leads")
    await northwind.fill("U_DANA", name="Very good leads")
    assert "was changed again since then" in await northwind.click("U_DANA", button(answer, "Undo"))


async def test_an_edit_without_a_change_says_so(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    assert plain_text(await northwind.fill("U_DANA")) == "Nothing was changed."


async def test_bounds_are_shown_as_they_are_typed_here(northwind):
    await northwind.say("U_DANA", "settings locale de-DE")
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", valid_max="1,500")
    await northwind.ask("U_DANA", "kpi edit leads")
    assert "valid_max - Highest possible value (optional): 1,500" in plain_text(
        northwind.last["U_DANA", CHANNEL]
    )
    assert plain_text(await northwind.fill("U_DANA")) == "Nothing was changed."


async def test_a_retired_kpi_takes_no_numbers_and_comes_back(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    retired = await northwind.ask("U_DANA", "kpi retire leads")
    assert "Its history stays" in plain_text(retired)
    assert "I don't know the KPI" in await northwind.say("U_DANA", "kpi leads 5")
    assert "Qualified" not in await northwind.say("U_DANA", "kpi list")
    assert "is followed again" in await northwind.click("U_DANA", button(retired, "Undo"))
    assert "103" in await northwind.say("U_DANA", "kpi why leads sep")


async def test_a_retired_kpi_does_not_come_back_under_a_taken_name(northwind):
    retired = await northwind.ask("U_DANA", "kpi retire leads")
    await northwind.say("U_DANA", "kpi add")
    await northwind.fill("U_DANA", name="Leads", definition="Others")
    assert "is the name of another KPI here" in await northwind.click("U_DANA", button(retired, "Undo"))


async def test_adding_a_retired_kpi_again_brings_its_values_back(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", "kpi retire leads")
    assert "is followed again" in await northwind.say("U_DANA", "kpi add leads")
    assert "103" in await northwind.say("U_DANA", "kpi show leads")


async def test_a_number_of_a_retired_kpi_can_be_undone(northwind):
    answer = await northwind.ask("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", "kpi retire leads")
    assert "Undone" in await northwind.click("U_DANA", button(answer, "Undo"))
    assert len(await northwind.rows(KpiUpdate)) == 2


@pytest.mark.parametrize("verb", ["edit", "retire", "show", "why"])
async def test_which_kpi_is_asked(northwind, verb):
    assert f"`kpi {verb} leads" in await northwind.say("U_DANA", f"kpi {verb}")
    assert "I don't know the KPI" in await northwind.say("U_DANA", f"kpi {verb} nothing")
