"""What KPIs counted when: the definition in force, and those that it replaced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from storage.database import Session
from storage.tables import Kpi, KpiDefinition

DEFINED = ("definition", "formula", "unit", "aggregation", "cadence")


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """The KPIs of an engagement by id, retired ones too, and every definition that another one replaced."""

    kpis: Mapping[int, Kpi]
    replaced: Sequence[KpiDefinition]

    def version_at(self, kpi_id: int, moment: datetime) -> int:
        """The version of the definition that was in force at the moment; an edit that was undone was none."""
        later = (one.version for one in self.replaced if one.kpi_id == kpi_id and one.replaced_at > moment)
        return min(later, default=self.kpis[kpi_id].definition_version)

    def as_of_version(self, kpi_id: int, version: int) -> Kpi:
        """The KPI as it was defined in that version: itself, or a copy that belongs to no session."""
        kpi = self.kpis[kpi_id]
        found = (one for one in self.replaced if (one.kpi_id, one.version) == (kpi_id, version))
        then = next(found, None)
        return kpi if then is None or kpi.definition_version == version else as_defined(kpi, then)


async def all_of(session: Session, *, engagement_id: int) -> Definitions:
    """The definitions of all KPIs of the engagement."""
    then = KpiDefinition.engagement_id == engagement_id
    return await _read(session, Kpi.engagement_id == engagement_id, then)


async def of_kpi(session: Session, *, engagement_id: int, kpi_id: int) -> Definitions:
    """The definitions of one KPI of the engagement."""
    then = and_(KpiDefinition.engagement_id == engagement_id, KpiDefinition.kpi_id == kpi_id)
    return await _read(session, and_(Kpi.engagement_id == engagement_id, Kpi.id == kpi_id), then)


async def _read(session: Session, now: ColumnElement[bool], then: ColumnElement[bool]) -> Definitions:
    """The KPIs that meet `now`, with the replaced definitions that meet `then`."""
    rows = await session.scalars(select(Kpi).where(now))
    replaced = await session.scalars(select(KpiDefinition).where(then).order_by(KpiDefinition.id))
    return Definitions(kpis={kpi.id: kpi for kpi in rows}, replaced=replaced.all())


def as_defined(kpi: Kpi, then: KpiDefinition) -> Kpi:
    """A copy of the KPI with an earlier definition, which belongs to no session."""
    values = {column.key: getattr(kpi, column.key) for column in Kpi.__table__.columns}
    values |= {name: getattr(then, name) for name in DEFINED} | {"definition_version": then.version}
    return Kpi(**values)
