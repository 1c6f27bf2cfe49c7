"""A decision as it stands, and how what it led to names it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.decisions.outcomes import Outcome
from domain.decisions.parts import Parts

KIND = "decision"


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
    parts: Parts
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
        return f"{KIND}:{self.number}"


def number_in(origin: str) -> int | None:
    """The number of the decision from which something came; None where it came from elsewhere."""
    kind, _, number = origin.partition(":")
    return int(number) if kind == KIND and number.isdecimal() else None


def standing_of(told: Sequence[Decided], *, as_of: datetime | None = None) -> list[Decided]:
    """Those of them that were in force at the moment, now where none is named, in the order of their effect.

    Where one is named, it is not told that they were reversed later.
    """
    standing = [
        one if as_of is None else replace(one, reversed_by_number=None, reversed_at=None)
        for one in told
        if one.in_force_at is not None
        and (as_of is None or one.in_force_at <= as_of)
        and (one.reversed_at is None or (as_of is not None and one.reversed_at > as_of))
    ]
    return sorted(standing, key=lambda one: (one.in_force_at or one.at, one.number))
