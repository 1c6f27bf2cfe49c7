"""Feedback, and what became of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Numbered, Row


class Feedback(Numbered, Base):
    """What somebody said. An anonymous one has no author and no hour, only its day."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("engagement_id", "number"),
        CheckConstraint("NOT is_anonymous OR (by_id IS NULL AND given_at IS NULL)", name="anonymous"),
    )

    day: Mapped[date]
    source: Mapped[str]
    voice: Mapped[str] = mapped_column(default="")
    sentiment: Mapped[str]
    theme: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime | None]


class FeedbackStep(Row, Base):
    """What became of a piece of feedback; the last step is its status."""

    __tablename__ = "feedback_steps"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    status: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
