"""Targets that stood as JSON beside a KPI become rows, and go back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from storage import schema
from storage.database import Database
from storage.tables import Account, Engagement, Kpi, KpiTarget, KpiUpdate, Person, Workspace
from storage.types import JsonValue

pytestmark = pytest.mark.without_tables

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
PLAN = {
    "baseline": {"value": 9.1, "period": "2025-10"},
    "targets": [
        {"kind": "level_at_date", "value": 7, "by": "2026-12", "plan": {"2026-06": 8.25}},
        {
            "kind": "hold_range",
            "low": 6,
            "high": 8,
            "from": "2026-02",
            "by": "2026-12",
            "set_on": "2026-03-04",
            "set_by": "U_GWEN",
            "reason": "a floor too",
        },
    ],
}
PLANS = sa.table(
    "kpis", *(sa.column(c.name, c.type) for c in Kpi.__table__.columns), sa.column("plan", JsonValue)
)


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    await schema.migrate(made, to="0001")
    yield made
    await made.close()


async def old_rows(database):
    """Rows as they were at the first revision: the tables of today have more columns."""
    async with database.write() as session:
        await insert(session, Person, id=1, name="Gwen", title="", zone="", created_at=NOW)
        await insert(session, Workspace, id=1, platform="test", external_id="W1", created_at=NOW)
        who = {"workspace_id": 1, "external_id": "U_GWEN", "person_id": 1}
        await insert(session, Account, **who, name="", created_at=NOW)
        words = {"currency": "GBP", "zone": "Europe/London", "locale": "en-GB", "use_case": ""}
        terms = {"status": "active", "operating_model": "hands_on", "fiscal_start_month": 1, "terms": {}}
        alder = {"id": 1, "key": "alder", "name": "Alder", "aliases": []}
        start = {"start": date(2026, 1, 1), "created_at": NOW}
        await insert(session, Engagement, **alder, **words, **terms, **start)
        for kpi_id, plan in enumerate(({}, PLAN, {"baseline": PLAN["baseline"], "targets": []}), 1):
            await session.execute(sa.insert(PLANS).values(kpi(kpi_id, plan)))


async def insert(session, table, **values):
    known = table.__table__.columns
    old = sa.table(table.__tablename__, *(sa.column(name, known[name].type) for name in values))
    await session.execute(sa.insert(old).values(values))


def kpi(kpi_id, plan):
    words = dict.fromkeys(("formula", "definition", "stage", "source", "tracked_since"), "")
    flags = dict.fromkeys(("is_driver", "is_in_sow", "is_seasonal"), False)
    return {
        "id": kpi_id,
        "engagement_id": 1,
        "position": kpi_id,
        "key": f"k{kpi_id}",
        "name": f"K{kpi_id}",
        "aliases": [],
        "unit": "percent",
        "aggregation": "mean",
        "direction": "down",
        "cadence": "monthly",
        "owner_id": 1,
        "plan": plan,
        "definition_version": 1,
        "created_at": NOW,
        **words,
        **flags,
    }


async def test_plans_become_rows_with_who_and_why(database):
    await old_rows(database)
    await schema.migrate(database)
    async with database.read() as session:
        level, band, alone = (await session.scalars(select(KpiTarget).order_by(KpiTarget.id))).all()
        session.expunge_all()
    assert (level.kind, level.value, level.by, level.plan) == (
        "level_at_date",
        Decimal(7),
        "2026-12",
        {"2026-06": "8.25"},
    )
    assert (level.baseline_value, level.baseline_period, level.set_by) == (Decimal("9.1"), "2025-10", None)
    assert (band.kind, band.low, band.high, band.start) == ("hold_range", Decimal(6), Decimal(8), "2026-02")
    assert (band.set_by, band.set_on, band.reason) == (1, date(2026, 3, 4), "a floor too")
    assert (alone.kpi_id, alone.kind, alone.baseline_value) == (3, "baseline", Decimal("9.1"))


async def test_rows_go_back_to_the_plans_that_they_were(database):
    await old_rows(database)
    await schema.migrate(database)
    await schema.migrate(database, to="0001")
    async with database.read() as session:
        plans = (await session.scalars(select(PLANS.c.plan).order_by(PLANS.c.id))).all()
    assert plans == [{}, PLAN, {"baseline": PLAN["baseline"], "targets": []}]


async def test_no_rule_of_the_updates_is_lost_on_the_way(database):
    await schema.migrate(database)
    async with database.engine.connect() as connection:
        found = await connection.run_sync(rules_of)
    assert {"ck_kpi_updates_kind", "ck_kpi_updates_value_unless_retracted"} <= found
    assert "uq_kpi_updates_root" in found
    assert "import_id -> kpi_imports" in found


def rules_of(connection):
    inspector = sa.inspect(connection)
    table = KpiUpdate.__tablename__
    named = (*inspector.get_check_constraints(table), *inspector.get_indexes(table))
    keys = inspector.get_foreign_keys(table)
    return {str(one["name"]) for one in named} | {
        f"{key['constrained_columns'][0]} -> {key['referred_table']}" for key in keys
    }
