"""Writing a step of a decision down, and the line of its history."""

from collections.abc import Mapping
from typing import Any

from handlers import story
from handlers.steps import Becomes, taken
from handlers.turn import EngagementTurn
from storage import decisions


async def step(turn: EngagementTurn, decision_id: int, kind: str, data: Mapping[str, Any]) -> int:
    """Write down what the person did with the decision, and give the step's id."""
    e = turn.engagement.id
    step = taken(turn, Becomes(kind=kind, data=data))
    return await decisions.add_step(turn.session, engagement_id=e, decision_id=decision_id, **step)


async def tell(turn: EngagementTurn, number: int, what: str) -> None:
    """A line of the decision's history."""
    await story.tell(turn, subject=f"decision:{number}", what=what)
