"""The assumptions of an engagement: as they were first written, and the steps that came after."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.assumptions import BARS, KINDS, Assumed, fold
from domain.steps import Step, is_withdrawn
from storage import steps as steps_table
from storage.database import Session
from storage.numbering import next_number
from storage.tables import Assumption, AssumptionStep, Engagement, Person

NUMBERED = (Assumption.number, Assumption.engagement_id)


async def add(
    session: Session,
    *,
    engagement_id: int,
    text: str,
    kind: str,
    is_critical: bool,
    threshold: str,
    kpi_id: int | None,
    op: str,
    value: Decimal | None,
    periods: int,
    opened_on: date,
    origin: str,
    by_id: int | None,
    source: str,
    now: datetime,
    key: str = "",
) -> Assumption:
    """Write an assumption down, under the engagement's next number."""
    row = Assumption(
        engagement_id=engagement_id,
        number=await next_number(session, *NUMBERED, engagement_id=engagement_id),
        key=key,
        text=text,
        kind=kind,
        is_critical=is_critical,
        threshold=threshold,
        kpi_id=kpi_id,
        op=op,
        value=value,
        periods=periods,
        opened_on=opened_on,
        origin=origin,
        by_id=by_id,
        source=source,
        at=now,
    )
    return await _saved(session, row)


async def _saved(session: Session, row: Assumption) -> Assumption:
    session.add(row)
    await session.flush()
    return row


async def add_step(
    session: Session,
    *,
    engagement_id: int,
    assumption_id: int,
    kind: str,
    data: Mapping[str, Any],
    by_id: int | None,
    source: str,
    now: datetime,
    reason: str = "",
) -> int:
    """Write down what became of an assumption, and give the step's id; `fold` says what kinds there are."""
    row = AssumptionStep(
        engagement_id=engagement_id,
        assumption_id=assumption_id,
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


async def all_of(session: Session, *, engagement_id: int, as_of: datetime | None = None) -> list[Assumed]:
    """Every assumption that was not taken back, by number; `as_of`: as they stood then."""
    return await _read(session, engagement_id, as_of)


async def find(
    session: Session,
    *,
    engagement_id: int,
    number: int | None = None,
    assumption_id: int | None = None,
) -> Assumed | None:
    """The assumption with this number or id; None for one that was taken back."""
    wanted = (Assumption.number == number,) if number is not None else (Assumption.id == assumption_id,)
    return next(iter(await _read(session, engagement_id, None, *wanted)), None)


async def _read(session: Session, engagement_id: int, as_of: datetime | None, *wanted: Any) -> list[Assumed]:
    zone = await session.scalar(select(Engagement.zone).where(Engagement.id == engagement_id))
    query = (
        select(Assumption, Person.name)
        .outerjoin(Person, Person.id == Assumption.by_id)
        .where(Assumption.engagement_id == engagement_id, *wanted)
        .order_by(Assumption.number)
    )
    if as_of is not None:
        query = query.where(Assumption.at <= as_of)
    rows = (await session.execute(query)).all()
    steps = await _steps(session, engagement_id, as_of) if rows else {}
    return [
        fold(_written(row, by or ""), steps.get(row.id, []), zone=ZoneInfo(zone or "UTC"))
        for row, by in rows
        if not is_withdrawn(steps.get(row.id, []))
    ]


async def _steps(session: Session, engagement_id: int, as_of: datetime | None) -> dict[int, list[Step]]:
    owner = AssumptionStep.assumption_id
    return await steps_table.read(session, AssumptionStep, owner, engagement_id=engagement_id, as_of=as_of)


def _written(row: Assumption, by: str) -> Assumed:
    return Assumed(
        id=row.id,
        number=row.number,
        key=row.key,
        text=row.text,
        kind=KINDS.get(row.kind, "other"),
        is_critical=row.is_critical,
        threshold=row.threshold,
        kpi_id=row.kpi_id,
        op=BARS[row.op],
        value=row.value,
        periods=row.periods,
        opened_on=row.opened_on,
        origin=row.origin,
        by_id=row.by_id,
        by=by,
        at=row.at,
    )
