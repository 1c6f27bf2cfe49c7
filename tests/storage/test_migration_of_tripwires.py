"""Tripwires that stood before are held to the definition in force on the day on which they were armed."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from storage import schema
from storage.tables import Kpi, KpiDefinition, Tripwire
from tests.storage.test_migration_of_targets import NOW, database, insert, old_rows

__all__ = ["database"]

pytestmark = pytest.mark.without_tables


async def test_each_gets_the_version_of_its_day(database):
    await old_rows(database)
    await schema.migrate(database, to="0005")
    before, after = NOW - timedelta(days=1), NOW + timedelta(days=1)
    async with database.write() as session:
        words = dict.fromkeys(("definition", "formula", "unit", "aggregation", "cadence"), "")
        ids = {"engagement_id": 1, "kpi_id": 1}
        await insert(session, KpiDefinition, **ids, version=1, replaced_at=NOW, replaced_by=1, **words)
        await session.execute(sa.update(Kpi).where(Kpi.id == 1).values(definition_version=2))
        for number, (kpi_id, armed_at) in enumerate([(1, before), (1, after), (2, before)], 1):
            what = {"kpi_id": kpi_id, "op": "<", "value": Decimal(5), "period": "", "hit_period": ""}
            known = {"engagement_id": 1, "number": number, "text": "", "origin": "", "armed_at": armed_at}
            await insert(session, Tripwire, **known, **what)
    await schema.migrate(database)
    async with database.read() as session:
        versions = (await session.scalars(select(Tripwire.definition_version).order_by(Tripwire.id))).all()
    assert versions == [1, 2, 1]
