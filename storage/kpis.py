"""KPIs, and the chains of what was reported for their periods. Chains only grow."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from domain.errors import UserError
from storage import changes, forecasts
from storage.database import Session
from storage.tables import Kpi, KpiDefinition, KpiUpdate, Person


class TakenMeanwhile(UserError):
    """Somebody recorded that number a moment ago. Type it again to see both values."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """What one link of a chain says; `supersedes` is the link that counted before."""

    kpi_id: int
    definition_version: int
    period: str
    kind: str
    value: Decimal | None
    source: str
    reported_by: int
    is_provisional: bool = False
    through: date | None = None
    note: str = ""
    reason: str = ""
    supersedes: KpiUpdate | None = None


# Queries of every report are built once: building one costs more than running it.
_NEWER = aliased(KpiUpdate)
_FOLLOWED = (
    select(Kpi)
    .where(Kpi.engagement_id == bindparam("engagement_id"), Kpi.retired_at.is_(None))
    .order_by(Kpi.position, Kpi.id)
)
_HEADS = (
    select(KpiUpdate)
    .join(Kpi, (Kpi.id == KpiUpdate.kpi_id) & (Kpi.definition_version == KpiUpdate.definition_version))
    .outerjoin(_NEWER, _NEWER.supersedes_id == KpiUpdate.id)
    .where(KpiUpdate.engagement_id == bindparam("engagement_id"), _NEWER.id.is_(None))
    .order_by(KpiUpdate.kpi_id, KpiUpdate.period)
)
_HEADS_OF = _HEADS.where(KpiUpdate.kpi_id.in_(bindparam("kpi_ids", expanding=True)))


async def followed(session: Session, *, engagement_id: int) -> Sequence[Kpi]:
    """The KPIs that are followed, in their order."""
    return (await session.scalars(_FOLLOWED, {"engagement_id": engagement_id})).all()


async def retired(session: Session, *, engagement_id: int) -> Sequence[Kpi]:
    """The KPIs that are no longer followed, the one retired last first."""
    query = select(Kpi).where(Kpi.engagement_id == engagement_id, Kpi.retired_at.is_not(None))
    return (await session.scalars(query.order_by(Kpi.retired_at.desc()))).all()


async def find(session: Session, *, engagement_id: int, kpi_id: int) -> Kpi | None:
    """One KPI of the engagement, retired or not."""
    query = select(Kpi).where(Kpi.engagement_id == engagement_id, Kpi.id == kpi_id)
    return (await session.scalars(query)).first()


async def by_ids(session: Session, *, engagement_id: int, kpi_ids: Collection[int]) -> dict[int, Kpi]:
    """Those of these KPIs that belong to the engagement, retired or not, by id, in the order asked for."""
    query = select(Kpi).where(Kpi.engagement_id == engagement_id, Kpi.id.in_(kpi_ids))
    found = {kpi.id: kpi for kpi in await session.scalars(query)}
    return {kpi_id: found[kpi_id] for kpi_id in kpi_ids if kpi_id in found}


async def taken_keys(session: Session, *, engagement_id: int) -> set[str]:
    """Every key that a KPI of the engagement has or had."""
    return set((await session.scalars(select(Kpi.key).where(Kpi.engagement_id == engagement_id))).all())


async def next_position(session: Session, *, engagement_id: int) -> int:
    """The place behind the last KPI."""
    query = select(func.max(Kpi.position)).where(Kpi.engagement_id == engagement_id)
    return (await session.scalar(query) or 0) + 1


async def add(session: Session, kpi: Kpi, *, engagement_id: int) -> Kpi:
    """Write down a new KPI at the end of the list."""
    kpi.engagement_id = engagement_id
    kpi.position = await next_position(session, engagement_id=engagement_id)
    session.add(kpi)
    await session.flush()
    return kpi


async def heads(
    session: Session, *, engagement_id: int, kpi_ids: Collection[int] | None = None
) -> Sequence[KpiUpdate]:
    """The link that counts, of every period of these KPIs (of all, without a list), oldest period first."""
    if kpi_ids is None:
        found = await session.scalars(_HEADS, {"engagement_id": engagement_id})
    else:
        wanted = {"engagement_id": engagement_id, "kpi_ids": list(kpi_ids)}
        found = await session.scalars(_HEADS_OF, wanted)
    return found.all()


async def chain(
    session: Session, *, engagement_id: int, kpi_id: int, period: str
) -> Sequence[tuple[KpiUpdate, str]]:
    """Every link for one period, oldest first, with the name of who reported it."""
    query = (
        select(KpiUpdate, Person.name)
        .join(Person, Person.id == KpiUpdate.reported_by)
        .where(KpiUpdate.engagement_id == engagement_id)
        .where(KpiUpdate.kpi_id == kpi_id, KpiUpdate.period == period)
        .order_by(KpiUpdate.definition_version, KpiUpdate.id)
    )
    return [(update, name) for update, name in await session.execute(query)]


async def chains(
    session: Session, *, engagement_id: int, kpi_ids: Collection[int]
) -> Sequence[tuple[KpiUpdate, str]]:
    """Every link of these KPIs under the definition in force, by KPI, period and age, with the reporter."""
    query = (
        select(KpiUpdate, Person.name)
        .join(Person, Person.id == KpiUpdate.reported_by)
        .join(Kpi, (Kpi.id == KpiUpdate.kpi_id) & (Kpi.definition_version == KpiUpdate.definition_version))
        .where(KpiUpdate.engagement_id == engagement_id, KpiUpdate.kpi_id.in_(kpi_ids))
        .order_by(KpiUpdate.kpi_id, KpiUpdate.period, KpiUpdate.id)
    )
    return [(update, name) for update, name in await session.execute(query)]


async def link(session: Session, *, engagement_id: int, update_id: int) -> KpiUpdate | None:
    """One link of the engagement's chains."""
    query = select(KpiUpdate).where(KpiUpdate.engagement_id == engagement_id, KpiUpdate.id == update_id)
    return (await session.scalars(query)).first()


