"""Meetings of which something is recorded, their agenda and votes, and links to their calendar."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Numbered, Row
from storage.tables.steps import Step


class CalendarLink(Row, Base):
    """A link that somebody was given; it works until it is ended, and as long as they are a member."""

    __tablename__ = "calendar_links"
    __table_args__ = (
        Index(
            "uq_calendar_links_current",
            "engagement_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class MeetingRecord(Numbered, Base):
    """A meeting of which something is recorded: a vote, an item, its pack, that it began.

    One of a series ("regular") is known by its schedule and the day that the rule `named`: when it stands is
    worked out from the series. A "special" one, after a tripwire, stands at `at`. One of an engagement file
    has no schedule and was held on the day `named`. `origin` is "", "tripwire:3" or "file".
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("engagement_id", "number"),
        UniqueConstraint("engagement_id", "schedule_id", "named"),
        CheckConstraint("kind IN ('regular', 'special')", name="kind"),
    )

    kind: Mapped[str]
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id"))
    named: Mapped[date | None]
    at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=60)
    origin: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class MeetingStep(Step, Base):
    """What became of a meeting, by kind.

    "plan": why there is a special one; "gaps", "inputs" and "pack": that these were posted; "lean": that the
    lean was shown; "start": that it began, and the votes were revealed; "postpone", "leave_out", "override":
    with the reason; "merge": what belongs to it belongs to the meeting of another record; "cancel", "undo".
    """

    __tablename__ = "meeting_steps"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)


class AgendaItem(Row, Base):
    """What somebody wants to talk about in a meeting: to decide it, or to tell it."""

    __tablename__ = "agenda_items"
    __table_args__ = (CheckConstraint("kind IN ('decide', 'inform')", name="kind"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    text: Mapped[str]
    minutes: Mapped[int | None]
    kind: Mapped[str] = mapped_column(default="inform")
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Vote(Row, Base):
    """What somebody would do, in private until the meeting begins; their last one counts."""

    __tablename__ = "votes"
    __table_args__ = (CheckConstraint("choice IN ('persevere', 'pivot', 'stop', 'unsure')", name="choice"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    choice: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
