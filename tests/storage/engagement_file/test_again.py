"""Importing into an engagement that is here already: nothing is overwritten."""

import copy
import json
from datetime import timedelta

import pytest

from domain.engagement_file import describe
from domain.engagement_file.document import BEGINNINGS
from tests.storage.engagement_file.steps import (
    NOW,
    alder_of,
    bring,
    carried,
    counts,
    found,
    kpi_of,
    only,
    refusal_of,
    taken_out,
    without_learning,
)


async def test_importing_twice_changes_nothing_and_says_so(database, document):
    async with database.write() as session:
        first = await bring(session, document)
        before = await counts(session)
        again = await bring(session, document, now=NOW + timedelta(hours=1))
        assert await counts(session) == before
    assert first.has_changed
    assert not again.has_changed
    assert "nothing new" in describe(again)[0]
    assert [one.differences for one in again.engagements] == [(), ()]


async def test_what_schedules_begin_from_is_filled_in_once_where_an_older_version_left_it_out(
    database, document
):
    async with database.write() as session:
        await bring(session, document)
        alder = await found(session, "alder")
        kept = alder.terms["next_meeting"]
        alder.terms = {name: value for name, value in alder.terms.items() if name not in BEGINNINGS}
        again = await bring(session, document)
        assert (await found(session, "alder")).terms["next_meeting"] == kept
        assert not (await bring(session, document)).has_changed
    assert "added 2 sections that its rhythm begins from." in describe(again)[0]


async def test_importing_ones_own_export_changes_nothing(database, document):
    async with database.write() as session:
        await bring(session, document)
        before = await counts(session)
        again = await bring(session, (await taken_out(session, "birch")).encode())
        assert await counts(session) == before
    assert not again.has_changed
    assert not again.engagements[0].differences


async def test_what_a_newer_file_adds_is_added(database, document):
    newer = copy.deepcopy(document)
    alder = alder_of(newer)
    alder["members"].append({"person": "U_KIT", "role": "team"})
    alder["kpis"].append(
        {**kpi_of(newer, "employer_contracts"), "key": "calls", "name": "Calls", "aliases": []}
    )
    alder["feedback"].append({**alder["feedback"][0], "id": 15})
    alder["actions"].append({**alder["actions"][0], "key": "AT10"})
    values = kpi_of(newer, "no_show_rate")["values"]
    values |= {"2026-09": 8, "2025-10": 9}
    patients = kpi_of(newer, "new_patients")
    patients["running"] |= {"value": 201, "through": "2026-11-15"}
    change = {
        "period": "2026-07",
        "from": 432,
        "to": 433,
        "by": "U_CALLUM",
        "at": "2026-11-14T10:00:00+00:00",
    }
    patients["corrections"].append({**change, "reason": "One was missing"})
    patients["values"]["2026-07"] = 433
    async with database.write() as session:
        await bring(session, document)
        imported = await bring(session, newer)
        exported = json.loads(await taken_out(session, "alder"))["engagements"][0]
    assert imported.engagements[0].added == {
        "members": 1,
        "kpis": 1,
        "values": 7,
        "gaps": 0,
        "feedback": 1,
        "actions": 1,
        **dict.fromkeys(("assumptions", "experiments", "meetings", "packs", "forecasts"), 0),
    }
    assert imported.engagements[0].differences == ()
    for section in ("members", "kpis", "feedback", "actions"):
        assert exported[section] == carried(alder)[section]


async def test_what_is_recorded_otherwise_is_named_and_left_alone(database, document):
    other = copy.deepcopy(document)
    alder = alder_of(other)
    alder["retainer_per_month"] = 1
    alder["members"][2]["role"] = "finance"
    alder["feedback"][0]["text"] = "Something else"
    kpi_of(other, "new_patients")["values"]["2026-10"] = 440
    kpi_of(other, "new_patients")["owner"] = "U_NOOR"
    kpi_of(other, "shop_revenue")["unit"] = "count"
    kpi_of(other, "shop_revenue")["values"]["2026-10"] = 1
    async with database.write() as session:
        await bring(session, document)
        before = await counts(session)
        imported = await bring(session, other)
        assert await counts(session) == before
        assert (
            json.loads(await taken_out(session, "alder"))["engagements"][0]["kpis"]
            == alder_of(document)["kpis"]
        )
    assert [str(each) for each in imported.engagements[0].differences] == [
        "alder.retainer_per_month",
        "alder.members.U_IDRIS",
        "alder.kpis.new_patients.owner",
        "alder.kpis.new_patients.values.2026-10 (434 here, 440 in the file)",
        "alder.kpis.shop_revenue.unit",
        "alder.feedback.1.text",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"key": "sales", "name": "Sales"}, "kpis[0].aliases[0]: expected an alias that no other KPI"),
        ({"key": "sales", "name": "Shop-revenue"}, "kpis[0].name: expected a name that no other KPI"),
        (
            {"key": "sales", "name": "Sales", "aliases": ["Shop revenues"]},
            "kpis[0].aliases[0]: expected an alias that no other KPI",
        ),
    ],
)
async def test_a_new_kpi_cannot_take_a_word_of_one_that_is_here(database, document, change, sentence):
    newer = only(copy.deepcopy(document), "alder")
    alder_of(newer)["kpis"] = [{**kpi_of(newer, "shop_revenue"), **change}]
    newer["engagements"] = [without_learning(carried(alder_of(newer)))]
    async with database.write() as session:
        await bring(session, document)
    assert sentence in await refusal_of(database, newer)
