"""The experiments of an engagement: what was planned, when they ran, and what came of them, step by step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.experiments import Experimented, fold
from domain.steps import Step, is_withdrawn
from storage import steps as steps_table
from storage.database import Session
from storage.numbering import next_number
from storage.tables import Engagement, Experiment, ExperimentStep, Person

PLAN = "plan"

NUMBERED = (Experiment.number, Experiment.engagement_id)


async def add(
    session: Session,
    *,
    engagement_id: int,
    name: str,
    assumption_id: int | None,
    plan: Mapping[str, Any],
    origin: str,
    by_id: int | None,
    source: str,
    now: datetime,
    key: str = "",
    cycle: int | None = None,
) -> Experiment:
    """Write an experiment down with its plan, under the engagement's next number.

    `plan` has the fields of `domain.experiments.FIELDS`, and op, value and is_share of its threshold.
    """
    row = Experiment(
        engagement_id=engagement_id,
        number=await next_number(session, *NUMBERED, engagement_id=engagement_id),
        key=key,
        cycle=cycle,
        name=name,
        assumption_id=assumption_id,
        origin=origin,
        by_id=by_id,
        source=source,
        at=now,
    )
    session.add(row)
    await session.flush()
    await _add_plan(session, row, plan, by_id=by_id, source=source, now=now)
    return row


async def _add_plan(
    session: Session,
    row: Experiment,
    plan: Mapping[str, Any],
    *,
    by_id: int | None,
    source: str,
    now: datetime,
) -> None:
    first = ExperimentStep(
        engagement_id=row.engagement_id,
        experiment_id=row.id,
        kind=PLAN,
        data=dict(plan),
        by_id=by_id,
        source=source,
        at=now,
    )
    session.add(first)
    await session.flush()


async def add_step(
    session: Session,
    *,
    engagement_id: int,
    experiment_id: int,
    kind: str,
    data: Mapping[str, Any],
    by_id: int | None,
    source: str,
    now: datetime,
    reason: str = "",
) -> int:
    """Write down what became of an experiment, and give the step's id; `fold` says what kinds there are."""
    row = ExperimentStep(
        engagement_id=engagement_id,
        experiment_id=experiment_id,
        kind=kind,
        data=dict(data),
        reason=reason,
        by_id=by_id,
        source=source,
        at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def all_of(
    session: Session, *, engagement_id: int, as_of: datetime | None = None
) -> list[Experimented]:
    """Every experiment that was not taken back, by number; `as_of`: as they stood then."""
    return await _read(session, engagement_id, as_of)


async def find(
    session: Session,
    *,
    engagement_id: int,
    number: int | None = None,
    experiment_id: int | None = None,
) -> Experimented | None:
    """The experiment with this number or id; None for one that was taken back."""
    wanted = (Experiment.number == number,) if number is not None else (Experiment.id == experiment_id,)
    return next(iter(await _read(session, engagement_id, None, *wanted)), None)


async def steps_of(session: Session, *, engagement_id: int, experiment_id: int) -> list[Step]:
    """Every step of an experiment, oldest first, undos too."""
    return (await _steps(session, engagement_id, None)).get(experiment_id, [])


async def _read(
    session: Session, engagement_id: int, as_of: datetime | None, *wanted: Any
) -> list[Experimented]:
    zone = await session.scalar(select(Engagement.zone).where(Engagement.id == engagement_id))
    query = (
        select(Experiment, Person.name)
        .outerjoin(Person, Person.id == Experiment.by_id)
        .where(Experiment.engagement_id == engagement_id, *wanted)
        .order_by(Experiment.number)
    )
    if as_of is not None:
        query = query.where(Experiment.at <= as_of)
    rows = (await session.execute(query)).all()
    steps = await _steps(session, engagement_id, as_of) if rows else {}
    return [
        fold(_written(row, by or ""), steps.get(row.id, []), zone=ZoneInfo(zone or "UTC"))
        for row, by in rows
        if not is_withdrawn(steps.get(row.id, []))
    ]


async def _steps(session: Session, engagement_id: int, as_of: datetime | None) -> dict[int, list[Step]]:
    owner = ExperimentStep.experiment_id
    return await steps_table.read(session, ExperimentStep, owner, engagement_id=engagement_id, as_of=as_of)


def _written(row: Experiment, by: str) -> Experimented:
    return Experimented(
        id=row.id,
        number=row.number,
        key=row.key,
        name=row.name,
        assumption_id=row.assumption_id,
        cycle=row.cycle,
        origin=row.origin,
        by_id=row.by_id,
        by=by,
        at=row.at,
    )
