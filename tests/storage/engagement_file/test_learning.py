"""What was assumed, tested, decided and forecast: it comes out as it went in, whoever wrote it down."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from domain.engagement_file import read_json
from domain.engagement_file.document import LEARNED
from storage import assumptions, decisions, evidence, experiments, forecasts
from storage.engagement_file import left_out, parse_file
from storage.tables import Engagement, Forecast, Kpi, RegisterItem, Tripwire
from tests.storage.engagement_file.steps import (
    NOW,
    alder_of,
    bring,
    bytes_of,
    carried,
    found,
    rows_of,
    taken_out,
)

SCRIBE: dict[str, Any] = {"source": "command", "now": NOW}


async def passed(sqlite, document):
    """Bring it, take it out and bring it once more; what came out, and what the second time found."""
    async with sqlite.write() as session:
        await bring(session, document)
        text = await taken_out(session, "alder")
        again = await bring(session, text.encode())
    assert not again.has_changed
    return read_json(text.encode())["engagements"][0], again.engagements[0].differences


async def test_the_rarer_fields_come_out_too(sqlite, alder):
    entry = alder_of(alder)
    entry["assumptions"][2]["status"] = "retired"
    entry["assumptions"][3]["status"] = "mixed"
    entry["meetings"][1] |= {
        "review_by": "2026-08-20",
        "override": {"by": "U_MAREN", "reason": "the summer break"},
    }
    entry["meetings"][2]["outcome"] = "stop"
    entry["experiments"][0] |= {"threshold_changed_on": "2026-07-20", "guard": "no-shows", "cost": 450.5}
    entry["assumptions"][0]["status"] = "mixed"
    entry["evidence_log"][0] |= {"tripwire_hit": True, "lean": "not_enough_evidence"}
    original = carried(alder_of(read_json(bytes_of(alder))))
    exported, differences = await passed(sqlite, alder)
    assert differences == ()
    assert exported == original


async def test_a_status_that_experiments_do_not_explain_is_kept_as_the_files_word(sqlite, alder):
    alder_of(alder)["assumptions"][3]["status"] = "supported"
    async with sqlite.write() as session:
        await bring(session, alder)
        e = (await found(session, "alder")).id
        said = {
            one.key: (one.said, one.said_why) for one in await assumptions.all_of(session, engagement_id=e)
        }
    assert said == {"AS1": ("", ""), "AS2": ("", ""), "AS3": ("", ""), "AS4": ("supported", "from the file")}


async def test_a_pack_of_an_earlier_day_finds_what_was_known_then(sqlite, alder):
    async with sqlite.write() as session:
        await bring(session, alder)
        e = (await found(session, "alder")).id
        at = datetime(2026, 8, 24, 12, tzinfo=UTC)
        tests = {one.key: one.outcome for one in await experiments.all_of(session, engagement_id=e, as_of=at)}
        known = await decisions.in_force(session, engagement_id=e, as_of=at)
        (pack,) = await evidence.earlier(session, engagement_id=e)
    assert tests == {"EX1": "validated", "EX2": "inconclusive"}
    assert [one.outcome for one in known] == ["persevere", "pivot"]
    assert (pack.on, dict(pack.signals)["S4"], pack.lean) == (date(2026, 8, 24), "change", "mixed")


async def test_forecasts_are_scored_and_what_the_file_counts_beyond_them_is_kept(sqlite, alder):
    log = alder_of(alder)["forecast_log"]
    log |= {"matured": 16, "inside_80_range": 13}
    async with sqlite.write() as session:
        await bring(session, alder)
        rows = await rows_of(session, Forecast)
        e = (await found(session, "alder")).id
        assert await forecasts.record(session, engagement_id=e) == forecasts.Record(held=5, scored=6)
        kpi = (await rows_of(session, Kpi))[0]
        session.add(row_like(rows[0], kpi))
        await session.flush()
        exported = json.loads(await taken_out(session, "alder"))["engagements"][0]["forecast_log"]
        older = await bring(session, alder)
    assert [row.was_inside for row in rows].count(True) == 5
    assert (exported["matured"], exported["inside_80_range"], len(exported["forecasts"])) == (17, 13, 7)
    # The file of before knew of fewer.
    assert older.engagements[0].differences == ()


def row_like(row, kpi):
    """One more forecast, which came out wrong."""
    given = {
        name: getattr(row, name) for name in ("engagement_id", "definition_version", "made_on", "period")
    }
    return Forecast(
        **given | {"kpi_id": kpi.id, "made_on": date(2026, 9, 1)},
        centre=Decimal(1),
        low=Decimal(0),
        high=Decimal(2),
        source="reply",
        at=NOW,
        value=Decimal(3),
        was_inside=False,
        scored_at=NOW,
    )


async def test_a_newer_file_adds_and_what_differs_is_named(sqlite, alder):
    async with sqlite.write() as session:
        await bring(session, alder)
        entry = alder_of(alder)
        entry["assumptions"].append({**entry["assumptions"][0], "key": "AS9", "status": "untested"})
        entry["experiments"].append({**entry["experiments"][5], "key": "EX9", "assumption": "AS9"})
        entry["assumptions"][1]["threshold"] = "at least 4 contracts a month"
        entry["meetings"][0]["reason"] = "Another one"
        entry["cycles"][0]["to"] = entry["cycles"][1]["from"] = "2026-04-16"
        newer = await bring(session, alder)
    (done,) = newer.engagements
    assert {name: n for name, n in done.added.items() if n} == {"assumptions": 1, "experiments": 1}
    assert [str(each) for each in done.differences] == [
        "alder.assumptions.AS2.threshold",
        "alder.meetings.2026-04-15.reason",
        "alder.cycles",
    ]


async def test_an_engagement_that_an_earlier_version_imported_is_completed(sqlite, alder):
    days = [{"on": one["on"]} for one in alder_of(alder)["meetings"]]
    async with sqlite.write() as session:
        earlier = {**alder, "engagements": [{**alder_of(alder)}]}
        for name in (*LEARNED, "campaigns", "briefs"):
            del earlier["engagements"][0][name]
        earlier["engagements"][0]["actions"] = [
            {name: value for name, value in one.items() if name not in ("meeting", "goal")}
            | ({"origin": "dm"} if one.get("origin") == "meeting" else {})
            for one in alder_of(alder)["actions"]
        ]
        await bring(session, earlier)
        for item in await rows_of(session, RegisterItem):
            if any(key in item.origin for key in ("AT2:", "AT3:", "AT4:", "AT7:")):
                item.origin = item.origin.removesuffix("dm")
        engagement = await found(session, "alder")
        engagement.terms = {**engagement.terms, "meetings": days}
        await session.flush()
        assert "2026-08-26" in (await left_out(session, engagement_id=engagement.id))[0]
        again = await bring(session, alder)
        assert await left_out(session, engagement_id=engagement.id) == []
        exported = json.loads(await taken_out(session, "alder"))["engagements"][0]
    assert again.engagements[0].differences == ()
    assert exported["actions"][1]["meeting"] == "2026-08-26"


async def test_a_retired_kpi_is_named_nowhere(sqlite, alder):
    async with sqlite.write() as session:
        await bring(session, alder)
        await session.execute(update(Kpi).where(Kpi.key == "enquiry_to_booking_rate").values(retired_at=NOW))
        session.expire_all()
        text = await taken_out(session, "alder")
        told = await left_out(session, engagement_id=(await rows_of(session, Engagement))[0].id)
        assert len(await rows_of(session, Tripwire)) == 2
    assert "enquiry_to_booking_rate" not in json.dumps(parse_file(text.encode()).engagements[0]["meetings"])
    assert [line for line in told if "tripwire" in line] == [
        "Not in the file: 1 decision's tripwire without an end, or of a retired KPI (3)."
    ]
