"""Forecasts are kept once, and scored by the value that counts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.forecast import Forecast as Given
from storage import forecasts, imports, kpis
from storage.forecasts import Record
from storage.kpis import Link
from storage.tables import Forecast
from tests.storage.made import NOW, make_engagement, make_kpi, make_visitor

DAY = date(2026, 10, 3)
USUAL = Given(centre=100.0, low=90.5, high=109.5, n=8, ahead=1, drift=1.0, is_wide=False, decimals=1)


class Kept:
    """An engagement with a KPI, and what tests do with it."""

    def __init__(self, session, engagement, person, kpi):
        self.session, self.engagement_id, self.person, self.kpi = session, engagement.id, person, kpi

    async def give(self, period="2026-10", given=USUAL, *, on=DAY, last="2026-09"):
        one = forecasts.Given(
            kpi_id=self.kpi.id, definition_version=1, last_period=last, period=period, forecast=given
        )
        await forecasts.keep(
            self.session, [one], engagement_id=self.engagement_id, made_on=on, source="command", now=NOW
        )

    def link(self, value, period="2026-10", **more):
        usual = {"kpi_id": self.kpi.id, "definition_version": 1, "period": period, "source": "command"}
        kind = "retraction" if value is None else "report"
        known = None if value is None else Decimal(value)
        return Link(**{**usual, "kind": kind, "value": known, "reported_by": self.person.id, **more})

    async def report(self, value, period="2026-10", **more):
        (row,) = await kpis.append(
            self.session, [self.link(value, period, **more)], engagement_id=self.engagement_id, now=NOW
        )
        return row

    async def rows(self):
        found = await self.session.scalars(select(Forecast).order_by(Forecast.id))
        return [(row.period, row.value, row.was_inside) for row in found]

    async def record(self, **more):
        return await forecasts.record(self.session, engagement_id=self.engagement_id, **more)


@pytest.fixture
async def kept(migrated):
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        kpi = await kpis.add(session, make_kpi(person), engagement_id=engagement.id)
        yield Kept(session, engagement, person, kpi)


async def test_a_second_time_on_the_same_day_changes_nothing(kept):
    await kept.give()
    await kept.give(given=replace(USUAL, low=0.0, high=9999.0))
    await kept.give(on=DAY + timedelta(days=1))
    rows = (await kept.session.scalars(select(Forecast).order_by(Forecast.id))).all()
    assert [(row.made_on, row.low, row.points, row.last_period) for row in rows] == [
        (DAY, Decimal("90.5"), 8, "2026-09"),
        (DAY + timedelta(days=1), Decimal("90.5"), 8, "2026-09"),
    ]


async def test_a_whole_value_scores_it_and_its_score_follows_the_value_that_counts(kept):
    await kept.give()
    await kept.give("2026-11")
    so_far = await kept.report("50", is_provisional=True, through=DAY)
    assert await kept.rows() == [("2026-10", None, None), ("2026-11", None, None)]
    whole = await kept.report("109.5", supersedes=so_far)
    assert await kept.rows() == [("2026-10", Decimal("109.5"), True), ("2026-11", None, None)]
    corrected = await kept.report("109.6", supersedes=whole, kind="correction")
    assert (await kept.rows())[0] == ("2026-10", Decimal("109.6"), False)
    assert await kept.record() == Record(held=0, scored=1)
    await kept.report(None, supersedes=corrected)
    assert (await kept.rows())[0] == ("2026-10", None, None)
    assert await kept.record() == Record(held=0, scored=0)


async def test_a_table_that_is_brought_scores_too_but_no_other_definition_or_kpi(kept):
    await kept.give()
    await kept.report("100", definition_version=2)
    other = await kpis.add(kept.session, make_kpi(kept.person, "cost"), engagement_id=kept.engagement_id)
    await kept.report("100", kpi_id=other.id)
    assert await kept.rows() == [("2026-10", None, None)]
    links = [kept.link("100"), kept.link("3", "2026-09")]
    await imports.append(kept.session, links, engagement_id=kept.engagement_id, now=NOW)
    assert await kept.rows() == [("2026-10", Decimal(100), True)]


async def test_the_record_counts_the_last_twenty_of_its_engagement_each_once(kept):
    for day in range(4):
        await kept.give(on=DAY + timedelta(days=day))
    await kept.give(on=DAY - timedelta(days=40), given=replace(USUAL, low=99.0), last="2026-08")
    await kept.report("95")
    assert await kept.record() == Record(held=1, scored=2)
    assert await kept.record(kpi_id=kept.kpi.id + 1) == Record(held=0, scored=0)
    codes = [f"2024-{month:02d}" for month in range(1, 13)] + [f"2025-{month:02d}" for month in range(1, 9)]
    for code in codes:
        await kept.give(code, last=f"before {code}")
    links = [kept.link("0" if code == "2024-05" else "100", code) for code in codes]
    later = NOW + timedelta(days=1)
    await kpis.append(kept.session, links, engagement_id=kept.engagement_id, now=later)
    assert await kept.record() == Record(held=19, scored=20)
    other = await make_engagement(kept.session, "birch")
    assert await forecasts.record(kept.session, engagement_id=other.id) == Record(held=0, scored=0)
