"""What becomes of an assumption, step by step, each with its line of history and [Undo]."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.assumptions import FIELDS, Assumed
from domain.chat import Args, Button, Buttons, Reply, reply
from domain.errors import UserError
from domain.permissions import Action
from domain.steps import UNDO as TAKE_BACK
from handlers import buttons, story
from handlers.assumptions.finding import experiments_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import assumptions

UNDO = "assume undo"
UNDONE_ADDING = "Undone: assumption {number} is taken back."
UNDONE = "Undone: assumption {number} is as it was before."
CHANGED_SINCE = "Something came after that, so I left assumption {number} as it is."
TOLD_ADDING, TOLD = "took back assumption {number}", "undid a step of assumption {number}"

router = Router()


@dataclass(frozen=True, kw_only=True)
class Becomes:
    """A step of an assumption or experiment: its kind and data, why, and the words for the history."""

    kind: str
    told: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


async def step(turn: EngagementTurn, found: Assumed, becomes: Becomes) -> Buttons:
    """Write the step down with its line of history, and offer to undo it."""
    step_id = await _write(turn, found, becomes.kind, becomes.data, becomes.reason)
    before = {name: getattr(found, name) for name in FIELDS if name in becomes.data}
    await story.tell(
        turn,
        subject=f"assumption:{found.number}",
        what=becomes.told,
        before=before or None,
        after=dict(becomes.data) or None,
        reason=becomes.reason,
    )
    return Buttons((undo_button(found.number, step_id, is_change=becomes.kind == "change"),))


async def _write(
    turn: EngagementTurn, found: Assumed, kind: str, data: Mapping[str, Any], reason: str = ""
) -> int:
    return await assumptions.add_step(
        turn.session,
        engagement_id=turn.engagement.id,
        assumption_id=found.id,
        kind=kind,
        data=data,
        reason=reason,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )


def undo_button(number: int, step_id: int | None, *, is_change: bool = False) -> Button:
    """[Undo] of the step, the last one of the assumption; of none, of the assumption itself."""
    return buttons.undo(UNDO, {"number": number, "step": step_id, "is_change": is_change})


@router.click(UNDO, action=Action.WRITE_ASSUMPTION)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take back the step, or the assumption where it has none; nothing may have come after."""
    number, step_id = args["number"], args["step"]
    found = await assumptions.find(turn.session, engagement_id=turn.engagement.id, number=number)
    if found is None or found.step_id != step_id or await _was_tested_since(turn, found, args):
        raise UserError(CHANGED_SINCE.format(number=number))
    await _write(turn, found, TAKE_BACK, {"step": step_id})
    told = (TOLD_ADDING if step_id is None else TOLD).format(number=number)
    await story.tell(turn, subject=f"assumption:{number}", what=told)
    return reply((UNDONE_ADDING if step_id is None else UNDONE).format(number=number))


async def _was_tested_since(turn: EngagementTurn, found: Assumed, args: Args) -> bool:
    """Whether an experiment was planned for what is to be gone, or a result came after a new threshold."""
    tests = await experiments_of(turn, found)
    if args["step"] is None:
        return bool(tests)
    return bool(args.get("is_change")) and any(one.has_result for one in tests)
