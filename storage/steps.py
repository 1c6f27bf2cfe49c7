"""Reading the steps of many things at once, each with the name of whoever took it."""

from collections import defaultdict
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from domain import steps
from storage.database import Session
from storage.tables import Person
from storage.tables.steps import Step

S = TypeVar("S", bound=Step)


async def read(
    session: Session,
    table: type[S],
    owner: InstrumentedAttribute[int],
    *,
    engagement_id: int,
    as_of: datetime | None = None,
) -> dict[int, list[steps.Step]]:
    """Owner's id -> its steps, oldest first, undos too; `as_of`: those that were taken by then."""
    query = (
        select(table, owner, Person.name)
        .outerjoin(Person, Person.id == table.by_id)
        .where(table.engagement_id == engagement_id)
        .order_by(table.id)
    )
    if as_of is not None:
        query = query.where(table.at <= as_of)
    found: dict[int, list[steps.Step]] = defaultdict(list)
    for row, owner_id, name in await session.execute(query):
        found[owner_id].append(_step(row, name or ""))
    return found


def _step(row: Step, name: str) -> steps.Step:
    return steps.Step(
        id=row.id,
        kind=row.kind,
        data=row.data,
        reason=row.reason,
        by_id=row.by_id,
        name=name,
        source=row.source,
        at=row.at,
    )
