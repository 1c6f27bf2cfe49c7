"""Bringing past numbers: shown first, then saved on [Import]."""

import pytest
from sqlalchemy import update

from domain.chat import Form, OpenForm, Reply
from domain.plain_text import plain_text
from storage import sweeping
from storage.tables import HistoryEvent, Kpi, KpiImport, KpiUpdate
from tests.handlers.bringing import TABLE, drop, heads
from tests.handlers.play import Play, button, errors, labels
from tests.storage.workbooks import workbook


@pytest.fixture
async def on_both(play_on_both: Play) -> Play:
    await play_on_both.set_up(team=["U_TOM"])
    return play_on_both


async def test_a_pasted_table_is_shown_first_and_saved_on_import(on_both):
    play = on_both
    shown = await play.ask("U_DANA", f"kpi import\n{TABLE}")
    text = plain_text(shown)
    assert "I read 3 numbers in the pasted table. Nothing is saved yet." in text
    assert "- 3 to save" in text
    assert "Revenue          October 2026    £41,500\nQualified leads  September 2026       41" in text
    assert "Qualified leads  October 2026         44" in text
    assert labels(shown) == ["Import", "Discard"]
    assert await play.rows(KpiUpdate) == []
    saved = await play.press("U_DANA", "Import")
    assert "Imported 3 values for 2 KPIs from the pasted table." in saved
    assert await heads(play) == {
        ("qualified_leads", "2026-09"): 41,
        ("qualified_leads", "2026-10"): 44,
        ("revenue", "2026-10"): 41500,
    }
    first, *_rest = await play.rows(KpiUpdate)
    assert (first.source, first.note, first.reported_at, first.kind) == (
        "import",
        "from the desk",
        play.now,
        "report",
    )
    (kept,) = await play.rows(KpiImport)
    assert (kept.rows, kept.saved_at) == ([], play.now)


async def test_the_whole_import_is_one_line_of_history(northwind):
    before = len(await northwind.rows(HistoryEvent))
    await drop(northwind, TABLE)
    await northwind.press("U_DANA", "Import")
    (event,) = (await northwind.rows(HistoryEvent))[before:]
    assert event.what == "imported 3 values for 2 KPIs from kpis.csv"


async def test_the_same_table_twice_changes_nothing(northwind):
    await drop(northwind, TABLE)
    await northwind.press("U_DANA", "Import")
    before = await northwind.counts()
    again = await drop(northwind, TABLE)
    assert "There is nothing to save." in plain_text(again)
    assert "3 recorded already, with the same value" in plain_text(again)
    assert labels(again) == []
    assert (await northwind.counts())["kpi_updates"] == before["kpi_updates"]


async def test_on_import_everything_is_judged_again(northwind):
    shown = await drop(northwind, TABLE)
    await northwind.say("U_DANA", "kpi leads 50 oct")
    token = button(shown, "Import")
    answer = await northwind.click("U_DANA", token)
    assert "Imported 2 values for 2 KPIs" in answer
    assert "50 is recorded and the table says 44. A correction needs a reason." in answer
    assert (await heads(northwind))["qualified_leads", "2026-10"] == 50


async def test_what_is_recorded_differently_can_be_corrected_from_there(northwind):
    await northwind.say("U_DANA", "kpi leads 50 oct")
    await drop(northwind, TABLE)
    await northwind.press("U_DANA", "Import")
    saved = northwind.last["U_DANA", "#northwind"]
    assert labels(saved) == ["Undo", "Correct Qualified leads, October 2026"]
    await northwind.press("U_DANA", "Correct Qualified leads, October 2026")
    form = northwind.last["U_DANA", "#northwind"]
    assert isinstance(form, Form)
    values = {field.name: field.value for field in form.fields}
    assert (values["kpi"], values["value"], values["period"]) == (("qualified_leads",), ("44",), ("2026-10",))
    await northwind.fill("U_DANA", reason="recounted")
    assert (await heads(northwind))["qualified_leads", "2026-10"] == 44
    northwind.last["U_DANA", "#northwind"] = saved
    assert "Undone: 2 values" in await northwind.press("U_DANA", "Undo")


async def test_a_table_with_nothing_new_offers_the_corrections_at_once(northwind):
    await northwind.say("U_DANA", "kpi leads 50 oct")
    shown = await drop(northwind, "2026-10,leads,44\n2026-09,leads,\n")
    assert labels(shown) == ["Correct Qualified leads, October 2026"]


async def test_a_discarded_table_is_forgotten(northwind):
    shown = await drop(northwind, TABLE)
    assert await northwind.press("U_DANA", "Discard") == "Dropped. Nothing was saved."
    assert "done already" in await northwind.click("U_DANA", button(shown, "Import"))
    (kept,) = await northwind.rows(KpiImport)
    assert kept.rows == []
    assert await heads(northwind) == {}


