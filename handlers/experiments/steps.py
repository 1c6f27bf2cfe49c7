"""What becomes of an experiment, step by step, each with its line of history and [Undo]."""

from collections.abc import Sequence

from domain.chat import Args, Button, Reply
from domain.experiments import Experimented
from domain.permissions import Action
from handlers import buttons
from handlers.routing import Router
from handlers.steps import Becomes, changed_since, taken, takes_back, tell, undone
from handlers.turn import EngagementTurn
from storage import experiments

WHAT, UNDO = "experiment", "exp undo"

router = Router()


async def step(turn: EngagementTurn, found: Experimented, becomes: Becomes) -> int:
    """Write the step down with its line of history, and give its id."""
    step_id = await _write(turn, found, becomes)
    await tell(turn, f"{WHAT}:{found.number}", becomes)
    return step_id


async def _write(turn: EngagementTurn, found: Experimented, becomes: Becomes) -> int:
    e = turn.engagement.id
    step = taken(turn, becomes)
    return await experiments.add_step(turn.session, engagement_id=e, experiment_id=found.id, **step)


def undo_button(number: int, steps: Sequence[int], *, is_new: bool = False) -> Button:
    """[Undo] of these steps, the last ones of the experiment; of a new one, of the experiment itself."""
    return buttons.undo(UNDO, {"number": number, "steps": list(steps), "is_new": is_new})


@router.click(UNDO, action=Action.WRITE_EXPERIMENT)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take the steps back, unless something came after them."""
    number, steps, is_new = args["number"], args["steps"], args["is_new"]
    found = await experiments.find(turn.session, engagement_id=turn.engagement.id, number=number)
    if found is None or found.step_id != steps[-1] or (is_new and found.was_begun):
        raise changed_since(WHAT, number)
    for step_id in [None] if is_new else reversed(steps):
        await _write(turn, found, takes_back(step_id))
    return await undone(turn, WHAT, number, is_whole=is_new)
