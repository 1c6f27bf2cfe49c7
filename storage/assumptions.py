"""The assumptions of an engagement: as they were first written, and the steps that came after."""

from datetime import date, datetime
from typing import Unpack

from sqlalchemy import ColumnElement

from domain.assumptions import BARS, KINDS, Assumed, Draft, fold
from domain.literals import literal, one_of
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
    draft: Draft,
    opened_on: date,
    origin: str,
    by_id: int | None,
    source: str,
    now: datetime,
    key: str = "",
) -> Assumed:
    """Write an assumption down, under the engagement's next number."""
    held = draft.held
    row = Assumption(
        engagement_id=engagement_id,
        number=await next_number(session, Assumption, engagement_id=engagement_id),
        key=key,
        text=draft.text,
        kind=draft.kind,
        is_critical=draft.is_critical,
        threshold=draft.threshold,
        kpi_id=draft.kpi_id,
        op=held.op if held else "",
        value=held.value if held else None,
        periods=held.periods if held else 0,
        opened_on=opened_on,
        origin=origin,
        by_id=by_id,
        source=source,
        at=now,
    )
    session.add(row)
    await session.flush()
    return (await _read(session, engagement_id, None, Assumption.id == row.id))[0]


async def add_step(
    session: Session, *, engagement_id: int, assumption_id: int, **taken: Unpack[Taken]
) -> int:
    """Write down what became of an assumption, and give the step's id; `fold` says what kinds there are."""
    row = AssumptionStep(assumption_id=assumption_id)
    return await steps.add(session, row, engagement_id=engagement_id, **taken)


async def all_of(session: Session, *, engagement_id: int, as_of: datetime | None = None) -> list[Assumed]:
    """Every assumption that was not taken back, by number; `as_of`: as they stood then."""
    return await _read(session, engagement_id, as_of)


async def find(session: Session, *, engagement_id: int, number: int) -> Assumed | None:
    """The assumption with this number; None for one that was taken back."""
    return next(iter(await _read(session, engagement_id, None, Assumption.number == number)), None)


async def with_id(session: Session, *, engagement_id: int, assumption_id: int) -> Assumed | None:
    """The assumption with this id; None for one that was taken back."""
    return next(iter(await _read(session, engagement_id, None, Assumption.id == assumption_id)), None)


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
        kind=one_of(row.kind, KINDS) or "other",
        is_critical=row.is_critical,
        threshold=row.threshold,
        kpi_id=row.kpi_id,
        op=literal(row.op, BARS),
        value=row.value,
        periods=row.periods,
        opened_on=row.opened_on,
        origin=row.origin,
        by_id=row.by_id,
        by=by,
        at=row.at,
    )
