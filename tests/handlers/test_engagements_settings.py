"""Changing the settings."""

import pytest

from domain.plain_text import plain_text
from storage.tables import Engagement
from tests.handlers.play import CHANNEL, OTHER_CHANNEL, button, errors


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("zone los angeles", "Time zone is America/Los_Angeles now, it was Europe/London"),
        ("timezone Europe/Helsinki", "Time zone is Europe/Helsinki now"),
        ("currency eur", "Currency is EUR now, it was GBP"),
        ("locale fi-FI", "Numbers and dates is fi-FI now"),
        ("fiscal 4", "First month of the fiscal year is 4 now, it was 1"),
        ("name  North   Wind ", "Client is North Wind now"),
        ("aliases NW, Nord", "Also called is NW, Nord now, it was nothing"),
        ("renewal 2027-06-30", "Renewal date is 2027-06-30 now, it was open"),
        ("model own_team", "Operating model is own_team now"),
        ("posts off", "A post a day with what was recorded is off now, it was on"),
        ("posts_daily No", "A post a day with what was recorded is off now"),
    ],
)
async def test_one_setting_is_changed_said_and_undone(northwind, line, said):
    card = await northwind.say("U_DANA", "card")
    assert said in await northwind.say("U_DANA", f"settings {line}")
    assert "as they were before" in await northwind.press("U_DANA", "Undo")
    assert await northwind.say("U_DANA", "card") == card


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour blue", "I don't know the setting colour. You can change: name"),
        ("zone", "Please write the value too, as in `settings zone Europe/Paris`"),
        ("zone Mars", "I don't know the time zone Mars"),
        ("currency €", "three letters"),
        ("locale xx-klingon", "I don't know the locale"),
        ("fiscal ²", "from 1 to 12"),
        ("fiscal " + "9" * 5000, "from 1 to 12"),
        ("start tomorrow", "I could not read “tomorrow” as a day"),
        ("start 2026-02-30", "as a day"),
        ("renewal 2020-01-01", "must be after its start"),
        ("model solo", "You can change: cmo_owns_paid_budget"),
        ("posts sometimes", "Please write on or off; I read “sometimes”"),
        ("posts", "Please write the value too, as in `settings posts off`"),
        ("posts on", "Nothing was changed"),
        ("zone Europe/London", "Nothing was changed"),
    ],
)
async def test_what_does_not_work_is_said_and_changes_nothing(northwind, line, said):
    before = await northwind.counts()
    assert said in await northwind.say("U_DANA", f"settings {line}")
    assert await northwind.counts() == before | {"receipts": before["receipts"] + 1}


async def test_the_currency_stays_once_there_are_amounts(northwind):
    await northwind.say("U_DANA", "settings currency EUR")
    changed = northwind.last["U_DANA", CHANNEL]
    await northwind.say("U_DANA", "kpi revenue 41.5k")
    refused = "There are amounts in EUR already"
    assert refused in await northwind.say("U_DANA", "settings currency USD")
    assert refused in await northwind.click("U_DANA", button(changed, "Undo"))
    assert "€41,500" in await northwind.say("U_DANA", "kpi list")


async def test_the_fiscal_year_stays_once_there_are_quarters(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", cadence="quarterly")
    await northwind.say("U_DANA", "kpi leads 5 Q3")
    assert "quarterly numbers already" in await northwind.say("U_DANA", "settings fiscal 4")


async def test_names_are_unique_among_the_setters_own(northwind):
    await northwind.set_up(name="Birch", where=OTHER_CHANNEL)
    await northwind.set_up("U_KIT", name="Cedar", where="#cedar")
    for line in ("name birch", "aliases x, Birch"):
        assert "another engagement called" in await northwind.say("U_DANA", f"settings {line}")
    assert "Client is Cedar now" in await northwind.say("U_DANA", "settings name Cedar")


async def test_an_undo_after_a_later_change_leaves_it(northwind):
    first = await northwind.ask("U_DANA", "settings zone Europe/Paris")
    await northwind.say("U_DANA", "settings zone Europe/Rome")
    assert "changed again since then" in await northwind.click("U_DANA", button(first, "Undo"))
    assert (await northwind.rows(Engagement))[0].zone == "Europe/Rome"


async def test_the_form_says_what_is_wrong_with_which_field(northwind):
    form = await northwind.ask("U_DANA", "settings")
    wrong = errors(await northwind.fill("U_DANA", name=" ", start="soon", zone="Mars"))
    assert set(wrong) == {"name", "start", "zone"}
    late = await northwind.send("U_DANA", form, term_end="2020-01-01")
    assert "must be after its start" in errors(late)[""]


async def test_the_form_changes_what_differs(northwind):
    await northwind.ask("U_DANA", "settings")
    assert plain_text(await northwind.fill("U_DANA")) == "Nothing was changed."
    await northwind.ask("U_DANA", "settings")
    said = plain_text(await northwind.fill("U_DANA", zone="Europe/Rome", aliases="NW"))
    assert said.splitlines()[:2] == [
        "Also called is NW now, it was nothing.",
        "Time zone is Europe/Rome now, it was Europe/London.",
    ]


async def test_the_daily_post_is_switched_in_the_form_told_in_the_history_and_undone(northwind):
    form = await northwind.ask("U_DANA", "settings")
    (field,) = [field for field in form.fields if field.name == "posts_daily"]
    assert (field.kind, field.value, [o.value for o in field.options]) == ("choice", ("on",), ["on", "off"])
    said = plain_text(await northwind.fill("U_DANA", posts_daily="off"))
    assert said.startswith("A post a day with what was recorded is off now, it was on.")
    assert not (await northwind.rows(Engagement))[0].posts_daily
    told = "changed the settings: A post a day with what was recorded from on to off"
    assert told in await northwind.say("U_DANA", "history")
    form = await northwind.ask("U_DANA", "settings")
    assert next(field for field in form.fields if field.name == "posts_daily").value == ("off",)
    await northwind.ask("U_DANA", "settings posts on")
    await northwind.press("U_DANA", "Undo")
    assert not (await northwind.rows(Engagement))[0].posts_daily
