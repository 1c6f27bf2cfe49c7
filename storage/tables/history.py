"""The engagement's story, line by line."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row


class HistoryEvent(Row, Base):
    """Something that happened: who (empty: somebody), when, to what, from which state to which, why."""

    __tablename__ = "history"
    __table_args__ = (Index(None, "engagement_id", "id"), Index(None, "engagement_id", "subject"))

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    subject: Mapped[str]
    what: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
