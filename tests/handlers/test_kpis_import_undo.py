"""Taking back an import as a whole, but for what was changed since."""

from domain.plain_text import plain_text
from storage.tables import KpiUpdate
from tests.handlers.bringing import TABLE, drop, heads
from tests.handlers.play import button


async def test_undo_takes_back_what_nobody_changed_since(play_on_both):
    play = play_on_both
    await play.set_up()
    await drop(play, TABLE)
    await play.press("U_DANA", "Import")
    saved = play.last["U_DANA", "#northwind"]
    await play.say("U_DANA", 'kpi fix leads 43 oct "one was a double"')
    undo = button(saved, "Undo")
    answer = await play.click("U_DANA", undo)
    assert answer.startswith("Undone: 2 values from kpis.csv no longer count.")
    assert "Changed since then, so I left it as it is: Qualified leads for October 2026." in answer
    assert await heads(play) == {("qualified_leads", "2026-10"): 43}
    assert "That was done already" in await play.click("U_DANA", undo)


async def test_undo_makes_a_provisional_number_count_again(northwind):
    northwind.now = northwind.now.replace(month=10, day=20)
    await northwind.say("U_DANA", "kpi leads 20 oct")
    northwind.now = northwind.now.replace(month=11)
    await drop(northwind, TABLE)
    assert "- 3 to save" in plain_text(northwind.last["U_DANA", "#northwind"])
    await northwind.press("U_DANA", "Import")
    await northwind.press("U_DANA", "Undo")
    assert await heads(northwind) == {("qualified_leads", "2026-10"): 20}
    last = (await northwind.rows(KpiUpdate, KpiUpdate.period == "2026-10"))[-2]
    assert (last.value, last.is_provisional, last.kind) == (20, True, "correction")


async def test_one_value_that_was_undone_no_longer_counts(northwind):
    await drop(northwind, "date,kpi,value\n2026-09,leads,41\n")
    await northwind.press("U_DANA", "Import")
    assert "Undone: 1 value from kpis.csv no longer counts." in await northwind.press("U_DANA", "Undo")


async def test_undo_is_for_a_quarter_of_an_hour(northwind):
    await drop(northwind, TABLE)
    await northwind.press("U_DANA", "Import")
    await northwind.pass_time(minutes=16)
    assert "15 minutes are over" in await northwind.press("U_DANA", "Undo")
    assert len(await heads(northwind)) == 3


async def test_importing_again_after_undo_saves_again(northwind):
    for _time in range(2):
        await drop(northwind, TABLE)
        assert "3 saved" in await northwind.press("U_DANA", "Import")
        await northwind.press("U_DANA", "Undo")
    assert await heads(northwind) == {}
