"""What becomes of an assumption, step by step, each with its line of history and [Undo]."""

from domain.assumptions import FIELDS, Assumed
from domain.chat import Args, Button, Buttons, Reply
from domain.permissions import Action
from handlers import buttons
from handlers.assumptions.finding import experiments_of
from handlers.routing import Router
from handlers.steps import Becomes, changed_since, taken, takes_back, tell, undone
from handlers.turn import EngagementTurn
from storage import assumptions

WHAT, UNDO = "assumption", "assume undo"

router = Router()


async def step(turn: EngagementTurn, found: Assumed, becomes: Becomes) -> Buttons:
    """Write the step down with its line of history, and offer to undo it."""
    step_id = await _write(turn, found, becomes)
    before = {name: getattr(found, name) for name in FIELDS if name in becomes.data}
    await tell(turn, f"{WHAT}:{found.number}", becomes, before=before)
    return Buttons((undo_button(found.number, step_id, is_change=becomes.kind == "change"),))


async def _write(turn: EngagementTurn, found: Assumed, becomes: Becomes) -> int:
    e = turn.engagement.id
    step = taken(turn, becomes)
    return await assumptions.add_step(turn.session, engagement_id=e, assumption_id=found.id, **step)


def undo_button(number: int, step_id: int | None, *, is_change: bool = False) -> Button:
    """[Undo] of the step, the last one of the assumption; of none, of the assumption itself."""
    return buttons.undo(UNDO, {"number": number, "step": step_id, "is_change": is_change})


@router.click(UNDO, action=Action.WRITE_ASSUMPTION)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take back the step, or the assumption where it has none; nothing may have come after."""
    number, step_id = args["number"], args["step"]
    found = await assumptions.find(turn.session, engagement_id=turn.engagement.id, number=number)
    if found is None or found.step_id != step_id or await _was_tested_since(turn, found, args):
        raise changed_since(WHAT, number)
    await _write(turn, found, takes_back(step_id))
    return await undone(turn, WHAT, number, is_whole=step_id is None)


async def _was_tested_since(turn: EngagementTurn, found: Assumed, args: Args) -> bool:
    """Whether an experiment was planned for what is to be gone, or a result came after a new threshold."""
    tests = await experiments_of(turn, found)
    if args["step"] is None:
        return bool(tests)
    return bool(args.get("is_change")) and any(one.has_result for one in tests)
