"""Check-ins: what was asked of whom, and the append-only chain of what they answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Numbered, Row
from storage.types import JsonValue


class Checkin(Numbered, Base):
    """One round of questions, as they were asked. `post_key` is the key of its post in the channel."""

    __tablename__ = "checkins"
    __table_args__ = (UniqueConstraint("occurrence_id"), UniqueConstraint("engagement_id", "number"))

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    questions: Mapped[list[Any]] = mapped_column(JsonValue)
    post_key: Mapped[str] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class CheckinAsked(Row, Base):
    """Somebody who is asked in a round, and counted."""

    __tablename__ = "checkin_asked"
    __table_args__ = (UniqueConstraint("checkin_id", "person_id"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    checkin_id: Mapped[int] = mapped_column(ForeignKey("checkins.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)


class CheckinAnswer(Row, Base):
    """One link of the chain of somebody's answers to a round. The link that none supersedes counts.

    `texts` stand beside the questions, `words` is what was said without them; a `skip` or `nothing` has
    none. `did_intended` is yes, partly, no or empty. A `withdrawal` takes everything back.
    """

    __tablename__ = "checkin_answers"
    __table_args__ = (
        UniqueConstraint("supersedes_id"),
        Index(
            "uq_checkin_answers_root",
            "checkin_id",
            "person_id",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL"),
        ),
        CheckConstraint("kind IN ('answer', 'skip', 'nothing', 'withdrawal')", name="kind"),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    checkin_id: Mapped[int] = mapped_column(ForeignKey("checkins.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    texts: Mapped[list[Any]] = mapped_column(JsonValue)
    words: Mapped[str] = mapped_column(default="")
    did_intended: Mapped[str] = mapped_column(default="")
    is_late: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str]
    at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("checkin_answers.id"))
