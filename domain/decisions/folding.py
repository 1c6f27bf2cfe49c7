"""What became of a decision, from its steps: its parts, who confirmed it, whether it was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.steps import Step, standing

PART, CONFIRM, WITHDRAW = "part", "confirm", "withdraw"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What its steps tell. `how` is a key of CONFIRMATIONS, empty while nobody confirmed it.

    `parts` are as they are stored: a part that was just written is held against the one before, by its name.
    `decider_id` and `reason` are there where they were changed; they are no parts.
    `last_id` is the last step of all, 0 where there is none: who confirms has read up to there.
    """

    parts: Mapping[str, Any] = field(default_factory=dict)
    how: str = ""
    confirmed_by_id: int | None = None
    confirmed_by: str = ""
    is_withdrawn: bool = False
    decider_id: int | None = None
    reason: str = ""
    last_id: int = 0


def told_of(steps: Sequence[Step]) -> Told:
    """Fold the steps, which are in the order in which they were taken: "part", "confirm", "withdraw", "undo".

    A later part of a name takes the place of the one before, so what is a list comes whole each time.
    """
    counted = standing(steps)
    parts: dict[str, Any] = {}
    for step in counted:
        if step.kind == PART:
            parts |= step.data
    confirm = next((step for step in reversed(counted) if step.kind == CONFIRM), None)
    decider_id, reason = parts.pop("decider_id", None), parts.pop("reason", None)
    return Told(
        parts={name: value for name, value in parts.items() if value is not None},
        decider_id=decider_id,
        reason=reason or "",
        how=str(confirm.data.get("how", "")) if confirm else "",
        confirmed_by_id=confirm.by_id if confirm else None,
        confirmed_by=confirm.name if confirm else "",
        is_withdrawn=any(step.kind == WITHDRAW for step in counted),
        last_id=max((step.id for step in steps), default=0),
    )
