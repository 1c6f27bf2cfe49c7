"""What becomes of something, step by step: each with its line of history, and taken back by another one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.chat import Reply, reply
from domain.errors import UserError
from domain.steps import UNDO
from handlers import story
from handlers.turn import EngagementTurn
from storage.steps import Taken

UNDONE_ADDING = "Undone: {what} {number} is taken back."
UNDONE = "Undone: {what} {number} is as it was before."
CHANGED_SINCE = "Something came after that, so I left {what} {number} as it is."
TOLD_ADDING, TOLD = "took back {what} {number}", "undid a step of {what} {number}"


@dataclass(frozen=True, kw_only=True)
class Becomes:
    """A step: its kind and data, and why; `told` are the words for the history."""

    kind: str
    told: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def taken(turn: EngagementTurn, becomes: Becomes) -> Taken:
    """The step as storage keeps it: taken by the person, now."""
    return {
        "kind": becomes.kind,
        "data": becomes.data,
        "reason": becomes.reason,
        "by_id": turn.person.id,
        "source": turn.source,
        "now": turn.now,
    }


def takes_back(step_id: int | None) -> Becomes:
    """The step that takes another one back; of none, the thing itself."""
    return Becomes(kind=UNDO, data={"step": step_id})


async def tell(
    turn: EngagementTurn, subject: str, becomes: Becomes, *, before: dict[str, Any] | None = None
) -> None:
    """Write the step's line of history."""
    await story.tell(
        turn,
        subject=subject,
        what=becomes.told,
        before=before or None,
        after=dict(becomes.data) or None,
        reason=becomes.reason,
    )


def changed_since(what: str, number: int) -> UserError:
    """The refusal to take back what something came after."""
    return UserError(CHANGED_SINCE.format(what=what, number=number))


async def undone(turn: EngagementTurn, what: str, number: int, *, is_whole: bool) -> Reply:
    """Tell that a step was taken back; `is_whole`: the thing itself."""
    told, said = (TOLD_ADDING, UNDONE_ADDING) if is_whole else (TOLD, UNDONE)
    words = {"what": what, "number": number}
    await story.tell(turn, subject=f"{what}:{number}", what=told.format(**words))
    return reply(said.format(**words))
