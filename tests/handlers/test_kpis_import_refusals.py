"""Tables that are not taken, or not by everybody: a clear sentence, and nothing half-saved."""

import pytest
from sqlalchemy import update

from domain.chat import Reply, Typed
from domain.plain_text import plain_text
from storage.tables import Engagement, Kpi, KpiImport, KpiUpdate
from tests.handlers.bringing import TABLE, drop, heads
from tests.handlers.play import DM, OTHER_CHANNEL, OUTSIDE, button, labels


async def test_who_may_not_record_a_kpi_is_told_who_may(northwind):
    shown = await drop(northwind, TABLE, who="U_TOM")
    text = plain_text(shown)
    assert "3 held back" in text
    assert (
        'Lines 2 and 3: "leads" is recorded by Dana Reed, or by a fractional CMO, marketing director or'
        " marketing manager. Please ask" in text
    )
    assert labels(shown) == []
    assert await heads(northwind) == {}


async def test_an_observer_and_an_outsider_bring_nothing(northwind):
    await northwind.join("U_LEO", "observer")
    refused = await drop(northwind, TABLE, who="U_LEO")
    assert isinstance(refused, Reply)
    assert refused.is_refusal
    assert plain_text(await drop(northwind, TABLE, who="U_KIT")) == OUTSIDE
    assert await northwind.rows(KpiImport) == []


async def test_the_buttons_of_one_engagement_reach_no_other(northwind):
    await northwind.set_up(who="U_ANN", name="Birch", where=OTHER_CHANNEL)
    shown = await drop(northwind, TABLE)
    token = button(shown, "Import")
    assert "offered to somebody else" in await northwind.click("U_ANN", token, where=OTHER_CHANNEL)
    assert await heads(northwind) == {}


async def test_a_file_in_a_direct_message_asks_for_which_client_it_is(northwind):
    await northwind.set_up(name="Birch", where=OTHER_CHANNEL)
    asked = await drop(northwind, TABLE, where=DM)
    assert labels(asked) == ["Birch", "Northwind Ltd"]
    assert "drop the file here again" in plain_text(asked)
    await northwind.press("U_DANA", "Birch", where=DM)
    shown = await drop(northwind, TABLE, where=DM)
    assert plain_text(shown).startswith("Birch:")
    await northwind.press("U_DANA", "Import", where=DM)
    birch = (await northwind.rows(Engagement))[1]
    assert {link.engagement_id for link in await northwind.rows(KpiUpdate)} == {birch.id}


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("kpis.csv", b"", "kpis.csv: It is empty"),
        ("kpis.csv", b"x" * (8 * 2**20 + 1), "larger than 8 MB"),
        ("kpis.csv", bytes(range(256)), "no text and no Excel workbook"),
        ("kpis.xlsx", b"PK\x03\x04", "damaged Excel workbook"),
        ("kpis.csv", b"date,kpi,value\n", "a header and nothing below it"),
        ("kpis.csv", b"date,kpi,value\n2026-10,NPS,4\n", "found no KPI of this engagement"),
        ("kpis.csv", b"Month,Leads,\n,Actual,Target\n2026-10,4,5\n", "second line with “Actual” in it"),
        ("kpis.pdf", b"%PDF", "I can't read kpis.pdf. I take tables of numbers (CSV, TSV, XLSX)"),
    ],
)
async def test_what_cannot_be_taken_is_a_clear_sentence_and_leaves_nothing(northwind, name, data, sentence):
    before = await northwind.counts()
    answer = await drop(northwind, data, name=name)
    assert isinstance(answer, Reply)
    assert answer.is_refusal
    assert sentence in plain_text(answer)
    after = await northwind.counts()
    assert {table for table in after if after[table] != before[table]} <= {"receipts"}


async def test_formulas_and_other_currencies_are_refused_line_by_line(northwind):
    table = "date,kpi,value\n2026-08,revenue,=SUM(B1:B2)\n2026-09,revenue,€5\n2026-10,revenue,5\n"
    text = plain_text(await drop(northwind, table))
    assert 'Line 2: "=SUM(B1:B2)" is a formula, and I need its result' in text
    assert 'Line 3: "€5" is in another currency:' in text
    assert "- 1 to save" in text


async def test_what_stands_beside_no_kpi_or_no_date_is_told_by_its_value(northwind):
    text = plain_text(await drop(northwind, "date,kpi,value\n2026-10,,41\n,leads,42\n2026-10,leads,43\n"))
    assert 'Line 2: no KPI stands beside "41".' in text
    assert 'Line 3: no date stands beside "42" (Qualified leads).' in text


async def test_a_number_that_was_cut_at_its_comma_is_refused_in_words(northwind):
    table = "date,kpi,value\n2026-08,revenue,£1,234.50\n2026-09,revenue,1,234\n2026-10,leads,44\n"
    text = plain_text(await drop(northwind, table))
    assert "- Lines 2 and 3 have more cells than the header. Put numbers with a comma into quotes." in text
    assert "- 1 to save" in text
    one = plain_text(await drop(northwind, "Month,leads,revenue\n2026-09,41,1,234\n2026-10,44,5\n"))
    assert "- Line 2 has more cells than the header. Put numbers with a comma into quotes." in one
    assert "- 2 to save" in one


async def test_one_more_is_named_and_not_counted(northwind):
    rows = "".join(f"2026-10,leads,x{at}\n" for at in range(21))
    shown = plain_text(await drop(northwind, f"date,kpi,value\n{rows}"))
    assert '"x20"' in shown
    assert "more like these" not in shown
    rows = "2026-10,Qualified laeds,1\n" * 7
    shown = plain_text(await drop(northwind, f"date,kpi,value\n{rows}"))
    assert "Lines 2, 3, 4, 5, 6, 7 and 8: " in shown


async def test_only_twenty_reasons_are_shown_at_once(northwind):
    rows = "".join(f"2026-10,leads,x{at}\n" for at in range(25))
    shown = plain_text(await drop(northwind, f"date,kpi,value\n{rows}"))
    assert '"x19"' in shown
    assert '"x20"' not in shown
    assert "... and 5 more like these." in shown


async def test_words_of_the_file_are_shown_as_they_were_typed(northwind):
    shown = await drop(northwind, "date,kpi,value\n2026-10,leads,*4*\n2026-10,`x`,4\n", name="`a`.csv")
    typed = [
        span.text
        for block in shown.blocks
        for spans in (getattr(block, "items", ()) or (getattr(block, "spans", ()),))
        if isinstance(spans, tuple)
        for span in spans
        if isinstance(span, Typed)
    ]
    assert typed == ["`a`.csv", '"*4*"', '"`x`"']


async def test_a_kpi_that_was_retired_meanwhile_is_not_written(northwind):
    await drop(northwind, TABLE)
    await northwind.change(update(Kpi).where(Kpi.key == "revenue").values(retired_at=northwind.now))
    assert '"revenue" is no KPI here' in await northwind.press("U_DANA", "Import")
    assert len(await heads(northwind)) == 2
