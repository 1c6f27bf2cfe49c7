"""The KPIs that must move if the strategy works."""

from domain.chat import Form
from domain.plain_text import plain_text


async def test_kpis_become_drivers_by_name_and_are_taken_out_again(northwind):
    assert "Drivers now: Qualified leads, Cost per lead." in await northwind.say(
        "U_DANA", "kpi driver leads and cpl"
    )
    assert "Drivers now: Qualified leads." in await northwind.say("U_DANA", "kpi driver off cpl")
    assert "Drivers now: Qualified leads, Cost per lead." in await northwind.press("U_DANA", "Undo")
    assert "That is so already." in await northwind.say("U_DANA", "kpi driver leads")


async def test_drivers_are_named_with_nothing_between_them_and_all_taken_out(northwind):
    assert "Drivers now: Qualified leads, Cost per lead." in await northwind.say(
        "U_DANA", "kpi driver leads cpl"
    )
    assert "don't know the KPI “foo”" in await northwind.say("U_DANA", "kpi driver revenue foo")
    assert "No KPI is a driver now." in await northwind.say("U_DANA", "kpi driver none")
    assert "Drivers now: Qualified leads, Cost per lead." in await northwind.press("U_DANA", "Undo")


async def test_the_form_ticks_exactly_the_drivers(northwind):
    await northwind.say("U_DANA", "kpi driver leads")
    assert isinstance(await northwind.ask("U_DANA", "kpi driver"), Form)
    said = plain_text(await northwind.fill("U_DANA", drivers="cost_per_lead"))
    assert "Drivers now: Cost per lead." in said


async def test_who_reports_does_not_say_what_must_move(northwind):
    assert "fractional CMO" in await northwind.say("U_TOM", "kpi driver leads")
