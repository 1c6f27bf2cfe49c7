"""Decisions: drafts that are completed step by step, and take effect once everything is there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Numbered
from storage.tables.steps import Step


class Decision(Numbered, Base):
    """A decision as somebody first noted it; it has no effect until `in_force_at`.

    `origin` is "file" for one of an engagement file. One that `reverses_id` names another one ends that one.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("engagement_id", "number"),
        CheckConstraint(
            "outcome IN ('persevere', 'pivot', 'stop', 'vision_change', 'other')", name="outcome"
        ),
    )

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_snapshots.id"))
    outcome: Mapped[str]
    decider_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    origin: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]
    in_force_at: Mapped[datetime | None]


class DecisionStep(Step, Base):
    """What became of a decision: "part" (what was added), "confirm" (how), "withdraw", "undo"."""

    __tablename__ = "decision_steps"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
