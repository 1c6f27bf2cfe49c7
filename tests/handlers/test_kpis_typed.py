"""Recording numbers: names, numbers and words as people type them."""

from decimal import Decimal

import pytest

from storage.tables import KpiUpdate
from tests.handlers.play import DM


@pytest.mark.parametrize(
    ("locale", "typed", "value", "shown"),
    [
        ("en-GB", "1.234", "1.234", "1.234"),
        ("de-DE", "1.234", "1234", "1.234"),
        ("de-DE", "1,234", "1.234", "1,234"),
        ("en-US", "1,234", "1234", "1,234"),
        ("de-DE", "41.500,5", "41500.5", "41.500,5"),
    ],
)
async def test_an_ambiguous_number_is_read_by_the_locale_and_said_back(
    northwind, locale, typed, value, shown
):
    await northwind.say("U_DANA", f"settings locale {locale}")
    said = await northwind.say("U_DANA", f"kpi leads {typed} sep")
    assert f"is {shown} for September 2026" in said
    (update,) = await northwind.rows(KpiUpdate)
    assert update.value == Decimal(value)
    assert ("I read" in said) is (typed != "41.500,5")


@pytest.mark.parametrize("locale", ["de-DE", "en-GB", "fi-FI", "fr-FR", "de-CH"])
@pytest.mark.parametrize("value", ["1.234", "1234.5", "41500", "0.125", "-1.5"])
async def test_what_a_form_shows_is_read_back_as_the_same_number(northwind, locale, value):
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", unit="score")
    await northwind.say("U_DANA", f"settings locale {locale}")
    await northwind.say("U_DANA", "kpi leads 99 sep")
    typed = value.replace(".", ",") if locale in ("de-DE", "fi-FI", "fr-FR") else value
    await northwind.ask("U_DANA", f"kpi leads {typed} sep")
    await northwind.press("U_DANA", "Correct")
    await northwind.fill("U_DANA", reason="the tool was wrong")
    assert (await northwind.rows(KpiUpdate))[-1].value == Decimal(value)


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("Leads accepted", "kpi leads accepted 40 sep", "Leads accepted is 40"),
        ("Leads accepted", "kpi leads 40 sep", "Qualified leads is 40"),
        ("Sales and marketing cost", "kpi sales and marketing cost 12 sep", "Sales and marketing cost is 12"),
        ("Calls, booked", "kpi calls, booked 12 sep, leads 3 sep", "Calls, booked is 12"),
        ("30-day churn", "kpi 30-day churn 5 sep", "30-day churn is 5"),
        ("Kävijät", "kpi kävijät 5 sep", "Kävijät is 5"),
        ("Größe der Liste", "kpi größe der liste 5 sep", "Größe der Liste is 5"),
        ("العملاء", "kpi العملاء 5 sep", "العملاء is 5"),
        ("🚀", "kpi 🚀 5 sep", "🚀 is 5"),
    ],
)
async def test_kpis_with_names_of_every_kind_are_recorded(northwind, name, line, said):
    await northwind.ask("U_DANA", "kpi add")
    await northwind.fill("U_DANA", name=name, definition="What it says")
    assert said in await northwind.say("U_DANA", line)


async def test_a_kpi_that_is_followed_again_does_not_eat_the_value(northwind):
    await northwind.say("U_DANA", "kpi retire leads")
    await northwind.say("U_DANA", "kpi add leads")
    assert "Qualified leads is 2 for September 2026" in await northwind.say(
        "U_DANA", "kpi qualified leads 2 sep"
    )


async def test_plain_words_ask_first_and_save_what_was_shown(northwind):
    said = await northwind.say("U_DANA", "revenue: 41.5k in sep and leads were 88 in sep", where=DM)
    assert "Revenue = £41,500 for September 2026" in said
    assert "Qualified leads = 88 for September 2026" in said
    assert await northwind.rows(KpiUpdate) == []
    assert "Recorded" in await northwind.press("U_DANA", "Save", where=DM)
    assert len(await northwind.rows(KpiUpdate)) == 2


@pytest.mark.parametrize("text", ["were leads 103 in sep?", "see you at 5", "leads are fine"])
async def test_other_words_save_and_ask_nothing(northwind, text):
    before = await northwind.counts()
    assert "Type `help`" in await northwind.say("U_DANA", text, where=DM)
    assert (await northwind.counts())["offers"] == before["offers"]


async def test_a_near_command_is_suggested_beside_the_near_kpi(northwind):
    assert "did you mean `kpi list`?" in await northwind.say("U_DANA", "kpi lits")
