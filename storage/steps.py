"""Steps: writing one down, and reading those of many things at once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NotRequired, TypedDict, TypeVar, Unpack

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from domain import steps
from storage.database import Session
from storage.tables import Assumption, Experiment, Person
from storage.tables.steps import Step

N = TypeVar("N", Assumption, Experiment)


class Taken(TypedDict):
    """What a step says, and who took it when."""

    kind: str
    by_id: int | None
    source: str
    now: datetime
    data: NotRequired[Mapping[str, Any] | None]
    reason: NotRequired[str]


async def add(session: Session, row: Step, *, engagement_id: int, **taken: Unpack[Taken]) -> int:
    """Write a step down, of what the `row` names, and give its id."""
    row.engagement_id, row.kind, row.at = engagement_id, taken["kind"], taken["now"]
    row.data, row.reason = dict(taken.get("data") or {}), taken.get("reason", "")
    row.by_id, row.source = taken["by_id"], taken["source"]
    session.add(row)
    await session.flush()
    return row.id


async def read(
    session: Session,
    table: type[Step],
    owner: InstrumentedAttribute[int],
    ids: Collection[int],
    *,
    engagement_id: int,
    as_of: datetime | None = None,
) -> dict[int, list[steps.Step]]:
    """Owner's id -> its steps, oldest first, undos too; `as_of`: those that were taken by then."""
    if not ids:
        return {}
    query = (
        select(table, owner, Person.name)
        .outerjoin(Person, Person.id == table.by_id)
        .where(table.engagement_id == engagement_id, owner.in_(ids))
        .order_by(table.id)
    )
    if as_of is not None:
        query = query.where(table.at <= as_of)
    found: dict[int, list[steps.Step]] = {owner_id: [] for owner_id in ids}
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


async def read_things(
    session: Session,
    table: type[N],
    steps_table: type[Step],
    owner: InstrumentedAttribute[int],
    *wanted: ColumnElement[bool],
    engagement_id: int,
    as_of: datetime | None = None,
) -> list[tuple[N, str, list[steps.Step]]]:
    """Those that were not taken back, by number: each with its author's name and its steps.

    `as_of`: what was there by then.
    """
    query = (
        select(table, Person.name)
        .outerjoin(Person, Person.id == table.by_id)
        .where(table.engagement_id == engagement_id, *wanted)
        .order_by(table.number)
    )
    if as_of is not None:
        query = query.where(table.at <= as_of)
    rows = (await session.execute(query)).all()
    ids = [row.id for row, _ in rows]
    taken = await read(session, steps_table, owner, ids, engagement_id=engagement_id, as_of=as_of)
    return [(row, name or "", taken[row.id]) for row, name in rows if not steps.is_withdrawn(taken[row.id])]
