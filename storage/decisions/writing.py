"""Noting decisions: a draft, its steps, and that it takes effect."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import select

from domain.decisions import CONFIRM, PART, Decided, Outcome, Parts, parts_to_json
from storage import steps
from storage.database import Session
from storage.decisions.reading import one
from storage.numbering import next_number
from storage.steps import Taken
from storage.tables import Decision, DecisionStep


async def add(
    session: Session,
    *,
    engagement_id: int,
    outcome: Outcome,
    decider_id: int,
    reason: str,
    meeting_id: int | None,
    snapshot_id: int | None,
    by_id: int | None,
    source: str,
    now: datetime,
    reverses_id: int | None = None,
    origin: str = "",
    parts: Parts | None = None,
    in_force_at: datetime | None = None,
) -> Decided:
    """Note a decision under the engagement's next number; a draft, unless `in_force_at` says otherwise."""
    row = Decision(
        engagement_id=engagement_id,
        number=await next_number(session, Decision, engagement_id=engagement_id),
        meeting_id=meeting_id,
        snapshot_id=snapshot_id,
        outcome=outcome,
        decider_id=decider_id,
        reason=reason,
        reverses_id=reverses_id,
        origin=origin,
        by_id=by_id,
        source=source,
        at=now,
        in_force_at=in_force_at,
    )
    await _begin(session, row, parts_to_json(parts) if parts else {})
    return await one(session, engagement_id=engagement_id, decision_id=row.id)


async def _begin(session: Session, row: Decision, parts: Mapping[str, Any]) -> None:
    """Write the row with the parts that it begins with; one in force says from where it came."""
    session.add(row)
    await session.flush()
    first = {PART: parts} if parts else {}
    if row.in_force_at is not None:
        first = {**first, CONFIRM: {"how": row.origin}}
    for kind, data in first.items():
        await add_step(
            session,
            engagement_id=row.engagement_id,
            decision_id=row.id,
            kind=kind,
            data=data,
            by_id=row.by_id,
            source=row.source,
            now=row.at,
        )


async def add_step(session: Session, *, engagement_id: int, decision_id: int, **taken: Unpack[Taken]) -> int:
    """Write down what became of it: "part", "confirm", "withdraw" or "undo". Returns the step's id."""
    row = DecisionStep(decision_id=decision_id)
    return await steps.add(session, row, engagement_id=engagement_id, **taken)


async def take_effect(session: Session, *, engagement_id: int, decision_id: int, now: datetime) -> bool:
    """Let it be in force from now on. False where it is already: somebody else was faster."""
    query = select(Decision).where(Decision.engagement_id == engagement_id, Decision.id == decision_id)
    row = (await session.scalars(query.with_for_update().execution_options(populate_existing=True))).one()
    if row.in_force_at is not None:
        return False
    row.in_force_at = now
    await session.flush()
    return True
