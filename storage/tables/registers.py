"""The register: blockers, actions and their like, each with its age; and the tripwires that are watched."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Numbered, Row
from storage.types import ExactDecimal


class RegisterItem(Numbered, Base):
    """Something that is open until somebody closes it: its kind ("blocker", "action"), as it began.

    What became of it stands in its steps. `origin` says where it came from, as "checkin:12", or
    "file:AT1:dm" for one that an engagement file calls AT1 and says to be from a direct message.
    """

    __tablename__ = "register_items"
    __table_args__ = (UniqueConstraint("engagement_id", "number"),)

    kind: Mapped[str]
    text: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due: Mapped[date | None]
    origin: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]


class RegisterStep(Row, Base):
    """What became of an item. The last step with a status, owner or due date says what counts now."""

    __tablename__ = "register_steps"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("register_items.id"), index=True)
    status: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due: Mapped[date | None]
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]


class Tripwire(Numbered, Base):
    """A value of a KPI that was agreed on beforehand as a reason to stop and look; hit once.

    `period` is the only period that counts ("2026-06"), empty for each one from the arming on. Only values
    under the KPI's definition of `definition_version`, in force when it was armed, can hit it.
    """

    __tablename__ = "tripwires"
    __table_args__ = (
        UniqueConstraint("engagement_id", "number"),
        CheckConstraint("op IN ('<', '<=', '>', '>=')", name="op"),
    )

    text: Mapped[str] = mapped_column(default="")
    consequence: Mapped[str] = mapped_column(default="")
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpis.id"), index=True)
    definition_version: Mapped[int] = mapped_column(default=1)
    op: Mapped[str]
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
    period: Mapped[str] = mapped_column(default="")
    last_day: Mapped[date | None]
    armed_at: Mapped[datetime]
    armed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    origin: Mapped[str] = mapped_column(default="")
    hit_at: Mapped[datetime | None]
    hit_period: Mapped[str] = mapped_column(default="")
    hit_update_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_updates.id"))
    disarmed_at: Mapped[datetime | None]
