"""The past of KPIs, pasted into one form: what is shown, saved, and can be told then."""

from domain.chat import Form
from domain.plain_text import plain_text
from tests.handlers.bringing import heads
from tests.handlers.play import errors, labels

YEAR = "\n".join(f"2025-{month:02d} {40 + month}" for month in range(11, 13))
YEAR += "\n" + "\n".join(f"2026-{month:02d} {40 + month}" for month in range(1, 11))


async def shown(play, text="kpi history"):
    form = await play.ask("U_DANA", text)
    assert isinstance(form, Form)
    return form


async def test_there_is_a_field_for_each_kpi_and_one_for_a_table(northwind):
    await northwind.say("U_DANA", "kpi leads 44 oct")
    form = await shown(northwind)
    assert [field.name for field in form.fields] == [
        *("of_revenue", "of_cost_per_lead", "of_qualified_leads", "table"),
    ]
    assert form.fields[2].label == "Qualified leads (1 value so far)"
    assert [field.name for field in (await shown(northwind, "kpi history leads")).fields] == [
        *("of_qualified_leads", "table"),
    ]


async def test_two_kpis_are_shown_first_then_saved_and_it_says_what_can_be_told(northwind):
    await shown(northwind)
    answer = await northwind.fill("U_DANA", of_qualified_leads=YEAR, of_revenue="41,500 42,000 43,100")
    preview = plain_text(answer)
    assert "I read 15 numbers in the pasted table. Nothing is saved yet." in preview
    assert "I counted the 3 values of Revenue back from October 2026" in preview
    assert not await heads(northwind)
    said = await northwind.press("U_DANA", "Import")
    assert "Imported 15 values for 2 KPIs" in said
    assert (
        "Qualified leads, 12 months: a trend can be told. 24 would show whether a season comes back." in said
    )
    assert "Revenue, 3 months: too few to tell; 5 are needed for a first sign." in said
    assert (await heads(northwind))["revenue", "2026-08"] == 41500
    assert "15 values" in await northwind.press("U_DANA", "Undo")
    assert not await heads(northwind)


async def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_kept(northwind):
    await shown(northwind)
    wrong = errors(await northwind.fill("U_DANA", of_qualified_leads="Oct 2026 44\nhm", of_revenue="1 2"))
    assert list(wrong) == ["of_qualified_leads"]
    assert 'Line 2: I could not read "hm". Write a period' in wrong["of_qualified_leads"]
    assert (await northwind.counts())["kpi_imports"] == 0


async def test_an_empty_form_and_one_with_both_ways_are_shown_again(northwind):
    await shown(northwind)
    assert "one KPI at least" in errors(await northwind.fill("U_DANA"))[""]
    await shown(northwind)
    both = await northwind.fill("U_DANA", of_revenue="1 2", table="date,kpi,value\n2026-10,leads,4")
    assert "either the fields or the table" in errors(both)["table"]


async def test_what_is_recorded_otherwise_is_held_back_as_from_any_table(northwind):
    await northwind.say("U_DANA", "kpi leads 44 oct")
    await shown(northwind)
    answer = await northwind.fill("U_DANA", of_qualified_leads="Sep 2026 41\nOct 2026 45")
    assert "44 is recorded and the table says 45" in plain_text(answer)
    assert "Import" in labels(answer)


async def test_somebody_who_records_none_of_them_is_told_so(northwind):
    assert "recorded by others" in await northwind.say("U_TOM", "kpi history")


async def test_the_template_can_be_filled_in_and_brought_back(northwind):
    said = await northwind.say("U_DANA", "kpi template")
    table = said[said.index("period,") :].splitlines()[:25]
    assert table[0] == "period,revenue,qualified_leads,cost_per_lead"
    assert (table[1], table[24]) == ("2024-11,,,", "2026-10,,,")
    filled = "\n".join([table[0], *table[1:24], "2026-10,41500,44,"])
    assert "- 2 to save" in await northwind.say("U_DANA", f"kpi import\n{filled}")
