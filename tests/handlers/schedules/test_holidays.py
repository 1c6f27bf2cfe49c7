"""Countries and days on which nothing is posted."""

from datetime import date

from storage.tables import EngagementHoliday, ScheduleVersion
from tests.handlers.schedules.making import scheduled, told


async def test_countries_and_days_are_shown_with_the_next_ones(northwind):
    said = await northwind.say("U_DANA", "schedule holidays")
    assert "- Public holidays of United Kingdom (England)" in said
    assert "The next ones: Fri 25 Dec (Christmas Day)" in said


async def test_a_country_and_a_day_are_added_removed_and_undone(northwind):
    said = await northwind.say("U_DANA", "schedule holidays add germany")
    assert said.startswith("The public holidays of Germany count now.")
    assert "counts already" in await northwind.say("U_DANA", "schedule holidays add DE")
    said = await northwind.say("U_DANA", 'schedule holidays add 24 Dec "office closed"')
    assert said.startswith("24 December 2026 counts as a holiday now: office closed.")
    assert "Thu 24 Dec (office closed)" in await northwind.say("U_DANA", "schedule holidays")
    said = await northwind.say("U_DANA", "schedule holidays remove 24 dec")
    assert said.startswith("24 December 2026 is no holiday any more.")
    assert "office closed" in await northwind.press("U_DANA", "Undo")
    await northwind.say("U_DANA", "schedule holidays remove DE")
    await northwind.press("U_DANA", "Undo")
    kept = [row for row in await northwind.rows(EngagementHoliday) if row.ended_at is None]
    assert [(row.country, row.name) for row in kept] == [("GB-ENG", ""), ("", "office closed"), ("DE", "")]
    assert "removed holidays: 24 December 2026: office closed" in await told(northwind)


async def test_a_span_of_days_counts_at_once_and_goes_at_once(northwind):
    said = await northwind.say("U_DANA", 'schedule holidays add 21 dec to 31 dec "office closed"')
    assert said.startswith("21 December 2026 to 31 December 2026 count as holidays now: office closed.")
    own = [row.day for row in await northwind.rows(EngagementHoliday) if row.day and not row.ended_at]
    assert (own[0], own[-1], len(own)) == (date(2026, 12, 21), date(2026, 12, 31), 11)
    assert "21 December 2026 to 31 December 2026: office closed" in await northwind.say(
        "U_DANA", "schedule holidays"
    )
    said = await northwind.say("U_DANA", "schedule holidays remove 21 dec - 31 dec")
    assert said.startswith("21 December 2026 to 31 December 2026 are no holidays any more.")
    await northwind.press("U_DANA", "Undo")
    kept = [row for row in await northwind.rows(EngagementHoliday) if row.day and not row.ended_at]
    assert [row.name for row in kept] == ["office closed"] * len(own)
    said = await northwind.say("U_DANA", "schedule holidays add 1 mar to 30 apr")
    assert "at most 31 days" in said


async def test_an_added_holiday_is_taken_back_once(northwind):
    await northwind.say("U_DANA", "schedule holidays add DE")
    added = northwind.last["U_DANA", "#northwind"]
    await northwind.say("U_DANA", "schedule holidays remove DE")
    northwind.last["U_DANA", "#northwind"] = added
    assert "changed again since then" in await northwind.press("U_DANA", "Undo")


async def test_only_schedules_with_other_dates_soon_are_planned_anew(northwind):
    said = await northwind.say("U_DANA", "schedule holidays add 18 nov")
    assert "It changes the dates of: Numbers that are due, " in said
    assert "Weekly check-in" not in said
    assert (await scheduled(northwind)).version == 1
    assert (await scheduled(northwind, "kpi_due")).version == 2
    assert "every working day" in await northwind.say("U_DANA", "schedule")
    rows = await northwind.rows(ScheduleVersion, ScheduleVersion.version == 2)
    assert {row.reason for row in rows} == {"the holidays were changed"}
