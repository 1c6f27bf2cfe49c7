"""Tables that somebody brought: kept for a day, saved in one go, found again for [Undo]."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.spreadsheets import Cell, Row, Sheet
from storage import imports, kpis
from storage.imports import ChangedMeanwhile
from storage.kpis import Link
from storage.sweeping import sweep
from storage.tables import KpiImport
from tests.storage.made import NOW, make_engagement, make_kpi, make_visitor

SHEET = Sheet(
    rows=(Row(line=3, cells=(Cell("a\nb"), Cell("8.9%", "number"), Cell("2026-10-31", "day"), Cell(""))),),
    said=("I read the sheet “Data”.",),
)


@pytest.fixture
async def stage(migrated):
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        kpi = await kpis.add(session, make_kpi(person), engagement_id=engagement.id)
        yield session, engagement, person, kpi


async def bring(stage, **changes):
    session, engagement, person, _kpi = stage
    usual = {"engagement_id": engagement.id, "person_id": person.id, "name": "kpis.csv", "now": NOW}
    return await imports.add(session, SHEET, **{**usual, **changes})


def link(stage, period, value=Decimal("1.50"), **changes):
    _session, _engagement, person, kpi = stage
    usual = {"kpi_id": kpi.id, "definition_version": 1, "kind": "report", "source": "import"}
    return Link(**{**usual, "period": period, "value": value, "reported_by": person.id, **changes})


async def test_cells_come_back_as_they_were_brought(stage):
    session, engagement, *_rest = stage
    kept = await bring(stage)
    await session.refresh(kept)
    found = await imports.find(session, engagement_id=engagement.id, import_id=kept.id)
    assert found is not None
    assert imports.sheet_of(found) == SHEET
    assert await imports.find(session, engagement_id=engagement.id + 1, import_id=kept.id) is None


async def test_saving_and_dropping_forget_the_cells(stage):
    session = stage[0]
    saved, dropped = await bring(stage), await bring(stage)
    await imports.mark_saved(session, saved, now=NOW)
    await imports.drop(session, dropped)
    session.expire_all()
    for kept in (saved, dropped):
        await session.refresh(kept)
        assert kept.rows == []
    assert saved.saved_at == NOW
    assert dropped.saved_at is None


async def test_what_a_name_means_is_remembered_beside_what_was_said(stage):
    session = stage[0]
    kept = await bring(stage)
    await imports.mean(session, kept, names={"leeds": "leads"})
    await imports.mean(session, kept, names={"churm": "churn"})
    await session.refresh(kept)
    assert kept.settings["names"] == {"leeds": "leads", "churm": "churn"}
    assert imports.sheet_of(kept).said == SHEET.said


async def test_many_links_are_appended_and_those_that_still_count_are_known(stage):
    session, engagement, _person, kpi = stage
    kept = await bring(stage)
    first = link(stage, "2026-09", note="from the desk")
    links = [first, *(link(stage, f"{1900 + n // 12}-{n % 12 + 1:02}") for n in range(imports.CHUNK + 1))]
    await imports.append(session, links, engagement_id=engagement.id, now=NOW, import_id=kept.id)
    (head,) = [h for h in await kpis.heads(session, engagement_id=engagement.id) if h.period == "2026-09"]
    assert (head.value, head.note, head.import_id, head.reported_at) == (
        Decimal("1.50"),
        "from the desk",
        kept.id,
        NOW,
    )
    correction = link(stage, "2026-09", Decimal(2), kind="correction", supersedes=head, source="form")
    await kpis.append(session, [correction], engagement_id=engagement.id, now=NOW)
    found = await imports.links_of(session, engagement_id=engagement.id, import_id=kept.id)
    assert len(found) == len(links)
    assert [one.period for one, before, counts in found if not counts] == ["2026-09"]
    assert all(one.kpi_id == kpi.id and before is None for one, before, _counts in found)


async def test_a_chain_that_has_grown_is_said_and_nothing_is_half_appended(stage):
    session, engagement, *_rest = stage
    await imports.append(session, [link(stage, "2026-09")], engagement_id=engagement.id, now=NOW)
    both = [link(stage, "2026-08"), link(stage, "2026-09")]
    savepoint = await session.begin_nested()
    with pytest.raises(ChangedMeanwhile):
        await imports.append(session, both, engagement_id=engagement.id, now=NOW)
    await savepoint.rollback()
    assert [h.period for h in await kpis.heads(session, engagement_id=engagement.id)] == ["2026-09"]


async def test_what_nobody_decided_on_is_swept_away_after_a_day(stage):
    session = stage[0]
    yesterday = NOW - timedelta(days=1, minutes=1)
    old, saved, new = await bring(stage, now=yesterday), await bring(stage, now=yesterday), await bring(stage)
    await imports.mark_saved(session, saved, now=yesterday)
    gone, ids = old.id, {saved.id, new.id}
    await sweep(session, now=NOW)
    session.expunge_all()
    assert await session.get(KpiImport, gone) is None
    assert all([await session.get(KpiImport, kept) is not None for kept in ids])
