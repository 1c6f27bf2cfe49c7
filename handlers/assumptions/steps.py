"""What becomes of an assumption, step by step, each with its line of history and [Undo]."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.assumptions import FIELDS, Assumed
from domain.chat import Buttons
from handlers import buttons, story
from handlers.assumptions.undoing import UNDO
from handlers.turn import EngagementTurn
from storage import assumptions


@dataclass(frozen=True, kw_only=True)
class Becomes:
    """A step of an assumption: its kind and data, why, and the words for the history."""

    kind: str
    told: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


async def step(turn: EngagementTurn, found: Assumed, becomes: Becomes) -> Buttons:
    """Write the step down with its line of history, and offer to undo it."""
    step_id = await assumptions.add_step(
        turn.session,
        engagement_id=turn.engagement.id,
        assumption_id=found.id,
        kind=becomes.kind,
        data=becomes.data,
        reason=becomes.reason,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    before = {name: getattr(found, name) for name in FIELDS if name in becomes.data}
    await story.tell(
        turn,
        subject=f"assumption:{found.number}",
        what=becomes.told,
        before=before or None,
        after=dict(becomes.data) or None,
        reason=becomes.reason,
    )
    args = {"number": found.number, "step": step_id, "is_change": becomes.kind == "change"}
    return Buttons((buttons.undo(UNDO, args),))
