"""Writing down with a meeting that it was put off, and that somebody wanted it outside its window."""

from datetime import date
from typing import Any

from domain.meetings import Breach, Meeting
from handlers.steps import Becomes, taken
from handlers.turn import EngagementTurn
from storage import meeting_records


async def note_change(
    turn: EngagementTurn, meeting: Meeting, *, to: date | None, reason: str, breach: Breach | None
) -> list[int]:
    """Write down what a change means for the meeting, and give the steps; `to` no day is left out."""
    steps: list[tuple[str, dict[str, Any]]] = []
    was = meeting.day.isoformat()
    if to is None:
        steps.append(("leave_out", {"was": was}))
    elif to > meeting.day:
        steps.append(("postpone", {"was": was, "to": to.isoformat()}))
    if breach is not None and to is not None:
        steps.append(("override", {"to": to.isoformat(), "last": breach.window.last.isoformat()}))
    if not steps:
        return []
    own = await meeting_records.ensure(
        turn.session,
        engagement_id=turn.engagement.id,
        schedule_id=meeting.schedule_id,
        named=meeting.named,
        now=turn.now,
    )
    return [await add_step(turn, own.id, kind, data=data, reason=reason) for kind, data in steps]


async def add_step(
    turn: EngagementTurn, meeting_id: int, kind: str, *, data: dict[str, Any] | None = None, reason: str = ""
) -> int:
    """Write down what the person did with a meeting, and give the step's id."""
    e = turn.engagement.id
    step = taken(turn, Becomes(kind=kind, data=data or {}, reason=reason))
    return await meeting_records.add_step(turn.session, engagement_id=e, meeting_id=meeting_id, **step)


async def undo_step(turn: EngagementTurn, step_id: int) -> None:
    """Write down that the person took a step back."""
    await meeting_records.undo_step(
        turn.session,
        engagement_id=turn.engagement.id,
        step_id=step_id,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
