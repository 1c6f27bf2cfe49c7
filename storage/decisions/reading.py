"""Reading decisions: all of them, those in force at a moment, and the names that belong to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from domain.decisions import Decided, Told, parts_from_json, standing_of, told_of
from domain.steps import Step
from storage import steps
from storage.database import Session
from storage.tables import Decision, DecisionStep, Membership, Person


async def all_of(session: Session, *, engagement_id: int) -> list[Decided]:
    """Every decision and draft that was ever noted, by number."""
    return await _decided(session, engagement_id)


async def in_force(session: Session, *, engagement_id: int, as_of: datetime | None = None) -> list[Decided]:
    """Those in force at the moment, now where none is named, in the order in which they came to be."""
    return standing_of(await _decided(session, engagement_id), as_of=as_of)


async def find(
    session: Session, *, engagement_id: int, number: int | None = None, decision_id: int | None = None
) -> Decided | None:
    """The one with this number, or this id."""
    wanted = Decision.number == number if decision_id is None else Decision.id == decision_id
    return next(iter(await _decided(session, engagement_id, wanted)), None)


async def steps_of(session: Session, *, engagement_id: int, decision_id: int) -> list[Step]:
    """Its steps, in order."""
    return (await _steps(session, engagement_id, [decision_id]))[decision_id]


async def names_of(session: Session, *, engagement_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """The names of these people, as far as they belong or belonged to the engagement."""
    if not person_ids:
        return {}
    query = (
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.engagement_id == engagement_id, Person.id.in_(person_ids))
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def one(session: Session, *, engagement_id: int, decision_id: int) -> Decided:
    """The one with this id, which is there."""
    (found,) = await _decided(session, engagement_id, Decision.id == decision_id)
    return found


async def _decided(session: Session, engagement_id: int, *wanted: Any) -> list[Decided]:
    decider, scribe = aliased(Person), aliased(Person)
    reversal, reversed_one = aliased(Decision), aliased(Decision)
    ends = (reversal.reverses_id == Decision.id) & reversal.in_force_at.is_not(None)
    query = (
        select(
            Decision,
            decider.name.label("decider"),
            scribe.name.label("scribe"),
            reversal.number.label("reversed_by"),
            reversal.in_force_at.label("reversed_at"),
            reversed_one.number.label("reverses"),
        )
        .join(decider, decider.id == Decision.decider_id)
        .outerjoin(scribe, scribe.id == Decision.by_id)
        .outerjoin(reversal, ends)
        .outerjoin(reversed_one, reversed_one.id == Decision.reverses_id)
        .where(Decision.engagement_id == engagement_id, *wanted)
        .order_by(Decision.number)
    )
    rows = (await session.execute(query)).all()
    taken = await _steps(session, engagement_id, [row.Decision.id for row in rows])
    told = {decision_id: told_of(its) for decision_id, its in taken.items()}
    changed = {one.decider_id for one in told.values() if one.decider_id}
    names = await names_of(session, engagement_id=engagement_id, person_ids=changed)
    return [_value(row, told[row.Decision.id], names) for row in rows]


def _value(row: Any, told: Told, names: Mapping[int, str]) -> Decided:
    decision: Decision = row.Decision
    decider_id, parts = told.decider_id or decision.decider_id, parts_from_json(told.parts)
    return Decided(
        id=decision.id,
        number=decision.number,
        meeting_id=decision.meeting_id,
        snapshot_id=decision.snapshot_id or parts.evidence,
        outcome=decision.outcome,  # type: ignore[arg-type]  # the table's own check allows these five alone
        decider_id=decider_id,
        decider=names.get(decider_id, row.decider),
        reason=told.reason or decision.reason,
        by_id=decision.by_id,
        by=row.scribe or "",
        at=decision.at,
        in_force_at=decision.in_force_at,
        confirmed_how=told.how,
        confirmed_by_id=told.confirmed_by_id,
        confirmed_by=told.confirmed_by,
        parts=parts,
        reverses_id=decision.reverses_id,
        reverses_number=row.reverses,
        reversed_by_number=row.reversed_by,
        reversed_at=row.reversed_at,
        origin=decision.origin,
        is_withdrawn=told.is_withdrawn,
        last_step_id=told.last_id,
    )


async def _steps(session: Session, engagement_id: int, ids: Sequence[int]) -> dict[int, list[Step]]:
    owner = DecisionStep.decision_id
    return await steps.read(session, DecisionStep, owner, ids, engagement_id=engagement_id)
