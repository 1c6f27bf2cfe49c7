"""Steps that only grow: what became of something, without what was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

UNDO = "undo"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: its kind and data, why it was taken, by whom and when. `name` is whose id `by_id` is.

    One of the kind "undo" takes back the step `data["step"]`; where that is None, the thing itself.
    """

    id: int
    kind: str
    data: Mapping[str, Any]
    reason: str = ""
    by_id: int | None = None
    name: str = ""
    source: str = ""
    at: datetime

    def day(self, zone: ZoneInfo) -> date:
        """The day on which it counts: the one that it names, else that of its moment."""
        on = self.data.get("on")
        return date.fromisoformat(on) if on else self.at.astimezone(zone).date()


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that was edited: what, from what, on which day, by whom. `was` is empty where unknown.

    `is_first`: it was not edited, but written for the first time only then.
    """

    what: str
    was: str
    on: date
    by: str
    is_first: bool = False


def standing(steps: Sequence[Step]) -> list[Step]:
    """The steps that count, oldest first: neither undos nor what they took back."""
    gone = {step.data.get("step") for step in steps if step.kind == UNDO}
    return [step for step in steps if step.kind != UNDO and step.id not in gone]


def is_withdrawn(steps: Sequence[Step]) -> bool:
    """Whether the thing itself was taken back."""
    return any(step.kind == UNDO and step.data.get("step") is None for step in steps)
