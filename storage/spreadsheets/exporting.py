"""The numbers of an engagement as lines of a spreadsheet, and what has no place there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from domain.kpis import KpiName
from domain.spreadsheets import Names
from domain.spreadsheets.writing import Line
from domain.wording import counted
from storage import kpis
from storage.database import Session
from storage.tables import Kpi, KpiUpdate

RETIRED = "Not in the file: {counted} ({names})."
EARLIER = "Not in the file: {counted} under an earlier definition ({names})."
SO_FAR = "Not in the file: {counted} of periods that are still running ({names})."
RETIRED_KPIS = ("retired KPI", "retired KPIs")
VALUES = ("value", "values")
NUMBERS = ("number so far", "numbers so far")


@dataclass(frozen=True, kw_only=True)
class Exported:
    """Every whole value of the KPIs that are followed, and a sentence for each kind that is left out."""

    lines: tuple[Line, ...]
    lacking: tuple[str, ...]


async def export_lines(session: Session, *, engagement_id: int) -> Exported:
    """The values that count under the definitions in force, KPI by KPI, oldest period first."""
    followed = await kpis.followed(session, engagement_id=engagement_id)
    heads = await kpis.heads(session, engagement_id=engagement_id)
    labels = _labels(followed)
    lines = [
        Line(date=head.period, kpi=labels[head.kpi_id], value=head.value, note=head.note)
        for head in heads
        if head.kpi_id in labels and head.value is not None and not head.is_provisional
    ]
    so_far = Counter(labels[head.kpi_id] for head in heads if head.kpi_id in labels and head.is_provisional)
    retired = [kpi.name for kpi in await kpis.retired(session, engagement_id=engagement_id)]
    earlier = await _earlier(session, engagement_id)
    return Exported(lines=tuple(lines), lacking=tuple(_sentences(retired, earlier, so_far)))


def _labels(rows: Sequence[Kpi]) -> dict[int, str]:
    """KPI id -> its name, or its key where the name alone would be taken for another one."""
    known = [KpiName(id=kpi.id, key=kpi.key, name=kpi.name, aliases=tuple(kpi.aliases)) for kpi in rows]
    names = Names(known=known)
    return {kpi.id: kpi.name if names.match(kpi.name).kpi == kpi else kpi.key for kpi in known}


async def _earlier(session: Session, engagement_id: int) -> Mapping[str, int]:
    """KPI name -> how many periods have a value that counted under another definition than today's."""
    newer = aliased(KpiUpdate)
    query = (
        select(Kpi.name)
        .join(KpiUpdate, KpiUpdate.kpi_id == Kpi.id)
        .outerjoin(newer, newer.supersedes_id == KpiUpdate.id)
        .where(Kpi.engagement_id == engagement_id, Kpi.retired_at.is_(None), newer.id.is_(None))
        .where(KpiUpdate.definition_version != Kpi.definition_version, KpiUpdate.value.is_not(None))
        .order_by(Kpi.position, Kpi.id)
    )
    return Counter(await session.scalars(query))


def _sentences(
    retired: Sequence[str], earlier: Mapping[str, int], so_far: Mapping[str, int]
) -> Iterator[str]:
    if retired:
        yield RETIRED.format(counted=counted(len(retired), *RETIRED_KPIS), names=", ".join(retired))
    if earlier:
        yield EARLIER.format(counted=counted(sum(earlier.values()), *VALUES), names=_each(earlier))
    if so_far:
        yield SO_FAR.format(counted=counted(sum(so_far.values()), *NUMBERS), names=_each(so_far))


def _each(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
