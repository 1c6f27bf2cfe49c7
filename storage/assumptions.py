"""The assumptions of an engagement: as they were first written, and the steps that came after."""

from datetime import date, datetime
from decimal import Decimal
from typing import Unpack

from sqlalchemy import ColumnElement

from domain.assumptions import BARS, KINDS, Assumed, fold
from storage import steps
from storage.database import Session
from storage.engagements import zone_of
from storage.numbering import next_number
from storage.steps import Taken
from storage.tables import Assumption, AssumptionStep


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
        number=await next_number(session, Assumption, engagement_id=engagement_id),
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
    session: Session, *, engagement_id: int, assumption_id: int, **taken: Unpack[Taken]
) -> int:
    """Write down what became of an assumption, and give the step's id; `fold` says what kinds there are."""
    row = AssumptionStep(assumption_id=assumption_id)
    return await steps.add(session, row, engagement_id=engagement_id, **taken)


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
    wanted = Assumption.number == number if number is not None else Assumption.id == assumption_id
    return next(iter(await _read(session, engagement_id, None, wanted)), None)


async def _read(
    session: Session, engagement_id: int, as_of: datetime | None, *wanted: ColumnElement[bool]
) -> list[Assumed]:
    zone = await zone_of(session, engagement_id=engagement_id)
    tables = (Assumption, AssumptionStep, AssumptionStep.assumption_id)
    found = await steps.read_things(session, *tables, *wanted, engagement_id=engagement_id, as_of=as_of)
    return [fold(_written(row, by), taken, zone=zone) for row, by, taken in found]


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
