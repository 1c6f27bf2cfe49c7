"""Taking back what was just done about an assumption, for a quarter of an hour."""

from domain.chat import Args, Reply, reply
from domain.errors import UserError
from domain.permissions import Action
from domain.steps import UNDO as TAKE_BACK
from handlers import story
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import assumptions, experiments

UNDO = "assume undo"
UNDONE_ADDING = "Undone: assumption {number} is taken back."
UNDONE = "Undone: assumption {number} is as it was before."
CHANGED_SINCE = "Something came after that, so I left assumption {number} as it is."
TOLD_ADDING, TOLD = "took back assumption {number}", "undid a step of assumption {number}"

router = Router()


@router.click(UNDO, action=Action.WRITE_ASSUMPTION)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take back the step, or the assumption where it has none; nothing may have come after."""
    e, number, step = turn.engagement.id, args["number"], args["step"]
    found = await assumptions.find(turn.session, engagement_id=e, number=number)
    if found is None or found.step_id != step or await _was_tested_since(turn, found.id, args):
        raise UserError(CHANGED_SINCE.format(number=number))
    await assumptions.add_step(
        turn.session,
        engagement_id=e,
        assumption_id=found.id,
        kind=TAKE_BACK,
        data={"step": step},
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    what = TOLD_ADDING if step is None else TOLD
    await story.tell(turn, subject=f"assumption:{number}", what=what.format(number=number))
    return reply((UNDONE_ADDING if step is None else UNDONE).format(number=number))


async def _was_tested_since(turn: EngagementTurn, assumption_id: int, args: Args) -> bool:
    """Whether an experiment was planned for what is to be gone, or a result came after a new threshold."""
    every = await experiments.all_of(turn.session, engagement_id=turn.engagement.id)
    mine = [one for one in every if one.assumption_id == assumption_id]
    if args["step"] is None:
        return bool(mine)
    return bool(args.get("is_change")) and any(one.has_result for one in mine)
