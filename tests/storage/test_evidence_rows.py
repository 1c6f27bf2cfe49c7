"""The rows of a moment: values, definitions and feedback as they stood then."""

from datetime import timedelta
from decimal import Decimal

from storage import evidence, feedback, kpis
from storage.database import Database, Session
from storage.tables import KpiDefinition
from tests.storage.made import NOW, make_engagement, make_kpi, make_visitor

DAY = NOW.date()


async def test_rows_are_those_of_a_moment(migrated):
    e = await reported(migrated)
    await counts_what_counted_then(migrated, e)
    await is_what_it_was_before_it_was_defined_anew(migrated, e)
    await leads_to_a_change_while_that_stands(migrated, e)


async def reported(migrated: Database) -> int:
    """An engagement with one KPI whose value of October was reported, corrected, and taken back."""
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        _workspace, person = await make_visitor(session)
        kpi = await kpis.add(session, make_kpi(person), engagement_id=engagement.id)
        before = None
        for hours, kind, value in ((0, "report", 100), (1, "correction", 90), (2, "retraction", None)):
            link = kpis.Link(
                kpi_id=kpi.id,
                definition_version=1,
                period="2026-10",
                kind=kind,
                value=None if value is None else Decimal(value),
                source="test",
                reported_by=person.id,
                supersedes=before,
            )
            at = NOW + timedelta(hours=hours)
            (before,) = await kpis.append(session, [link], engagement_id=engagement.id, now=at)
    return engagement.id


async def counts_what_counted_then(database: Database, e: int) -> None:
    """The link that counts is the last one of its chain at the moment."""
    async with database.read() as session:
        seen = []
        for hours in (-1, 0, 1, 2, None):
            at = None if hours is None else NOW + timedelta(hours=hours)
            rows = await evidence.kpis_at(session, engagement_id=e, at=at)
            heads = await evidence.heads_at(session, engagement_id=e, kpis=rows, at=at)
            seen.append([link.value for links in heads.values() for link in links])
        assert seen == [[], [100], [90], [None], [None]]


async def is_what_it_was_before_it_was_defined_anew(database: Database, e: int) -> None:
    """A KPI of an earlier moment has the definition of then, and none of the values since."""
    later = NOW + timedelta(days=1)
    async with database.write() as session:
        (kpi,) = await kpis.followed(session, engagement_id=e)
        was = {"definition": "x", "formula": "", "unit": "count", "aggregation": "sum", "cadence": "monthly"}
        session.add(
            KpiDefinition(
                engagement_id=e, kpi_id=kpi.id, version=1, replaced_at=later, replaced_by=kpi.owner_id, **was
            )
        )
        kpi.definition_version, kpi.unit = 2, "percent"
        link = kpis.Link(
            kpi_id=kpi.id,
            definition_version=2,
            period="2026-10",
            kind="report",
            value=Decimal(5),
            source="test",
            reported_by=kpi.owner_id,
        )
        await kpis.append(session, [link], engagement_id=e, now=later)
    async with database.read() as session:
        for at, unit, value in ((NOW, "count", Decimal(100)), (None, "percent", Decimal(5))):
            (kpi,) = await evidence.kpis_at(session, engagement_id=e, at=at)
            heads = await evidence.heads_at(session, engagement_id=e, kpis=[kpi], at=at)
            assert (kpi.unit, [link.value for link in heads[kpi.id]]) == (unit, [value])
        assert await evidence.definitions_replaced(session, engagement_id=e, at=NOW) == {}
        assert list(await evidence.definitions_replaced(session, engagement_id=e, at=None)) == [kpi.id]


async def leads_to_a_change_while_that_stands(database: Database, e: int) -> None:
    """Feedback led to a change until that is taken back, and is gone once it is withdrawn."""
    async with database.write() as session:
        _workspace, person = await make_visitor(session)
        for statuses in (("acted", "closed"), ("acted", "new"), ("closed",), ("acted", "withdrawn")):
            await heard(session, e, person.id, statuses)
        at = NOW + timedelta(minutes=1, seconds=30)
        for moment, led in ((None, [True, False, False]), (at, [True, True, False, True])):
            found = await evidence.feedback_at(session, engagement_id=e, at=moment, today=DAY)
            assert [one.has_led_to_change for one in found] == led


async def heard(session: Session, engagement_id: int, by_id: int, statuses: tuple[str, ...]) -> None:
    """A piece of feedback, and what became of it minute by minute."""
    said = feedback.new(
        text="x",
        sentiment="negative",
        source="customer",
        theme="",
        day=DAY,
        by_id=by_id,
        given_at=NOW,
    )
    row = await feedback.add(session, said, engagement_id=engagement_id)
    for minutes, status in enumerate(statuses, start=1):
        await feedback.step(
            session,
            engagement_id=engagement_id,
            feedback_id=row.id,
            status=status,
            words="",
            by_id=by_id,
            now=NOW + timedelta(minutes=minutes),
        )
