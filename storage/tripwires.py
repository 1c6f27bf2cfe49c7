"""Tripwires of an engagement: armed, hit once, armed anew where the value was taken back, or dropped."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from domain.literals import literal
from domain.periods import Period
from domain.tripwires import OPS, Bound
from storage import definitions
from storage.database import Session
from storage.numbering import next_number
from storage.tables import KpiUpdate, OutboxPost, Tripwire

JOB = "tripwires"


def bound_of(row: Tripwire) -> Bound:
    """What the tripwire watches."""
    return Bound(
        op=literal(row.op, OPS),
        value=row.value,
        period=Period.parse(row.period) if row.period else None,
        last_day=row.last_day,
    )


async def arm(
    session: Session,
    *,
    engagement_id: int,
    kpi_id: int,
    bound: Bound,
    text: str,
    armed_by: int | None,
    origin: str,
    now: datetime,
    consequence: str = "",
) -> Tripwire:
    """Watch the KPI from `now` on, as it was defined then, under the engagement's next number."""
    defined = await definitions.of_kpi(session, engagement_id=engagement_id, kpi_id=kpi_id)
    row = Tripwire(
        engagement_id=engagement_id,
        number=await next_number(session, Tripwire, engagement_id=engagement_id),
        text=text,
        consequence=consequence,
        kpi_id=kpi_id,
        definition_version=defined.version_at(kpi_id, now),
        op=bound.op,
        value=bound.value,
        period=str(bound.period) if bound.period else "",
        last_day=bound.last_day,
        armed_at=now,
        armed_by=armed_by,
        origin=origin,
        hit_at=None,
        hit_update_id=None,
        disarmed_at=None,
    )
    session.add(row)
    await session.flush()
    return row


def held_to(row: Tripwire) -> tuple[int, int]:
    """The id of its KPI, and the version of the definition whose values can hit it."""
    return row.kpi_id, row.definition_version


async def standing(session: Session, *, engagement_id: int) -> Sequence[Tripwire]:
    """Those that were not dropped, hit or not, by number."""
    query = select(Tripwire).where(Tripwire.engagement_id == engagement_id, Tripwire.disarmed_at.is_(None))
    return (await session.scalars(query.order_by(Tripwire.number))).all()


async def find(session: Session, *, engagement_id: int, number: int) -> Tripwire | None:
    """The tripwire with this number, dropped or not."""
    query = select(Tripwire).where(Tripwire.engagement_id == engagement_id, Tripwire.number == number)
    return (await session.scalars(query)).first()


async def with_origin(session: Session, *, engagement_id: int, origin: str) -> Sequence[Tripwire]:
    """Those that came from there, as from a decision; dropped or not, by number."""
    query = select(Tripwire).where(Tripwire.engagement_id == engagement_id, Tripwire.origin == origin)
    return (await session.scalars(query.order_by(Tripwire.number))).all()


async def mark_hit(session: Session, row: Tripwire, update: KpiUpdate, *, now: datetime) -> None:
    """Write down which value hit it."""
    row.hit_at, row.hit_period, row.hit_update_id = now, update.period, update.id
    await session.flush()


async def take_hit_back(session: Session, row: Tripwire) -> None:
    """Let it be armed again: the value does not count any more, and nobody heard of it."""
    row.hit_at, row.hit_period, row.hit_update_id = None, "", None
    await session.flush()


async def drop(session: Session, row: Tripwire, *, now: datetime | None) -> None:
    """Watch it no more; None takes that back."""
    row.disarmed_at = now
    await session.flush()


async def was_told(session: Session, row: Tripwire) -> bool:
    """Whether the hit was posted, or may have been."""
    ours = (OutboxPost.engagement_id == row.engagement_id, OutboxPost.job == JOB)
    hit = OutboxPost.key.endswith(f"/{key_of(row)}", autoescape=True)
    out = OutboxPost.state.in_(("sending", "sent", "uncertain")) | OutboxPost.is_uncertain
    return await session.scalar(select(OutboxPost.id).where(*ours, hit, out).limit(1)) is not None


def key_of(row: Tripwire) -> str:
    """How the keys of posts about this hit end."""
    return f"{row.id}/{row.hit_update_id}"
