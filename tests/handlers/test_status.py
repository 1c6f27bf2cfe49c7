"""The scorecard: misses first, gaps named, the weakest step of the funnel."""

from domain.chat import reply
from domain.plain_text import plain_text
from handlers.checkins.attention import attention
from handlers.turn import Unasked
from storage import engagements
from tests.handlers.occurring import at, engagement_id
from tests.handlers.test_kpis_targets import months


def names(said):
    return [line.split("  ")[0] for line in said.splitlines() if "  " in line][1:]


async def test_nothing_followed_says_how_to_begin(play):
    await play.set_up(kpis=[])
    assert "kpi add" in await play.say("U_DANA", "status")


async def test_without_targets_nothing_is_on_or_off_pace(northwind):
    said = await northwind.say("U_DANA", "status")
    assert "No KPI has a target yet" in said
    assert "not reported" in said


async def test_misses_stand_first(northwind):
    await months(northwind, "revenue", 40, 41, 42, 43, first=7)
    await months(northwind, "leads", 100, 95, 92, 90, first=7)
    await northwind.say("U_DANA", "kpi target revenue 44 by dec from 40 in jul")
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 100 in jul")
    said = await northwind.say("U_DANA", "status")
    assert "1 of 2 that can be told is off: Qualified leads." in said
    assert names(said) == ["Qualified leads", "Cost per lead", "Revenue"]
    assert "moving away, 120 by December 2026" in said


async def test_none_off_is_said(northwind):
    await months(northwind, "revenue", 40, 41, 42, 43, first=7)
    await northwind.say("U_DANA", "kpi target revenue 44 by dec from 40 in jul")
    assert "The one that can be told is not off." in await northwind.say("U_DANA", "status")


async def test_late_numbers_are_named(northwind):
    await northwind.say("U_DANA", "kpi leads 100 sep")
    said = await northwind.say("U_DANA", "status")
    assert "Late: Qualified leads." in said
    assert "1 of 2, late" in said


async def test_no_trend_is_told_of_numbers_that_stopped_coming(northwind):
    await months(northwind, "leads", *range(100, 108), first=1)
    said = await northwind.say("U_DANA", "status")
    assert "no trend told" in said
    assert "clear" not in said
    shown = await northwind.say("U_DANA", "kpi show leads")
    assert "No trend is told: 2 months in a row are missing." in shown
    assert "Clear" not in shown


async def test_the_weakest_step_of_the_funnel_stands_beside_the_months_before(northwind):
    await northwind.say("U_DANA", "kpi add new customers")
    for key, stage in (("leads", "lead"), ("new_customers", "customer")):
        await northwind.ask("U_DANA", f"kpi edit {key}")
        await northwind.fill("U_DANA", stage=stage)
    await months(northwind, "leads", 100, 100, 100, first=8)
    await months(northwind, "new_customers", 20, 30, 10, first=8)
    said = await northwind.say("U_DANA", "status")
    assert "Weakest step of the funnel: lead to customer, 10% in October 2026 " in said
    assert "(25% over 2 of the 3 months before)." in said


async def test_the_rows_behind_the_scorecard_are_those_of_the_latest_values(northwind):
    await months(northwind, "leads", 100, 95, first=9)
    await northwind.say("U_DANA", "kpi cpl 219 sep")
    await northwind.ask("U_DANA", "status")
    said = await northwind.press("U_DANA", "Where from?")
    assert "October 2026" in said
    assert "95" in said
    assert "100" not in said
    assert "£219" in said


async def test_an_observer_hears_who_may_read_it(northwind):
    await northwind.join("U_LEO", "observer")
    assert "read the KPIs" in await northwind.say("U_LEO", "status")


async def test_a_number_that_was_never_there_is_late_and_one_with_a_reason_stands_below(northwind):
    northwind.now = at("2026-12-03 09:30")
    await northwind.say("U_DANA", "kpi leads 97 nov")
    assert "Late:" not in await northwind.say("U_DANA", "status")
    northwind.now = at("2027-01-11 09:30")
    kpi = await northwind.kpi("qualified_leads")
    await northwind.open("U_DANA", "kpi unavailable", kpi=kpi.id, period="2026-12")
    await northwind.fill("U_DANA", why="the CRM was down")
    said = await northwind.say("U_DANA", "status")
    assert "Late: Revenue, Cost per lead." in said
    assert "1 of 2. December 2026 is not available: the CRM was down" in said
    here = await engagement_id(northwind)
    async with northwind.database.read() as session:
        engagement = await engagements.find(session, engagement_id=here)
        assert engagement is not None
        told = await attention(Unasked(session=session, engagement=engagement, now=northwind.now))
    lines = plain_text(reply(*told)).splitlines()
    assert "Revenue: 2 months in a row are missing; November 2026 was due" in lines[1]
    assert lines[3].endswith("Qualified leads: December 2026 is not available: the CRM was down")
