"""Tripwires of a file: those of the last meeting, as long as their time is not over."""

from datetime import date
from decimal import Decimal

import pytest

from domain.periods import Period
from domain.tripwires import Bound
from storage import tripwires
from storage.tables import HistoryEvent, Kpi, Tripwire
from tests.storage.engagement_file.steps import bring, only, rows_of

KPI = "enquiry_to_booking_rate"
USUAL = {"text": "Rethink the plan", "kpi": KPI, "op": "<", "value": 35}


@pytest.fixture
def alder(document):
    """Alder, with its last meeting on 26 August."""
    return only(document, "alder")


def agree(document, *changes):
    """Let the last meeting have agreed on these tripwires."""
    last = document["engagements"][0]["meetings"][-1]
    last["tripwires"] = [{**USUAL, **change} for change in changes]


async def test_those_of_the_last_meeting_that_are_not_over_are_armed_once(database, alder):
    alder["engagements"][0]["meetings"][0]["tripwires"] = [{**USUAL, "period": "2026-12"}]
    agree(alder, {"period": "2026-11"}, {"period": "2026-10"}, {"op": ">=", "by": "2026-12-31"})
    async with database.write() as session:
        await bring(session, alder)
        await bring(session, alder)
        rows = await rows_of(session, Tripwire)
        kpis = {kpi.id: kpi.key for kpi in await rows_of(session, Kpi)}
        told = [event.what for event in await rows_of(session, HistoryEvent)]
    assert [(kpis[row.kpi_id], row.text, row.origin) for row in rows] == [
        (KPI, "Rethink the plan", "meeting:2026-08-26")
    ] * 2
    assert [tripwires.bound_of(row) for row in rows] == [
        Bound(op="<", value=Decimal(35), period=Period.parse("2026-11")),
        Bound(op=">=", value=Decimal(35), last_day=date(2026, 12, 31)),
    ]
    assert rows[0].armed_at.date() == date(2026, 8, 25)  # midnight in London, by summer time
    assert told.count("set 2 tripwires of the meeting on 2026-08-26") == 1
