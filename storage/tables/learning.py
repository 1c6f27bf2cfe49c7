"""Assumptions, the experiments that test them, and the lessons that are kept."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Numbered, Row
from storage.tables.steps import Step
from storage.types import ExactDecimal


class Assumption(Numbered, Base):
    """Something that has to be true for the strategy to work, as it was first written.

    `threshold` is what counts as supported, in words. Where it could be read as values of the KPI, they are
    to be `op` `value` in each of `periods` periods; else `op` is empty, and only experiments tell.
    `key` is its name in an engagement file; `origin` is "setup", "decision:12" or "file".
    """

    __tablename__ = "assumptions"
    __table_args__ = (
        UniqueConstraint("engagement_id", "number"),
        CheckConstraint("op IN ('', '<', '<=', '>', '>=')", name="op"),
    )

    key: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    kind: Mapped[str] = mapped_column(default="other")
    is_critical: Mapped[bool] = mapped_column(default=True)
    threshold: Mapped[str]
    kpi_id: Mapped[int | None] = mapped_column(ForeignKey("kpis.id"))
    op: Mapped[str] = mapped_column(default="")
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    periods: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[date]
    origin: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]


class AssumptionStep(Step, Base):
    """What became of an assumption: "change" (fields anew), "status" (a person's word), "retire", "undo"."""

    __tablename__ = "assumption_steps"

    assumption_id: Mapped[int] = mapped_column(ForeignKey("assumptions.id"), index=True)


class Experiment(Numbered, Base):
    """A contained test. What is planned, when it ran and what came of it stand in its steps.

    `key` and `cycle` are from an engagement file; else `cycle` is empty and worked out from the days.
    """

    __tablename__ = "experiments"
    __table_args__ = (UniqueConstraint("engagement_id", "number"),)

    key: Mapped[str] = mapped_column(default="")
    cycle: Mapped[int | None]
    name: Mapped[str]
    assumption_id: Mapped[int | None] = mapped_column(ForeignKey("assumptions.id"))
    origin: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]


class ExperimentStep(Step, Base):
    """What became of an experiment: "plan", "start", "result", "conclude", "lesson", "abandon", "undo"."""

    __tablename__ = "experiment_steps"

    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"), index=True)


class Lesson(Numbered, Base):
    """A lesson of the playbook; `origin` is "experiment:12", "feedback:4", or empty where it was borrowed."""

    __tablename__ = "lessons"
    __table_args__ = (UniqueConstraint("engagement_id", "number"),)

    text: Mapped[str]
    origin: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class LessonUse(Row, Base):
    """Where a lesson was used again, and whether it worked there."""

    __tablename__ = "lesson_uses"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    words: Mapped[str]
    has_worked: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
