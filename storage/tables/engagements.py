"""Engagements: their terms, where they live, and who belongs to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row
from storage.types import JsonValue


class Engagement(Row, Base):
    """One company served by one fractional CMO.

    `terms` holds parts of the agreement as the engagement file writes them, and a few settings: see terms.py.
    """

    __tablename__ = "engagements"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    aliases: Mapped[list[Any]] = mapped_column(JsonValue)
    currency: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    fiscal_start_month: Mapped[int] = mapped_column(default=1)
    use_case: Mapped[str] = mapped_column(default="")
    operating_model: Mapped[str] = mapped_column(default="hands_on")
    status: Mapped[str] = mapped_column(default="active")
    start: Mapped[date]
    term_end: Mapped[date | None]
    terms: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    posts_daily: Mapped[bool] = mapped_column(default=True)
    set_up_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class EngagementChannel(Row, Base):
    """A channel that belongs to one engagement alone; the first one is its home.

    `is_welcome_due` where the welcome card waits until we may post there.
    """

    __tablename__ = "engagement_channels"
    __table_args__ = (UniqueConstraint("workspace_id", "conversation"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    conversation: Mapped[str]
    is_welcome_due: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class EngagementWorkspace(Row, Base):
    """A workspace whose people and messages may hold this engagement."""

    __tablename__ = "engagement_workspaces"
    __table_args__ = (UniqueConstraint("engagement_id", "workspace_id"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)


class Membership(Row, Base):
    """A person's role from a day on; a changed role ends one row and begins another.

    `working_days` (0 is Monday) and hours ("09:00") are for this engagement; empty means the usual ones.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_current",
            "engagement_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    working_days: Mapped[list[Any] | None]
    day_starts: Mapped[str] = mapped_column(default="")
    day_ends: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