async def test_a_table_is_kept_for_a_day(northwind):
    shown = await drop(northwind, TABLE)
    await northwind.pass_time(days=1, minutes=1)
    assert "I keep one for a day" in await northwind.press("U_DANA", "Import")
    async with northwind.database.write() as session:
        await sweeping.sweep(session, now=northwind.now)
    assert await northwind.rows(KpiImport) == []
    assert "I keep one for a day" in await northwind.click("U_DANA", button(shown, "Import"))


async def test_a_misspelt_name_can_be_said_to_be_a_kpi(on_both):
    play = on_both
    shown = await drop(play, "date,kpi,value\n2026-09,Qualified laeds,41\n2026-10,Qualified laeds,44\n")
    assert 'Lines 2 and 3: "Qualified laeds" is no KPI here. Is Qualified leads meant?' in plain_text(shown)
    assert labels(shown) == ["Qualified laeds is Qualified leads"]
    again = await play.press("U_DANA", "Qualified laeds is Qualified leads")
    assert "- 2 to save" in again
    await play.press("U_DANA", "Import")
    assert len(await heads(play)) == 2


async def test_the_form_opens_takes_a_table_and_says_what_is_wrong(northwind):
    form = await northwind.ask("U_DANA", "kpi import")
    assert isinstance(form, Form)
    assert form.fields[0].max_length == 20_000
    assert "paste a table" in errors(await northwind.fill("U_DANA", table="  \n"))["table"]
    assert "20,000 characters" in errors(await northwind.fill("U_DANA", table="x" * 20_001))["table"]
    assert "could not make out a table" in errors(await northwind.fill("U_DANA", table="hello\nworld"))[""]
    shown = await northwind.fill("U_DANA", table="\tSep 2026\tOct 2026\nLeads\t41\t44\n")
    assert isinstance(shown, Reply)
    assert "- 2 to save" in plain_text(shown)


async def test_the_tab_that_a_header_begins_with_is_not_lost(northwind):
    shown = await northwind.say("U_DANA", "kpi import\n\tSep 2026\tOct 2026\nqualified leads\t41\t44")
    assert "- 2 to save" in shown


async def test_setup_ends_with_pasting_past_months(play):
    await play.set_up()
    assert "Paste past months" in labels(play.last["U_DANA", "#northwind"])
    await play.press("U_DANA", "Paste past months")
    assert isinstance(play.last["U_DANA", "#northwind"], Form)


async def test_a_workbook_is_taken_like_text(northwind):
    data = workbook(["Month", "Leads"], ["2026-09", 41], ["2026-10", 44])
    assert "- 2 to save" in plain_text(await drop(northwind, data, name="kpis.xlsx"))


async def test_an_unusual_size_is_pointed_out_and_imported_all_the_same(northwind):
    rows = "".join(f"2026-0{month},leads,40\n" for month in range(1, 6))
    shown = plain_text(await drop(northwind, f"date,kpi,value\n{rows}2026-06,leads,400\n"))
    assert "Please check line 7: 400 for Qualified leads, June 2026, is more than 5 times" in shown
    assert "6 saved" in await northwind.press("U_DANA", "Import")


async def test_a_share_for_a_percentage_is_pointed_out_before_it_is_imported(northwind):
    await northwind.change(update(Kpi).where(Kpi.key == "qualified_leads").values(unit="percent"))
    rows = "".join(f"2026-0{month},leads,9.1\n" for month in range(1, 7))
    shown = plain_text(await drop(northwind, f"date,kpi,value\n{rows}2026-07,leads,0.098\n"))
    assert "July 2026, is far below the KPI's usual size. If it is a share, write it as 9.8%." in shown


async def test_of_many_values_the_preview_shows_how_they_lie(northwind):
    rows = "".join(
        f"{year}-{month:02},leads,{year - 2000 + month}\n" for year in (2023, 2024) for month in range(1, 13)
    )
    few = plain_text(await drop(northwind, f"date,kpi,value\n{rows}"))
    assert "Qualified leads  January 2023       24" in few
    assert "Lowest" not in few
    many = plain_text(await drop(northwind, f"date,kpi,value\n{rows}2025-01,leads,99\n"))
    assert "KPI              Numbers  From          To            Lowest  Highest" in many
    assert "Qualified leads       25  January 2023  January 2025      24       99" in many


async def test_a_column_that_is_not_read_is_named(northwind):
    shown = plain_text(await drop(northwind, "date,kpi,value,client\n2026-09,leads,41,Alder\n"))
    assert "I left out the column client." in shown


async def test_an_import_can_be_opened_as_a_form_by_its_name(northwind):
    form = await northwind.act("U_DANA", OpenForm(form="kpi import"))
    assert isinstance(form, Form)
