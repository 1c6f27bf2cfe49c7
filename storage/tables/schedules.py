"""What comes again: schedules with every version of them, their occurrences, and who has which holidays."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row
from storage.types import JsonValue


class Schedule(Row, Base):
    """Something that comes again; what it says stands in its versions, `version` is the one in force.

    The planner looks at it again at `plan_at` (empty: never), and has planned every date up to
    `planned_until`. Nothing is posted before a lead was shown it, at `announced_at`.
    """

    __tablename__ = "schedules"
    __table_args__ = (
        Index(
            "ix_schedules_plan_at",
            "plan_at",
            sqlite_where=text("plan_at IS NOT NULL"),
            postgresql_where=text("plan_at IS NOT NULL"),
        ),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    job: Mapped[str]
    version: Mapped[int]
    plan_at: Mapped[datetime | None]
    planned_until: Mapped[date | None]
    announced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ScheduleVersion(Row, Base):
    """What a schedule says from a moment on. Never changed, never deleted.

    `cadence` is when (domain/cadence), `settings` what the job needs to know. One that `is_paused` rests
    until the day `paused_until`, or until somebody resumes it.
    """

    __tablename__ = "schedule_versions"
    __table_args__ = (UniqueConstraint("schedule_id", "version"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    version: Mapped[int]
    name: Mapped[str]
    cadence: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    settings: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    is_paused: Mapped[bool] = mapped_column(default=False)
    paused_until: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Occurrence(Row, Base):
    """One date of a schedule, for one of its jobs. Past `latest_at` nothing is posted any more.

    `planned` until its time comes; `decided` once its posts are in the outbox, which say how it ended;
    else `cancelled`, `missed` or `failed`, with the reason. A lead may have `left_at` it. It follows the
    occurrence `origin_id`, as a digest follows its check-in.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("schedule_id", "job", "local_date"),
        Index(
            "ix_occurrences_due_at",
            "due_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    version: Mapped[int]
    job: Mapped[str]
    local_date: Mapped[date]
    due_at: Mapped[datetime]
    latest_at: Mapped[datetime]
    args: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    state: Mapped[str] = mapped_column(default="planned")
    reason: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("occurrences.id"))


class OccurrencePost(Row, Base):
    """A post in which an occurrence is told, and to whom; one post may tell several occurrences.

    `args` is what this occurrence has to say in it.
    """

    __tablename__ = "occurrence_posts"
    __table_args__ = (UniqueConstraint("occurrence_id", "outbox_id"), Index(None, "outbox_id"))

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    args: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)


class EngagementHoliday(Row, Base):
    """Holidays of an engagement: those of a country ("DE", "DE-BY"), or a day of its own."""

    __tablename__ = "engagement_holidays"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    country: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]
    name: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PersonalWish(Row, Base):
    """What somebody wants of us: to be left alone while `away` or `quiet`, or to hear no more of a job.

    Of the kind `opt_out` is the last one. What they say of `away` themselves is for everything that they
    belong to (no engagement). First and last day are included; without a last day it holds until it is ended.
    """

    __tablename__ = "personal_wishes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"))
    kind: Mapped[str]
    job: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
