"""Packs of evidence as they were shown, the forecasts that were given, and links to the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Numbered, Row
from storage.types import ExactDecimal, JsonValue


class EvidenceSnapshot(Numbered, Base):
    """A pack as of a moment: what went in, and what was found. Never changed, never deleted.

    `method` is the version of the rules. One of which an engagement file tells has no inputs.
    """

    __tablename__ = "evidence_snapshots"
    __table_args__ = (
        UniqueConstraint("engagement_id", "number"),
        CheckConstraint("cause IN ('asked', 'meeting', 'special', 'decision', 'file')", name="cause"),
    )

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    cause: Mapped[str]
    as_of: Mapped[datetime]
    method: Mapped[int]
    inputs: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    found: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    lean: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Forecast(Row, Base):
    """A forecast that somebody was given, and the value that came of it.

    `low` to `high` is the 80% range. `last_period` is the last one whose value was known. The score follows
    the value that counts: after a correction it is that of the new one; without a value there is none.
    """

    __tablename__ = "forecasts"
    __table_args__ = (
        UniqueConstraint("kpi_id", "definition_version", "made_on", "period"),
        Index(None, "engagement_id", "period"),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpis.id"))
    definition_version: Mapped[int]
    made_on: Mapped[date]
    last_period: Mapped[str] = mapped_column(default="")
    period: Mapped[str]
    centre: Mapped[Decimal] = mapped_column(ExactDecimal)
    low: Mapped[Decimal] = mapped_column(ExactDecimal)
    high: Mapped[Decimal] = mapped_column(ExactDecimal)
    points: Mapped[int | None]
    source: Mapped[str]
    at: Mapped[datetime]
    update_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_updates.id"))
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    was_inside: Mapped[bool | None]
    scored_at: Mapped[datetime | None]


class ReportLink(Row, Base):
    """A link to a page that somebody was given: for some days, while they are a member, until it is ended."""

    __tablename__ = "report_links"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("evidence_snapshots.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LinkKey(Row, Base):
    """The key with which an installation without a SECRET_KEY signs links: its console, to itself."""

    __tablename__ = "link_keys"
    __table_args__ = (UniqueConstraint("use"),)

    use: Mapped[str]
    secret: Mapped[str]
    created_at: Mapped[datetime]
