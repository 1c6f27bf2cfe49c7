"""What an export leaves out, and that it says so."""

import json
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from storage import kpis, registers
from storage.engagement_file import left_out, parse_file
from storage.tables import Feedback, FeedbackStep, Kpi, Person, RegisterStep
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


async def test_blockers_are_left_out_and_actions_come_out_as_they_stand_now(session):
    alder = await found(session, "alder")
    (noor,) = await session.scalars(select(Person).where(Person.name == "Noor Hadleigh"))
    own = [
        await registers.open_item(
            session,
            engagement_id=alder.id,
            kind=kind,
            text="Call Bob",
            owner_id=noor.id,
            due=date(2026, 11, 20),
            origin="button",
            by_id=noor.id,
            now=NOW,
        )
        for kind in ("blocker", "action")
    ]
    first = await registers.find(session, engagement_id=alder.id, kind="action", number=1)
    assert first is not None
    for item_id in (own[1].id, first.id):
        step = RegisterStep(
            engagement_id=alder.id, item_id=item_id, status="done", due=None, source="dm", at=NOW
        )
        session.add(step)
    await session.flush()
    made = {entry["key"]: entry for entry in (await exported(session))["actions"]}
    assert (made["AT1"]["status"], made["AT1"]["done"]) == ("done", "2026-11-15")
    assert made["A11"] == {
        "key": "A11",
        "title": "Call Bob",
        "owner": "U_NOOR",
        "due": "2026-11-20",
        "status": "done",
        "done": "2026-11-15",
        "origin": "command",
    }
    assert await told(session) == ["Not in the file: 1 blocker (10)."]
