"""What became of something: steps that only grow, from which its state is worked out."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Row
from storage.types import JsonValue


class Step(Row):
    """The columns of every table of steps. One of the kind "undo" takes back the step `data["step"]`."""

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    kind: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    at: Mapped[datetime]
