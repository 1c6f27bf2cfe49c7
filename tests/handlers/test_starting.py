"""What lets the first pack speak: offered at the end of the setup, and called to mind once."""

import pytest

from domain.chat import Form
from domain.plain_text import plain_text
from storage.tables import Assumption
from tests.handlers.play import DM, labels

LACKS = "So that the first evidence pack can speak:"


def values_of(form):
    assert isinstance(form, Form)
    return {field.name: field.value for field in form.fields}


async def test_the_setup_ends_with_history_and_a_first_assumption_and_both_can_wait(play):
    await play.set_up()
    done = play.last["U_DANA", "#northwind"]
    assert "Two things let the first evidence pack speak" in plain_text(done)
    assert labels(done)[:2] == ["Paste past months", "First assumption"]
    await play.press("U_DANA", "First assumption")
    values = values_of(play.last["U_DANA", "#northwind"])
    assert values["text"] == ("One channel can carry the next stage of growth",)
    assert (values["kpi"], values["kind"]) == (("qualified_leads",), ("channel",))
    # Without any value there is nothing to go by.
    assert values["threshold"] == ()


@pytest.mark.parametrize(
    ("case", "kpi", "text"),
    [
        ("emerging_growth", "qualified_leads", "at least 48 a month for three months"),
        ("missed_opportunities", "win_rate", "at least 44% for three months"),
        ("leadership_vacuum", "milestones_on_time", "at least 80% for two months"),
    ],
)
async def test_the_threshold_of_the_first_assumption_lies_above_the_recent_values(play, case, kpi, text):
    await play.set_up(use_case=case, kpis=[kpi])
    for value, month in ((39, "aug"), (40, "sep"), (41, "oct")):
        await play.say("U_DANA", f"kpi {kpi} {value} {month}")
    await play.pass_time(days=1)
    await play.say("U_DANA", "home")
    await play.press("U_DANA", "First assumption")
    assert values_of(play.last["U_DANA", "#northwind"])["threshold"] == (text,)
    await play.fill("U_DANA")
    (written,) = await play.rows(Assumption)
    # It could be read: the KPI alone will tell.
    assert (written.op, written.periods) == (">=", 2 if "two" in text else 3)


@pytest.mark.parametrize("command", ["home", "status"])
async def test_a_lead_is_reminded_once_and_not_on_the_first_day(northwind, command):
    assert LACKS not in await northwind.say("U_DANA", command)
    await northwind.pass_time(days=1)
    assert LACKS not in await northwind.say("U_TOM", command)
    said = await northwind.say("U_DANA", command)
    assert LACKS in said
    assert "Revenue, Qualified leads, Cost per lead: too few values to tell a trend." in said
    assert "No assumption is written down yet" in said
    assert LACKS not in await northwind.say("U_DANA", command)
    assert LACKS not in await northwind.say("U_DANA", "home", where=DM)


async def test_where_nothing_is_lacking_nobody_is_reminded(play):
    await play.set_up(kpis=["revenue"])
    await play.say("U_DANA", "kpi driver revenue")
    await play.say("U_DANA", 'assume "They come back" threshold "at least 40% of buyers"')
    await play.ask("U_DANA", "kpi history")
    await play.fill("U_DANA", of_revenue="1 2 3 4 5 6 7 8")
    await play.press("U_DANA", "Import")
    await play.pass_time(days=1)
    assert LACKS not in await play.say("U_DANA", "home")


async def test_after_a_pack_has_spoken_it_is_not_called_the_first(northwind):
    await northwind.pass_time(days=1)
    await northwind.say("U_DANA", "evidence")
    said = await northwind.say("U_DANA", "home")
    assert LACKS not in said
    assert "So that the evidence can say more:" in said
