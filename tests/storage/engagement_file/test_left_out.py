"""What an export leaves out, and that it says so."""

import json
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from storage import kpis
from storage.engagement_file import left_out, parse_file
from storage.tables import Feedback, FeedbackStep, Kpi
from tests.storage.engagement_file.steps import NOW, bring, chain, found, only, taken_out


@pytest.fixture
async def session(database, document):
    async with database.write() as made:
        await bring(made, only(document, "alder"))
        yield made


async def told(session):
    alder = await found(session, "alder")
    return await left_out(session, engagement_id=alder.id)


async def kpi(session, key):
    return (await session.scalars(select(Kpi).where(Kpi.key == key))).one()


async def exported(session):
    text = await taken_out(session, "alder")
    parse_file(text.encode())
    return json.loads(text)["engagements"][0]


async def test_of_a_file_that_was_just_imported_nothing_is_left_out(session):
    assert await told(session) == []


async def test_withdrawn_feedback_is_left_out(session):
    alder = await found(session, "alder")
    query = select(Feedback).where(Feedback.engagement_id == alder.id, Feedback.number == 3)
    one = (await session.scalars(query)).one()
    session.add(FeedbackStep(engagement_id=alder.id, feedback_id=one.id, status="withdrawn", at=NOW))
    await session.flush()
    assert 3 not in [entry["id"] for entry in (await exported(session))["feedback"]]
    assert await told(session) == ["Not in the file: 1 withdrawn piece of feedback (3)."]


async def test_the_link_of_feedback_to_its_message_is_left_out(session):
    alder = await found(session, "alder")
    query = select(Feedback).where(Feedback.engagement_id == alder.id, Feedback.number == 3)
    (await session.scalars(query)).one().link = "https://alder.slack.com/archives/C1/p1"
    await session.flush()
    assert "slack.com" not in str((await exported(session))["feedback"])
    assert await told(session) == ["Not in the file: 1 link of feedback to its message (3)."]


async def test_a_retired_kpi_is_left_out_since_a_reader_would_follow_it_again(session):
    retired = await kpi(session, "shop_revenue")
    retired.retired_at = NOW
    await session.flush()
    assert "shop_revenue" not in [entry["key"] for entry in (await exported(session))["kpis"]]
    assert await told(session) == [f"Not in the file: 1 retired KPI ({retired.name})."]


async def test_values_of_an_earlier_definition_are_left_out(session):
    rate = await kpi(session, "no_show_rate")
    rate.definition_version = 2
    await session.flush()
    (entry,) = [one for one in (await exported(session))["kpis"] if one["key"] == rate.key]
    assert entry["values"] == {}
    (sentence,) = await told(session)
    assert sentence.startswith("Not in the file: ")
    assert f"values under an earlier definition ({rate.name} " in sentence


async def test_of_several_numbers_so_far_the_latest_is_carried(session):
    patients = await kpi(session, "new_patients")
    (latest,) = await chain(session, "new_patients", "2026-11")
    older = kpis.Link(
        kpi_id=patients.id,
        definition_version=1,
        period="2025-06",
        kind="report",
        value=Decimal(3),
        is_provisional=True,
        through=date(2025, 6, 20),
        source="command",
        reported_by=patients.owner_id,
    )
    await kpis.append(session, [older], engagement_id=patients.engagement_id, now=NOW)
    assert (await exported(session))["kpis"][0]["running"]["value"] == int(latest.value)
    assert await told(session) == [
        "Not in the file: 1 number so far, older than the latest of the KPI (New patients 1)."
    ]
