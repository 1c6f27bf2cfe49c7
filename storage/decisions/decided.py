"""A decision as it stands, and how what it led to names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.decisions import Outcome


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision as it stands. `decider` and `by` are names; `by` is empty where nobody in chat noted it.

    `confirmed_how` is a key of CONFIRMATIONS, empty while nobody confirmed it. Only a reversal that is in
    force itself counts for `reversed_by_number` and `reversed_at`. `last_step_id` is 0 without any step.
    """

    id: int
    number: int
    meeting_id: int | None
    snapshot_id: int | None
    outcome: Outcome
    decider_id: int
    decider: str
    reason: str
    by_id: int | None
    by: str
    at: datetime
    in_force_at: datetime | None
    confirmed_how: str
    confirmed_by_id: int | None
    confirmed_by: str
    parts: Mapping[str, Any]
    reverses_id: int | None
    reverses_number: int | None
    reversed_by_number: int | None
    reversed_at: datetime | None
    origin: str
    is_withdrawn: bool
    last_step_id: int

    @property
    def is_in_force(self) -> bool:
        """Whether it has its effect, and no other one ended it."""
        return self.in_force_at is not None and self.reversed_at is None

    @property
    def origin_of_effects(self) -> str:
        """Where what it led to comes from: tripwires, actions, assumptions, experiments."""
        return origin_of(self.number)


def origin_of(number: int) -> str:
    """How what a decision led to names it."""
    return f"decision:{number}"


def number_in(origin: str) -> int | None:
    """The number of the decision from which something came; None where it came from elsewhere."""
    kind, _, number = origin.partition(":")
    return int(number) if kind == "decision" and number.isdecimal() else None
