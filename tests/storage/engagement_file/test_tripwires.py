"""Tripwires of a file: each stands until the next meeting."""

from datetime import UTC, date, datetime
from decimal import Decimal

from domain.periods import Period
from domain.tripwires import Bound
from storage import tripwires
from storage.tables import HistoryEvent, Kpi, OutboxPost, Tripwire
from tests.storage.engagement_file.steps import NOW, bring, rows_of

KPI = "enquiry_to_booking_rate"
USUAL = {"text": "Rethink the plan", "kpi": KPI, "op": "<", "value": 35}


def agree(document, *changes):
    """Let the last meeting have agreed on these tripwires."""
    last = document["engagements"][0]["meetings"][-1]
    last["tripwires"] = [{**USUAL, **change} for change in changes]


async def test_each_is_armed_once_and_ends_at_the_next_meeting(database, alder):
    alder["engagements"][0]["meetings"][0]["tripwires"] = [{**USUAL, "period": "2026-12"}]
    agree(alder, {"period": "2026-11"}, {"op": ">=", "by": "2026-12-31", "consequence": "stop the ads"})
    async with database.write() as session:
        await bring(session, alder)
        await bring(session, alder)
        rows = await rows_of(session, Tripwire)
        kpis = {kpi.id: kpi.key for kpi in await rows_of(session, Kpi)}
        told = [event.what for event in await rows_of(session, HistoryEvent)]
    assert [(kpis[row.kpi_id], row.origin, row.consequence) for row in rows] == [
        (KPI, "meeting:2026-04-15", ""),
        (KPI, "meeting:2026-08-26", ""),
        (KPI, "meeting:2026-08-26", "stop the ads"),
    ]
    # London's midnight, by summer time.
    assert rows[0].disarmed_at == datetime(2026, 6, 23, 23, tzinfo=UTC)
    assert [tripwires.bound_of(row) for row in rows[1:]] == [
        Bound(op="<", value=Decimal(35), period=Period.parse("2026-11")),
        Bound(op=">=", value=Decimal(35), last_day=date(2026, 12, 31)),
    ]
    assert [(row.armed_at.date(), row.disarmed_at) for row in rows[1:]] == [(date(2026, 8, 25), None)] * 2
    assert told.count("set 2 tripwires of the meeting on 2026-08-26") == 1


async def test_whether_one_was_hit_whose_time_is_over_is_known_and_nobody_is_told(database, alder):
    agree(alder, {"period": "2026-10"}, {"period": "2026-09"}, {"by": "2026-11-30"})
    async with database.write() as session:
        await bring(session, alder)
        dropped, hit, met, watched = await rows_of(session, Tripwire)
        assert await rows_of(session, OutboxPost) == []
    # June was not over at the meeting in June, which took a new way.
    assert (dropped.hit_at, dropped.disarmed_at is not None) == (None, True)
    assert (hit.hit_period, hit.hit_at) == ("2026-10", NOW)
    # The watcher looks at what is still to come.
    assert (met.hit_at, watched.hit_at) == (None, None)


async def test_one_that_an_earlier_version_left_out_as_over_is_added(database, alder):
    agree(alder, {"period": "2026-10"}, {"period": "2026-11"})
    async with database.write() as session:
        await bring(session, alder)
        rows = await rows_of(session, Tripwire)
        await session.delete(rows[1])
        await session.flush()
        await bring(session, alder)
        assert sorted(row.period for row in await rows_of(session, Tripwire)) == [
            "2026-06",
            "2026-10",
            "2026-11",
        ]
