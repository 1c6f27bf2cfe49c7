"""The experiments of an engagement: what was planned, when they ran, and what came of them, step by step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement

from domain.experiments import Experimented, fold
from domain.steps import Step
from storage import steps
from storage.database import Session
from storage.engagements import zone_of
from storage.numbering import next_number
from storage.steps import Taken
from storage.tables import Experiment, ExperimentStep

PLAN = "plan"


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
) -> Experimented:
    """Write an experiment down with its plan, under the engagement's next number.

    `plan` has the fields of `domain.experiments.FIELDS`, and op, value and is_share of its threshold.
    """
    row = Experiment(
        engagement_id=engagement_id,
        number=await next_number(session, Experiment, engagement_id=engagement_id),
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
    first: Taken = {"kind": PLAN, "data": plan, "by_id": by_id, "source": source, "now": now}
    await add_step(session, engagement_id=engagement_id, experiment_id=row.id, **first)
    return (await _read(session, engagement_id, None, Experiment.id == row.id))[0]


async def add_step(
    session: Session, *, engagement_id: int, experiment_id: int, **taken: Unpack[Taken]
) -> int:
    """Write down what became of an experiment, and give the step's id; `fold` says what kinds there are."""
    row = ExperimentStep(experiment_id=experiment_id)
    return await steps.add(session, row, engagement_id=engagement_id, **taken)


async def all_of(
    session: Session, *, engagement_id: int, as_of: datetime | None = None
) -> list[Experimented]:
    """Every experiment that was not taken back, by number; `as_of`: as they stood then."""
    return await _read(session, engagement_id, as_of)


async def find(session: Session, *, engagement_id: int, number: int) -> Experimented | None:
    """The experiment with this number; None for one that was taken back."""
    return next(iter(await _read(session, engagement_id, None, Experiment.number == number)), None)


async def steps_of(session: Session, *, engagement_id: int, experiment_id: int) -> list[Step]:
    """Every step of an experiment, oldest first, undos too."""
    owner, ids = ExperimentStep.experiment_id, [experiment_id]
    found = await steps.read(session, ExperimentStep, owner, ids, engagement_id=engagement_id)
    return found[experiment_id]


async def _read(
    session: Session, engagement_id: int, as_of: datetime | None, *wanted: ColumnElement[bool]
) -> list[Experimented]:
    zone = await zone_of(session, engagement_id=engagement_id)
    tables = (Experiment, ExperimentStep, ExperimentStep.experiment_id)
    found = await steps.read_things(session, *tables, *wanted, engagement_id=engagement_id, as_of=as_of)
    return [fold(_written(row, by), taken, zone=zone) for row, by, taken in found]


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
