"""Targets and imports get tables."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ADD_IMPORT = """
ALTER TABLE kpi_updates ADD COLUMN import_id INTEGER
CONSTRAINT fk_kpi_updates_import_id_kpi_imports REFERENCES kpi_imports (id)
"""
KPIS = sa.table(
    "kpis",
    sa.column("id", sa.Integer),
    sa.column("engagement_id", sa.Integer),
    sa.column("definition_version", sa.Integer),
    sa.column("created_at", types.UtcDateTime),
    sa.column("plan", types.JsonValue),
)
TARGETS = sa.table(
    "kpi_targets",
    sa.column("id", sa.Integer),
    sa.column("engagement_id", sa.Integer),
    sa.column("kpi_id", sa.Integer),
    sa.column("definition_version", sa.Integer),
    sa.column("kind", sa.String),
    *(sa.column(name, types.ExactDecimal) for name in ("value", "low", "high", "baseline_value")),
    *(sa.column(name, sa.String) for name in ("start", "by", "baseline_period", "reason", "source")),
    sa.column("plan", types.JsonValue),
    sa.column("set_on", sa.Date),
    sa.column("set_by", sa.Integer),
    sa.column("recorded_at", types.UtcDateTime),
    sa.column("withdraws_id", sa.Integer),
)
ACCOUNTS = sa.table(
    "accounts", sa.column("id"), sa.column("external_id", sa.String), sa.column("person_id", sa.Integer)
)


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "kpi_definitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("definition", "formula", "unit", "aggregation", "cadence")
        ),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_kpi_definitions_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpis.id"], name=op.f("fk_kpi_definitions_kpi_id_kpis")),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["people.id"], name=op.f("fk_kpi_definitions_replaced_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_definitions")),
    )
    op.create_index(op.f("ix_kpi_definitions_kpi_id"), "kpi_definitions", ["kpi_id"])
    op.create_table(
        "kpi_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rows", types.JsonValue, nullable=False),
        sa.Column("settings", types.JsonValue, nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("saved_at", types.UtcDateTime(), nullable=True),
        sa.Column("undone_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_kpi_imports_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kpi_imports_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_imports")),
    )
    op.create_index(op.f("ix_kpi_imports_engagement_id"), "kpi_imports", ["engagement_id"])
    op.create_table(
        "kpi_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", types.ExactDecimal(), nullable=True),
        sa.Column("low", types.ExactDecimal(), nullable=True),
        sa.Column("high", types.ExactDecimal(), nullable=True),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("plan", types.JsonValue, nullable=False),
        sa.Column("baseline_value", types.ExactDecimal(), nullable=True),
        sa.Column("baseline_period", sa.String(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(baseline_value IS NULL) = (baseline_period = '')", name=op.f("ck_kpi_targets_baseline")
        ),
        sa.CheckConstraint(
            "(kind = 'withdrawal') = (withdraws_id IS NOT NULL)", name=op.f("ck_kpi_targets_withdrawal")
        ),
        sa.CheckConstraint(
            "kind IN ('level_at_date', 'per_period', 'cumulative', 'hold_range', 'baseline', 'withdrawal')",
            name=op.f("ck_kpi_targets_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_kpi_targets_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpis.id"], name=op.f("fk_kpi_targets_kpi_id_kpis")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_kpi_targets_set_by_people")),
        sa.ForeignKeyConstraint(
            ["withdraws_id"], ["kpi_targets.id"], name=op.f("fk_kpi_targets_withdraws_id_kpi_targets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_targets")),
        sa.UniqueConstraint("withdraws_id", name=op.f("uq_kpi_targets_withdraws_id")),
    )
    op.create_index(op.f("ix_kpi_targets_engagement_id_kpi_id"), "kpi_targets", ["engagement_id", "kpi_id"])
    # As text: a batch on SQLite would rebuild the tables without their check constraints.
    op.execute(ADD_IMPORT)
    op.create_index(op.f("ix_kpi_updates_import_id"), "kpi_updates", ["import_id"])
    _move_plans(op.get_bind())
    op.execute("ALTER TABLE kpis DROP COLUMN plan")


def downgrade() -> None:
    """Take the change back; of the targets those of the definition in force go with the KPI."""
    plans = _plans_of(op.get_bind())
    op.add_column("kpis", sa.Column("plan", types.JsonValue, nullable=False, server_default="{}"))
    for kpi_id, plan in plans.items():
        op.get_bind().execute(sa.update(KPIS).where(KPIS.c.id == kpi_id).values(plan=plan))
    op.drop_index(op.f("ix_kpi_updates_import_id"), "kpi_updates")
    op.execute("ALTER TABLE kpi_updates DROP COLUMN import_id")
    op.drop_table("kpi_targets")
    op.drop_table("kpi_imports")
    op.drop_table("kpi_definitions")


def _move_plans(connection: sa.Connection) -> None:
    """Make rows of the baselines and targets that stood as JSON beside each KPI."""
    query = sa.select(ACCOUNTS.c.external_id, ACCOUNTS.c.person_id).order_by(ACCOUNTS.c.id.desc())
    people = {row.external_id: row.person_id for row in connection.execute(query)}
    for kpi in connection.execute(sa.select(KPIS).order_by(KPIS.c.id)).mappings().all():
        for row in _rows_of({**kpi}, people):
            connection.execute(sa.insert(TARGETS).values(row))


def _rows_of(kpi: Mapping[str, Any], people: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    baseline, targets = kpi["plan"].get("baseline"), kpi["plan"].get("targets", [])
    same = {
        "engagement_id": kpi["engagement_id"],
        "kpi_id": kpi["id"],
        "definition_version": kpi["definition_version"],
        "baseline_value": _decimal(baseline["value"]) if baseline else None,
        "baseline_period": baseline["period"] if baseline else "",
        "source": "import",
        "recorded_at": kpi["created_at"],
    }
    for target in targets or ([{"kind": "baseline"}] if baseline else []):
        yield {
            **same,
            "kind": target["kind"],
            **{name: _decimal(target.get(name)) for name in ("value", "low", "high")},
            "start": target.get("from", ""),
            "by": target.get("by", ""),
            "plan": {period: str(_decimal(value)) for period, value in target.get("plan", {}).items()},
            "set_on": date.fromisoformat(target["set_on"]) if "set_on" in target else None,
            "set_by": people.get(target.get("set_by", "")),
            "reason": target.get("reason", ""),
        }


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(repr(number))


def _plans_of(connection: sa.Connection) -> dict[int, dict[str, Any]]:
    """The plan of each KPI as JSON, from the rows that nothing took back."""
    query = sa.select(TARGETS).join(KPIS, KPIS.c.id == TARGETS.c.kpi_id).order_by(TARGETS.c.id)
    query = query.where(KPIS.c.definition_version == TARGETS.c.definition_version)
    rows = connection.execute(query).mappings().all()
    withdrawn = {row["withdraws_id"] for row in rows}
    names = sa.select(ACCOUNTS.c.person_id, ACCOUNTS.c.external_id).order_by(ACCOUNTS.c.id.desc())
    accounts = {row.person_id: row.external_id for row in connection.execute(names)}
    plans: dict[int, dict[str, Any]] = {}
    for row in rows:
        if row["kind"] == "withdrawal" or row["id"] in withdrawn:
            continue
        plan = plans.setdefault(row["kpi_id"], {"baseline": None, "targets": []})
        if row["baseline_value"] is not None:
            plan["baseline"] = {"value": float(row["baseline_value"]), "period": row["baseline_period"]}
        if row["kind"] != "baseline":
            plan["targets"].append(_target_of({**row}, accounts))
    return plans


def _target_of(row: Mapping[str, Any], accounts: Mapping[int, str]) -> dict[str, Any]:
    target = {
        "kind": row["kind"],
        **{name: float(row[name]) for name in ("value", "low", "high") if row[name] is not None},
        "from": row["start"],
        "by": row["by"],
        "plan": {period: float(value) for period, value in row["plan"].items()},
        "set_on": row["set_on"].isoformat() if row["set_on"] else "",
        "set_by": accounts.get(row["set_by"], ""),
        "reason": row["reason"],
    }
    return {name: value for name, value in target.items() if value not in ("", {})}
