"""`kpi forecast`: what it says, what it refuses, and what it keeps."""

from storage.tables import Forecast
from tests.handlers.play import labels

# Recorded from January 2026 to October 2026; the stage stands on 16 November 2026.
RISING = (80, 84, 83, 88, 91, 95, 97, 99, 104, 108)


async def months(play, *values, first=1):
    """Record qualified leads for months of 2026 that follow each other."""
    told = (f"leads {value} 2026-{month:02d}" for month, value in enumerate(values, first))
    await play.say("U_DANA", f"kpi {', '.join(told)}")


async def test_it_says_the_range_the_course_and_the_standing_against_the_target(northwind):
    await months(northwind, *RISING)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan")
    said = await northwind.say("U_DANA", "kpi forecast leads")
    assert said.splitlines()[:5] == [
        "Qualified leads for November 2026: about 111 (80% range 108 to 114).",
        "The course so far: 108 in October 2026; over 10 values it rose by 3.11 a month on average.",
        "December 2026: about 114 (80% range 110 to 118).",
        "Against the target, 120 by December 2026: unlikely on the current course.",
        "It needs to rise by 6 a month from here; over the last 6 values it rose by 3.4 a month on average.",
    ]
    assert "Too few to judge me: no range of mine has met its value yet." in said
    assert labels(northwind.last["U_DANA", "#northwind"]) == ["Details", "Where from?"]
    assert "% chance" not in said


async def test_what_it_said_is_kept_once_and_scored_by_the_number_that_comes(northwind):
    await months(northwind, *RISING)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan")
    for who in ("U_DANA", "U_TOM"):
        await northwind.say(who, "kpi forecast leads")
    rows = await northwind.rows(Forecast)
    assert [(row.period, row.low, row.high, row.points) for row in rows] == [
        ("2026-11", 108, 114, 10),
        ("2026-12", 110, 118, 10),
    ]
    await northwind.pass_time(days=20)
    await northwind.say("U_DANA", "kpi leads 114")
    await northwind.say("U_DANA", 'fix leads 115 nov "one was missing"')
    (november, _december) = await northwind.rows(Forecast)
    assert (november.value, november.was_inside) == (115, False)
    await northwind.press("U_DANA", "Undo")
    (november, _december) = await northwind.rows(Forecast)
    assert (november.value, november.was_inside) == (114, True)
    assert "1 of 1 ranges held" in await northwind.say("U_DANA", "kpi forecast leads")


async def test_what_cannot_be_forecast_is_refused_with_what_to_do(northwind):
    await months(northwind, *RISING)
    refusals = {
        "kpi forecast": "Which KPI? Write it as in `kpi forecast leads`",
        "kpi forecast leeds": "Did you mean Qualified leads?",
        "kpi forecast leads 2026-03": "March 2026 is reported already: 83.",
        "kpi forecast leads 2025-03": "March 2025 lies before October 2026",
        "kpi forecast leads soon": 'I could not read "soon" as a period',
        "kpi forecast revenue": "Revenue has no value yet, and a forecast takes at least 6.",
    }
    for typed, said in refusals.items():
        assert said in await northwind.say("U_DANA", typed)
    assert await northwind.rows(Forecast) == []


async def test_without_a_forecast_it_says_what_is_needed_and_how_it_moved(northwind):
    await months(northwind, 80, 84, 90, first=8)
    assert (await northwind.say("U_DANA", "kpi forecast leads")).splitlines()[:2] == [
        "No forecast of Qualified leads for November 2026. A forecast takes at least 6 values; there are 3.",
        "Over the last 3 values it rose by 5 a month on average.",
    ]
    await northwind.say("U_DANA", "kpi target leads 120 by jan from 80 in aug")
    said = await northwind.say("U_DANA", "kpi forecast leads")
    assert "It needs to rise by 10 a month from here" in said
    assert await northwind.rows(Forecast) == []


async def test_too_far_says_how_far_it_would_go(northwind):
    await months(northwind, *RISING)
    await northwind.say("U_DANA", "kpi target leads 150 by 2027-06 from 80 in jan")
    assert "5 is the most" in await northwind.say("U_DANA", "kpi forecast leads 2027-06")
    said = await northwind.say("U_DANA", "kpi forecast leads 2027-03")
    assert "for March 2027: about 124" in said
    assert "150 by June 2027, is too far away to forecast: 5 months ahead is the most." in said
    assert [row.period for row in await northwind.rows(Forecast)] == ["2027-03"]


async def test_a_total_is_told_with_what_is_not_in_it(northwind):
    await months(northwind, 10, 12, 11, 13, 12, 12)
    await months(northwind, 14, 13, first=8)
    await northwind.say("U_DANA", "kpi target leads 150 in total from 2026-01 to 2026-11")
    said = await northwind.say("U_DANA", "kpi forecast leads")
    assert "In total to November 2026: about" in said
    assert "Against the target, 150 in total from January 2026 to November 2026: unlikely" in said
    assert "Not in that total: July 2026, October 2026, not reported." in said


async def test_what_follows_the_seasons_is_told_beside_the_year_before(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", flags=("seasonal",))
    await northwind.say("U_DANA", "kpi leads 110 2025-11, leads 120 2025-12")
    await months(northwind, *RISING)
    said = await northwind.say("U_DANA", "kpi forecast leads")
    assert "it takes at least 24 values, and there are 12." in said
    assert "A year before, November 2025 was 110." in said
    assert await northwind.rows(Forecast) == []


async def test_a_limit_in_every_month_is_compared_with_the_month_that_was_asked_for(northwind):
    await months(northwind, *RISING)
    await northwind.say("U_DANA", "kpi target leads at least 110 in every month from 2026-09 to 2027-06")
    said = await northwind.say("U_DANA", "kpi forecast leads 2027-01")
    assert "could go either way" in said or "on course" in said


async def test_what_is_missing_is_said_beside_it(northwind):
    await months(northwind, *RISING[:8])
    assert "September 2026 was due" in await northwind.say("U_DANA", "kpi forecast leads")
