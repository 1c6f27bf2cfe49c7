"""The form of every number that somebody owes."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from domain.chat import Form
from domain.plain_text import plain_text
from storage.tables import Kpi, KpiUpdate
from tests.handlers.play import CHANNEL, Play, errors, labels


def fields(play: Play, who: str = "U_DANA") -> list[str]:
    form = play.last[who, CHANNEL]
    assert isinstance(form, Form)
    return [field.name for field in form.fields]


async def followed(play: Play, *cadences: str) -> Play:
    """Set up with one KPI for each cadence."""
    await play.set_up(kpis=[])
    for cadence in cadences:
        await play.ask("U_DANA", "kpi add")
        await play.fill("U_DANA", name=f"Seen {cadence}", definition="x", cadence=cadence)
    return play


@pytest.mark.parametrize(
    ("now", "zone", "fiscal", "owed"),
    [
        # New Year in Auckland comes thirteen hours before UTC's.
        ("2026-12-31 10:59", "Pacific/Auckland", 1, ["2026-W52", "2026-11", "2026-Q3"]),
        ("2026-12-31 11:00", "Pacific/Auckland", 1, ["2026-W52", "2026-12", "2026-Q4"]),
        # In Los Angeles the old year goes on for eight hours.
        ("2027-01-01 07:59", "America/Los_Angeles", 1, ["2026-W52", "2026-11", "2026-Q3"]),
        ("2027-01-01 08:00", "America/Los_Angeles", 1, ["2026-W52", "2026-12", "2026-Q4"]),
        ("2027-01-04 07:59", "America/Los_Angeles", 1, ["2026-W52", "2026-12", "2026-Q4"]),
        ("2027-01-04 08:00", "America/Los_Angeles", 1, ["2026-W53", "2026-12", "2026-Q4"]),
        # A leap day.
        ("2028-02-29 12:00", "Europe/London", 1, ["2028-W08", "2028-01", "2027-Q4"]),
        ("2028-03-01 00:00", "Europe/London", 1, ["2028-W08", "2028-02", "2027-Q4"]),
        # A fiscal year from April.
        ("2027-04-01 12:00", "Europe/London", 4, ["2027-W12", "2027-03", "2026-Q4"]),
        # The hour in which summer time begins, east and west of it.
        ("2027-03-31 22:59", "Europe/London", 1, ["2027-W12", "2027-02", "2026-Q4"]),
        ("2027-03-31 23:00", "Europe/London", 1, ["2027-W12", "2027-03", "2027-Q1"]),
    ],
)
async def test_periods_end_where_the_engagement_is(play, now, zone, fiscal, owed):
    await followed(play, "weekly", "monthly", "quarterly")
    await play.say("U_DANA", f"settings zone {zone}")
    await play.say("U_DANA", f"settings fiscal {fiscal}")
    play.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    await play.ask("U_DANA", "kpi")
    assert [name.partition(":")[2] for name in fields(play)] == owed


async def test_every_cadence_is_saved_from_one_form(play):
    await followed(play, "weekly", "monthly", "quarterly")
    await play.ask("U_DANA", "kpi")
    values = dict(zip(fields(play), ("1", "2.5", "12"), strict=True))
    said = plain_text(await play.fill("U_DANA", **values))
    assert said.count("Recorded") == 3
    found = [(row.period, str(row.value)) for row in await play.rows(KpiUpdate)]
    assert found == [("2026-W46", "1"), ("2026-10", "2.5"), ("2026-Q3", "12")]
    assert "You owe no numbers" in await play.say("U_DANA", "kpi")
    assert labels(play.last["U_DANA", CHANNEL]) == ["Record a number"]


async def test_everybody_owes_their_own_numbers_alone(northwind):
    await northwind.ask("U_DANA", "kpi edit cpl")
    await northwind.fill("U_DANA", owner="U_TOM", backup="U_DANA")
    await northwind.ask("U_DANA", "kpi")
    assert fields(northwind) == ["revenue:2026-10", "qualified_leads:2026-10"]
    await northwind.ask("U_TOM", "kpi")
    assert fields(northwind, "U_TOM") == ["cost_per_lead:2026-10"]
    assert "Cost per lead is £5" in plain_text(
        await northwind.fill("U_TOM", **{"cost_per_lead:2026-10": "5"})
    )


async def test_gaps_since_the_first_value_are_owed_newest_first(northwind):
    await northwind.say("U_DANA", "kpi leads 103 jul")
    await northwind.say("U_DANA", "kpi leads 104 sep")
    await northwind.ask("U_DANA", "kpi")
    leads = [name for name in fields(northwind) if name.startswith("qualified")]
    assert leads == ["qualified_leads:2026-10", "qualified_leads:2026-08"]
    assert "Last: 104 in September 2026" in plain_text(northwind.last["U_DANA", CHANNEL])


async def test_a_provisional_value_is_owed_once_its_period_is_over(northwind):
    await northwind.say("U_DANA", "kpi leads 4 nov")
    northwind.now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    await northwind.ask("U_DANA", "kpi")
    assert "qualified_leads:2026-11" in fields(northwind)


async def test_nothing_entered_is_said_and_one_wrong_field_saves_none(northwind):
    form = await northwind.ask("U_DANA", "kpi")
    assert "at least one number" in errors(await northwind.fill("U_DANA"))[""]
    wrong = await northwind.send(
        "U_DANA",
        form,
        **{"revenue:2026-10": "1", "qualified_leads:2026-10": '5 "note"', "cost_per_lead:2026-10": "€1"},
    )
    assert set(errors(wrong)) == {"qualified_leads:2026-10", "cost_per_lead:2026-10"}
    assert await northwind.rows(KpiUpdate) == []


async def test_odd_values_are_asked_about_together(northwind):
    await northwind.ask("U_DANA", "kpi")
    said = plain_text(
        await northwind.fill("U_DANA", **{"qualified_leads:2026-10": "-1", "revenue:2026-10": "5"})
    )
    assert "Please check before I save" in said
    assert await northwind.rows(KpiUpdate) == []
    assert (await northwind.press("U_DANA", "Save")).count("Recorded") == 2


async def test_a_field_that_was_reported_meanwhile_is_left_alone(northwind):
    form = await northwind.ask("U_DANA", "kpi")
    await northwind.say("U_DANA", "kpi leads 103")
    said = plain_text(
        await northwind.send("U_DANA", form, **{"qualified_leads:2026-10": "5", "revenue:2026-10": "7"})
    )
    assert "Revenue is £7" in said
    assert [str(row.value) for row in await northwind.rows(KpiUpdate)] == ["103", "7"]


@pytest.mark.parametrize(
    ("cadence", "owed"), [("monthly", ["2026-10", "2026-09", "2026-08"]), ("quarterly", ["2026-Q3"])]
)
async def test_what_is_followed_since_a_period_of_another_cadence_is_owed(play, cadence, owed):
    await followed(play, cadence)
    since = "2026-W32" if cadence == "monthly" else "2026-08"
    await play.change(update(Kpi).values(tracked_since=since))
    await play.ask("U_DANA", "kpi")
    assert [name.partition(":")[2] for name in fields(play)] == owed
