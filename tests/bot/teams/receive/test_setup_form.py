"""The largest form there is: all KPIs to be ticked, and lists that are searched where they don't fit."""

from typing import Any

import pytest

from bot.teams.render import options
from tests.scenarios.stage import CHANNEL, DM
from tests.teams.cards.entering import entered
from tests.teams.cards.parts import inputs_of
from tests.teams.person import Person, person
from tests.teams.things import User

LISTS = {"role", "use_case", "currency", "zone", "locale", "kpis"}


async def opened(stage) -> Person:
    """Dana, before the setup form."""
    await stage.say("U_DANA", "setup")
    dana = person(stage.teams, "U_DANA")
    await dana.click("Open form", CHANNEL)
    return dana


def lists_in(dana: Person) -> dict[str, dict[str, Any]]:
    """The lists of the form by their names."""
    assert dana.dialog is not None
    named = {one["id"].removeprefix("field/"): one for one in inputs_of(dana.dialog.card)}
    return {name: named[name] for name in LISTS}


def searched(dana: Person) -> set[str]:
    """The lists that are asked for while somebody types."""
    return {name for name, one in lists_in(dana).items() if "choices.data" in one}


async def test_every_list_stands_in_the_form_where_twenty_people_are_known(stage):
    for at in range(20):
        stage.teams.world.add_user(User(f"U_{at}", f"Person {at}", stage.teams.world.bot.tenant_id))
        await person(stage.teams, f"U_{at}").install()
    dana = await opened(stage)
    assert searched(dana) == set()
    kpis = lists_in(dana)["kpis"]
    assert (len(kpis["choices"]), kpis["style"]) == (29, "expanded")
    await stage.fill("U_DANA", {"name": "Northwind", "currency": "JPY"})
    assert "JPY" in (await stage.say("U_DANA", "card", where=DM)).text


async def test_a_currency_is_found_by_searching_where_there_is_no_room(
    stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(options, "OPTIONS", 3_000)
    dana = await opened(stage)
    assert searched(dana) == {"currency", "zone", "locale"}
    assert len(lists_in(dana)["kpis"]["choices"]) == 29
    currency = lists_in(dana)["currency"]
    assert [choice["title"] for choice in currency["choices"]] == ["GBP"]
    asked = {"dataset": currency["choices.data"]["dataset"], "queryText": "jp"}
    (found,) = (await dana.call("application/search", asked)).json["value"]["results"]
    form = dana.form()
    filled = entered(form.card, {"name": "Northwind"}, dana.choose) | {currency["id"]: found["value"]}
    assert (await dana.press(form, filled)).is_taken
    assert "JPY" in (await stage.say("U_DANA", "card", where=DM)).text
