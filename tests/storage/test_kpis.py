"""Chains of numbers only grow, and the link that none supersedes counts."""

from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from storage import kpis
from storage.kpis import Link, TakenMeanwhile
from storage.tables import KpiUpdate
from tests.storage.made import NOW, make_engagement, make_kpi, make_visitor


@pytest.fixture
async def made(migrated):
    """A session with one engagement, its KPI and its owner; committed at the end of the test."""
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        kpi = await kpis.add(session, make_kpi(person), engagement_id=engagement.id)
        yield session, engagement.id, kpi, person


def link(kpi, person, value="103", period="2026-09", **more) -> Link:
    usual = {
        "kpi_id": kpi.id,
        "definition_version": kpi.definition_version,
        "period": period,
        "kind": "report" if value is not None else "retraction",
        "value": None if value is None else Decimal(value),
        "source": "command",
        "reported_by": person.id,
    }
    return Link(**{**usual, **more})


async def heads(session, engagement_id, kpi) -> dict[str, Decimal | None]:
    found = await kpis.heads(session, engagement_id=engagement_id, kpi_ids=[kpi.id])
    return {row.period: row.value for row in found}


async def test_the_last_link_of_each_chain_counts(made):
    session, engagement_id, kpi, person = made
    (first, _other) = await kpis.append(
        session, [link(kpi, person), link(kpi, person, "7", "2026-08")], engagement_id=engagement_id, now=NOW
    )
    (second,) = await kpis.append(
        session, [link(kpi, person, "97", supersedes=first)], engagement_id=engagement_id, now=NOW
    )
    assert await heads(session, engagement_id, kpi) == {"2026-08": 7, "2026-09": 97}
    assert not await kpis.is_head(session, engagement_id=engagement_id, update_id=first.id)
    assert await kpis.is_head(session, engagement_id=engagement_id, update_id=second.id)
    await kpis.append(
        session, [link(kpi, person, None, supersedes=second)], engagement_id=engagement_id, now=NOW
    )
    assert await heads(session, engagement_id, kpi) == {"2026-08": 7, "2026-09": None}
    chain = await kpis.chain(session, engagement_id=engagement_id, kpi_id=kpi.id, period="2026-09")
    assert [(row.value, who) for row, who in chain] == [(103, "Dana"), (97, "Dana"), (None, "Dana")]


@pytest.mark.parametrize("is_root", [True, False])
async def test_a_chain_that_grew_meanwhile_takes_no_second_link(migrated, is_root):
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        kpi = await kpis.add(session, make_kpi(person), engagement_id=engagement.id)
        (first,) = await kpis.append(session, [link(kpi, person)], engagement_id=engagement.id, now=NOW)
        more = {} if is_root else {"supersedes": first}
        if not is_root:
            await kpis.append(session, [link(kpi, person, "5", **more)], engagement_id=engagement.id, now=NOW)
    both = [link(kpi, person, "7", "2026-08"), link(kpi, person, "8", **more)]
    with pytest.raises(TakenMeanwhile, match="Somebody recorded that number a moment ago"):
        async with migrated.write() as session:
            await kpis.append(session, both, engagement_id=engagement.id, now=NOW)
    async with migrated.read() as session:
        assert "2026-08" not in await heads(session, engagement.id, kpi)


async def test_another_engagement_finds_nothing(made):
    session, engagement_id, kpi, person = made
    (row,) = await kpis.append(session, [link(kpi, person)], engagement_id=engagement_id, now=NOW)
    other = (await make_engagement(session, "birch")).id
    assert await kpis.followed(session, engagement_id=other) == []
    assert await kpis.find(session, engagement_id=other, kpi_id=kpi.id) is None
    assert await heads(session, other, kpi) == {}
    assert await kpis.chain(session, engagement_id=other, kpi_id=kpi.id, period="2026-09") == []
    assert await kpis.link(session, engagement_id=other, update_id=row.id) is None
    assert not await kpis.has_values(session, engagement_id=other)
    assert await kpis.taken_keys(session, engagement_id=other) == set()


async def test_a_new_version_begins_a_new_series(made):
    session, engagement_id, kpi, person = made
    await kpis.append(session, [link(kpi, person)], engagement_id=engagement_id, now=NOW)
    kpi.definition_version = 2
    await session.flush()
    assert await heads(session, engagement_id, kpi) == {}
    await kpis.append(session, [link(kpi, person, "40")], engagement_id=engagement_id, now=NOW)
    assert await heads(session, engagement_id, kpi) == {"2026-09": 40}


async def test_a_retired_kpi_keeps_its_key_and_its_values(made):
    session, engagement_id, kpi, person = made
    await kpis.append(session, [link(kpi, person)], engagement_id=engagement_id, now=NOW)
    kpi.retired_at = NOW
    await session.flush()
    assert await kpis.followed(session, engagement_id=engagement_id) == []
    assert await kpis.taken_keys(session, engagement_id=engagement_id) == {"leads"}
    assert await kpis.has_values(session, engagement_id=engagement_id, unit="count")


@pytest.mark.parametrize(("kind", "value"), [("report", None), ("retraction", "1"), ("guess", "1")])
async def test_the_table_itself_refuses_what_makes_no_sense(migrated, kind, value):
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        kpi = await kpis.add(session, make_kpi(person), engagement_id=engagement.id)
        odd = link(kpi, person, value, kind=kind)
        with pytest.raises(TakenMeanwhile):
            await kpis.append(session, [odd], engagement_id=engagement.id, now=NOW)
        await session.rollback()


async def test_a_link_that_is_superseded_cannot_be_deleted(migrated):
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        kpi = await kpis.add(session, make_kpi(person), engagement_id=engagement.id)
        (first,) = await kpis.append(session, [link(kpi, person)], engagement_id=engagement.id, now=NOW)
        await kpis.append(
            session, [link(kpi, person, "5", supersedes=first)], engagement_id=engagement.id, now=NOW
        )
    with pytest.raises(IntegrityError):
        async with migrated.write() as session:
            await session.execute(delete(KpiUpdate).where(KpiUpdate.id == first.id))
    async with migrated.read() as session:
        assert await session.scalar(select(func.count()).select_from(KpiUpdate)) == 2
