"""KPIs and the append-only chain of what was reported for each period."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row
from storage.types import ExactDecimal, JsonValue


class Kpi(Row, Base):
    """A number that is followed: its definition in force. Earlier definitions stand in the history."""

    __tablename__ = "kpis"
    __table_args__ = (UniqueConstraint("engagement_id", "key"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    position: Mapped[int]
    key: Mapped[str]
    name: Mapped[str]
    aliases: Mapped[list[Any]] = mapped_column(JsonValue)
    definition: Mapped[str]
    formula: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]
    aggregation: Mapped[str]
    direction: Mapped[str]
    cadence: Mapped[str]
    grace_business_days: Mapped[int | None]
    valid_min: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    valid_max: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    backup_owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    is_driver: Mapped[bool] = mapped_column(default=False)
    is_in_sow: Mapped[bool] = mapped_column(default=False)
    is_seasonal: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    tracked_since: Mapped[str] = mapped_column(default="")
    definition_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class KpiDefinition(Row, Base):
    """What a KPI counted until a new definition replaced it. Its values keep this version."""

    __tablename__ = "kpi_definitions"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpis.id"), index=True)
    version: Mapped[int]
    definition: Mapped[str]
    formula: Mapped[str]
    unit: Mapped[str]
    aggregation: Mapped[str]
    cadence: Mapped[str]
    replaced_at: Mapped[datetime]
    replaced_by: Mapped[int] = mapped_column(ForeignKey("people.id"))


class KpiUpdate(Row, Base):
    """One link of a chain: a report, a correction or a retraction. Never changed, never deleted.

    The link that none supersedes counts; a retraction there means "not reported". `reported_at` is
    empty where an imported file does not know it; `recorded_at` is when we wrote the row.
    """

    __tablename__ = "kpi_updates"
    __table_args__ = (
        UniqueConstraint("supersedes_id"),
        Index(
            "uq_kpi_updates_root",
            "kpi_id",
            "definition_version",
            "period",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL"),
        ),
        Index(None, "engagement_id", "kpi_id", "period"),
        Index(None, "engagement_id", "recorded_at"),
        CheckConstraint("(kind = 'retraction') = (value IS NULL)", name="value_unless_retracted"),
        CheckConstraint("kind IN ('report', 'correction', 'retraction')", name="kind"),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpis.id"))
    definition_version: Mapped[int]
    period: Mapped[str]
    kind: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    is_provisional: Mapped[bool] = mapped_column(default=False)
    through: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    reported_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_updates.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_imports.id"), index=True)


class KpiTarget(Row, Base):
    """What a KPI is to reach, and where it stood before. Never changed, never deleted.

    The last row that no `withdrawal` takes back is in force; the others were superseded by it. A row of
    the kind `baseline` has no target. `plan` is period code -> value as text.
    """

    __tablename__ = "kpi_targets"
    __table_args__ = (
        UniqueConstraint("withdraws_id"),
        Index(None, "engagement_id", "kpi_id"),
        CheckConstraint("(kind = 'withdrawal') = (withdraws_id IS NOT NULL)", name="withdrawal"),
        CheckConstraint("(baseline_value IS NULL) = (baseline_period = '')", name="baseline"),
        CheckConstraint(
            "kind IN ('level_at_date', 'per_period', 'cumulative', 'hold_range', 'baseline', 'withdrawal')",
            name="kind",
        ),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpis.id"))
    definition_version: Mapped[int]
    kind: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    low: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    high: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    start: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    plan: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    baseline_value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    baseline_period: Mapped[str] = mapped_column(default="")
    set_on: Mapped[date | None]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_targets.id"))


class KpiImport(Row, Base):
    """A table that somebody brought. `rows` are its cells until it is saved, then nothing."""

    __tablename__ = "kpi_imports"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    rows: Mapped[list[Any]] = mapped_column(JsonValue)
    settings: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
