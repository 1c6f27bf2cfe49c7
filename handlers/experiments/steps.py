"""What becomes of an experiment, step by step, each with its line of history and [Undo]."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.chat import Args, Button, Reply, reply
from domain.errors import UserError
from domain.experiments import Experimented
from domain.permissions import Action
from domain.steps import UNDO as TAKE_BACK
from handlers import buttons, story
from handlers.assumptions.steps import Becomes
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import experiments

UNDO = "exp undo"
UNDONE_ADDING = "Undone: experiment {number} is taken back."
UNDONE = "Undone: experiment {number} is as it was before."
CHANGED_SINCE = "Something came after that, so I left experiment {number} as it is."
TOLD_ADDING, TOLD = "took back experiment {number}", "undid a step of experiment {number}"

router = Router()


async def step(turn: EngagementTurn, found: Experimented, becomes: Becomes) -> int:
    """Write the step down with its line of history, and give its id."""
    step_id = await _write(turn, found, becomes.kind, becomes.data, becomes.reason)
    await story.tell(
        turn,
        subject=f"experiment:{found.number}",
        what=becomes.told,
        after=dict(becomes.data) or None,
        reason=becomes.reason,
    )
    return step_id


async def _write(
    turn: EngagementTurn, found: Experimented, kind: str, data: Mapping[str, Any], reason: str = ""
) -> int:
    return await experiments.add_step(
        turn.session,
        engagement_id=turn.engagement.id,
        experiment_id=found.id,
        kind=kind,
        data=data,
        reason=reason,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )


def undo_button(number: int, steps: Sequence[int], *, is_new: bool = False) -> Button:
    """[Undo] of these steps, the last ones of the experiment; of a new one, of the experiment itself."""
    return buttons.undo(UNDO, {"number": number, "steps": list(steps), "is_new": is_new})


@router.click(UNDO, action=Action.WRITE_EXPERIMENT)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take the steps back, unless something came after them."""
    number, steps, is_new = args["number"], args["steps"], args["is_new"]
    found = await experiments.find(turn.session, engagement_id=turn.engagement.id, number=number)
    if found is None or found.step_id != steps[-1] or (is_new and found.was_begun):
        raise UserError(CHANGED_SINCE.format(number=number))
    for step_id in [None] if is_new else reversed(steps):
        await _write(turn, found, TAKE_BACK, {"step": step_id})
    told = (TOLD_ADDING if is_new else TOLD).format(number=number)
    await story.tell(turn, subject=f"experiment:{number}", what=told)
    return reply((UNDONE_ADDING if is_new else UNDONE).format(number=number))