async def is_head(session: Session, *, engagement_id: int, update_id: int) -> bool:
    """Whether nothing supersedes the link."""
    query = select(KpiUpdate.id).where(
        KpiUpdate.engagement_id == engagement_id, KpiUpdate.supersedes_id == update_id
    )
    return await session.scalar(query) is None


async def earlier(
    session: Session, *, engagement_id: int, kpi_id: int
) -> tuple[Sequence[KpiDefinition], Sequence[KpiUpdate]]:
    """What the KPI counted before the definition in force, and the links that count of those versions."""
    definitions = (
        select(KpiDefinition)
        .join(Kpi, (Kpi.id == KpiDefinition.kpi_id) & (KpiDefinition.version < Kpi.definition_version))
        .where(KpiDefinition.engagement_id == engagement_id, KpiDefinition.kpi_id == kpi_id)
        .order_by(KpiDefinition.id)
    )
    links = (
        select(KpiUpdate)
        .join(Kpi, (Kpi.id == KpiUpdate.kpi_id) & (KpiUpdate.definition_version < Kpi.definition_version))
        .outerjoin(_NEWER, _NEWER.supersedes_id == KpiUpdate.id)
        .where(KpiUpdate.engagement_id == engagement_id, KpiUpdate.kpi_id == kpi_id, _NEWER.id.is_(None))
        .order_by(KpiUpdate.period)
    )
    return (await session.scalars(definitions)).all(), (await session.scalars(links)).all()


async def replace_definition(
    session: Session, kpi: Kpi, *, engagement_id: int, person_id: int, now: datetime
) -> None:
    """Keep what the KPI counted so far, before it counts something else."""
    words = {name: getattr(kpi, name) for name in ("definition", "formula", "unit", "aggregation", "cadence")}
    session.add(
        KpiDefinition(
            engagement_id=engagement_id,
            kpi_id=kpi.id,
            version=kpi.definition_version,
            replaced_at=now,
            replaced_by=person_id,
            **words,
        )
    )
    await session.flush()


async def append(
    session: Session, links: Sequence[Link], *, engagement_id: int, now: datetime
) -> list[KpiUpdate]:
    """Add links to their chains, all or none. Raises TakenMeanwhile where a chain has grown since."""
    rows = [_row(link, engagement_id, now) for link in links]
    session.add_all(rows)
    try:
        await session.flush()
    except IntegrityError as error:
        raise TakenMeanwhile from error
    changes.mark(session, (link.supersedes for link in links), engagement_id=engagement_id, now=now)
    await forecasts.score(
        session, engagement_id=engagement_id, kpi_ids={link.kpi_id for link in links}, now=now
    )
    return rows


def _row(link: Link, engagement_id: int, now: datetime) -> KpiUpdate:
    return KpiUpdate(
        engagement_id=engagement_id,
        kpi_id=link.kpi_id,
        definition_version=link.definition_version,
        period=link.period,
        kind=link.kind,
        value=link.value,
        is_provisional=link.is_provisional,
        through=link.through,
        note=link.note,
        reason=link.reason,
        source=link.source,
        reported_by=link.reported_by,
        reported_at=now,
        recorded_at=now,
        supersedes_id=link.supersedes.id if link.supersedes else None,
    )


async def has_values(session: Session, *, engagement_id: int, unit: str = "", cadence: str = "") -> bool:
    """Whether anything was recorded for KPIs of this unit or cadence."""
    query = select(KpiUpdate.id).join(Kpi, Kpi.id == KpiUpdate.kpi_id)
    query = query.where(KpiUpdate.engagement_id == engagement_id)
    if unit:
        query = query.where(Kpi.unit == unit)
    if cadence:
        query = query.where(Kpi.cadence == cadence)
    return await session.scalar(query.limit(1)) is not None
