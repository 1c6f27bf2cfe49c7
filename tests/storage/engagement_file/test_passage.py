"""What goes in comes out, on both databases."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.engagement_file import read_json, sample
from storage import kpis, members
from storage.engagement_file import parse_file
from storage.tables import (
    Account,
    Base,
    Engagement,
    EngagementChannel,
    Person,
)
from tests.storage.engagement_file.steps import (
    NOW,
    bring,
    carried,
    chain,
    found,
    only,
    passage,
    rows_of,
    taken_out,
)


@pytest.mark.parametrize("key", ["alder", "birch"])
async def test_a_sample_comes_out_as_it_went_in(database, document, key):
    text = await passage(database, sample(), key)
    (exported,) = read_json(text.encode())["engagements"]
    (original,) = only(read_json(sample()), key)["engagements"]
    assert exported == carried(original)


@pytest.mark.parametrize("key", ["alder", "birch"])
async def test_an_export_of_an_import_of_an_export_is_the_same_text(database, key):
    text = await passage(database, sample(), key)
    assert await passage(database, text.encode(), key) == text


async def test_the_people_of_an_engagement_come_out_and_nobody_else(database, document):
    exported = json.loads(await passage(database, sample(), "alder"))["people"]
    members = {member["person"] for member in document["engagements"][0]["members"]}
    assert exported == {name: person for name, person in document["people"].items() if name in members}


async def test_what_was_recorded_in_conversation_comes_out_too(database, document):
    async with database.write() as session:
        await bring(session, document)
        alder = await found(session, "alder")
        patients = next(
            k for k in await kpis.followed(session, engagement_id=alder.id) if k.key == "no_show_rate"
        )
        (head,) = await chain(session, "no_show_rate", "2026-10")
        report = kpis.Link(
            kpi_id=patients.id,
            definition_version=1,
            period="2026-10",
            kind="report",
            value=Decimal("7.9"),
            source="command",
            reported_by=patients.owner_id,
            note="from the desk",
            supersedes=head,
        )
        await kpis.append(session, [report], engagement_id=alder.id, now=NOW)
        noor = (await session.scalars(select(Person).where(Person.name == "Noor Hadleigh"))).one()
        membership = await members.find(session, engagement_id=alder.id, person_id=noor.id)
        assert membership is not None
        await members.end(session, membership, now=NOW)
        text = await taken_out(session, "alder")
    (exported,) = json.loads(text)["engagements"]
    entry = next(kpi for kpi in exported["kpis"] if kpi["key"] == "no_show_rate")
    assert entry["values"]["2026-10"] == 7.9
    assert "corrections" not in entry
    assert entry["reported"] == {
        "2026-10": {"by": "U_RHODA", "at": "2026-11-15T12:00:00+00:00", "note": "from the desk"}
    }
    assert exported["members"][4]["to"] == "2026-11-15"
    assert await passage_elsewhere(database, text) == text


async def passage_elsewhere(database, text):
    """The same passage in the same database, emptied for as long as it takes."""
    async with database.read() as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name == "kpi_updates":
                await session.execute(table.update().values(supersedes_id=None).where(table.c.id < 0))
            await session.execute(table.delete())
        session.expunge_all()
        await bring(session, text.encode())
        return await taken_out(session, "alder")


async def test_ids_of_other_platforms_become_ids_that_a_file_may_hold(database, document):
    async with database.write() as session:
        await bring(session, document)
        for account in await rows_of(session, Account):
            account.external_id = f"29:{account.external_id}"
        for row in await rows_of(session, Engagement):
            row.terms = {}
        channel = (await rows_of(session, EngagementChannel))[0]
        channel.conversation = "19:abc@thread.tacv2"
        await session.flush()
        text = await taken_out(session, "alder")
    parsed = parse_file(text.encode())
    assert parsed.engagements[0]["channel"] == "#19:abc@thread.tacv2"
    assert parsed.engagements[0]["kpis"][0]["owner"] == "29_U_CALLUM"


async def test_an_engagement_without_terms_exports_what_the_format_asks_for(database, document):
    async with database.write() as session:
        await bring(session, only(document, "birch"))
        birch = await found(session, "birch")
        birch.terms = {}
        await session.flush()
        entry = parse_file((await taken_out(session, "birch")).encode()).engagements[0]
    assert entry["capacity"] == [{"from": "2026-08-31", "hours_per_month": 0}]


async def test_a_role_that_changed_today_comes_out_and_goes_in_again(database, document):
    async with database.write() as session:
        await bring(session, document)
        alder = await found(session, "alder")
        noor = (await session.scalars(select(Person).where(Person.name == "Noor Hadleigh"))).one()
        before = await members.find(session, engagement_id=alder.id, person_id=noor.id)
        assert before is not None
        await members.end(session, before, now=NOW)
        await members.begin(session, engagement_id=alder.id, person_id=noor.id, role="finance", now=NOW)
        text = await taken_out(session, "alder")
    roles = [m for m in json.loads(text)["engagements"][0]["members"] if m["person"] == "U_NOOR"]
    assert roles == [
        {"person": "U_NOOR", "role": "team", "area": "content and local search", "to": "2026-11-15"},
        {"person": "U_NOOR", "role": "finance"},
    ]
    assert await passage_elsewhere(database, text) == text
