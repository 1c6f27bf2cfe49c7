"""The KPIs, values and targets that a pack is made of, as they stood at a moment; None: as they do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.definitions import as_defined
from storage.evidence.moments import until
from storage.tables import Kpi, KpiDefinition, KpiTarget, KpiUpdate, Person
from storage.targets import still_standing


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A link of a chain: who reported it, when and from where. One that `is_superseded` counts no more."""

    id: int
    kpi_id: int
    period: str
    value: Decimal | None
    who: str
    at: datetime | None
    source: str
    note: str
    is_superseded: bool


async def kpis_at(session: Session, *, engagement_id: int, at: datetime | None) -> list[Kpi]:
    """The KPIs that were followed, by position, each with the definition that was in force.

    One that was defined anew since is a copy, which belongs to no session. Its name, owner and role are
    those of today.
    """
    query = select(Kpi).where(Kpi.engagement_id == engagement_id).order_by(Kpi.position, Kpi.id)
    if at is None:
        return list((await session.scalars(query.where(Kpi.retired_at.is_(None)))).all())
    standing = and_(Kpi.created_at <= at, or_(Kpi.retired_at.is_(None), Kpi.retired_at > at))
    rows = (await session.scalars(query.where(standing))).all()
    replaced = await session.scalars(
        select(KpiDefinition)
        .where(KpiDefinition.engagement_id == engagement_id, KpiDefinition.replaced_at > at)
        .order_by(KpiDefinition.version.desc())
    )
    then = {one.kpi_id: one for one in replaced}
    return [as_defined(kpi, then[kpi.id]) if kpi.id in then else kpi for kpi in rows]


async def owners_of(session: Session, *, engagement_id: int) -> dict[int, str]:
    """KPI id -> the name of its owner of today."""
    query = select(Kpi.id, Person.name).join(Person, Person.id == Kpi.owner_id)
    rows = await session.execute(query.where(Kpi.engagement_id == engagement_id))
    return dict(rows.all())


async def definitions_replaced(
    session: Session, *, engagement_id: int, at: datetime | None
) -> dict[int, datetime]:
    """KPI id -> when its definition was last replaced by another one."""
    query = select(KpiDefinition.kpi_id, func.max(KpiDefinition.replaced_at))
    query = query.where(KpiDefinition.engagement_id == engagement_id, *until(KpiDefinition.replaced_at, at))
    rows = await session.execute(query.group_by(KpiDefinition.kpi_id))
    return dict(rows.all())


async def heads_at(
    session: Session, *, engagement_id: int, kpis: Sequence[Kpi], at: datetime | None
) -> dict[int, list[KpiUpdate]]:
    """KPI id -> the links that counted under the definition of each of these, the oldest period first."""
    newer = aliased(KpiUpdate)
    superseded = select(newer.id).where(newer.supersedes_id == KpiUpdate.id, *until(newer.recorded_at, at))
    query = (
        select(KpiUpdate)
        .where(KpiUpdate.engagement_id == engagement_id, *until(KpiUpdate.recorded_at, at))
        .where(~superseded.exists())
        .order_by(KpiUpdate.kpi_id, KpiUpdate.period)
    )
    versions = {kpi.id: kpi.definition_version for kpi in kpis}
    found: dict[int, list[KpiUpdate]] = {kpi.id: [] for kpi in kpis}
    for link in await session.scalars(query):
        if versions.get(link.kpi_id) == link.definition_version:
            found[link.kpi_id].append(link)
    return found


async def reported(session: Session, *, engagement_id: int, update_ids: Sequence[int]) -> dict[int, Reported]:
    """These links of the engagement's chains, by id, with the name of who reported each."""
    newer = aliased(KpiUpdate)
    query = (
        select(KpiUpdate, Person.name, newer.id)
        .join(Person, Person.id == KpiUpdate.reported_by)
        .outerjoin(newer, newer.supersedes_id == KpiUpdate.id)
        .where(KpiUpdate.engagement_id == engagement_id, KpiUpdate.id.in_(update_ids))
    )
    return {
        link.id: Reported(
            id=link.id,
            kpi_id=link.kpi_id,
            period=link.period,
            value=link.value,
            who=who,
            at=link.reported_at,
            source=link.source,
            note=link.note,
            is_superseded=newer_id is not None,
        )
        for link, who, newer_id in await session.execute(query)
    }


async def targets_at(
    session: Session, *, engagement_id: int, kpis: Sequence[Kpi], at: datetime | None
) -> dict[int, list[KpiTarget]]:
    """KPI id -> the targets of the definition of each of these that nobody had taken back, oldest first."""
    query = (
        select(KpiTarget)
        .where(KpiTarget.engagement_id == engagement_id, *until(KpiTarget.recorded_at, at))
        .order_by(KpiTarget.id)
    )
    versions = {kpi.id: kpi.definition_version for kpi in kpis}
    found: dict[int, list[KpiTarget]] = {kpi.id: [] for kpi in kpis}
    for row in still_standing((await session.scalars(query)).all()):
        if versions.get(row.kpi_id) == row.definition_version:
            found[row.kpi_id].append(row)
    return found
