"""Rows of kpi_updates as links of a file's chain, and back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from domain.engagement_file.chains import KINDS, Link
from domain.literals import literal
from storage.tables import Kpi, KpiUpdate

SOURCE = "import"


def links_of(kpi: Kpi, rows: Sequence[KpiUpdate], names: Mapping[int, str]) -> Iterator[Link]:
    """The links of one chain, oldest first, as a file tells them."""
    for row in rows:
        # A file that names a reporter needs a moment; only the owner goes without saying.
        is_owner = row.reported_by == kpi.owner_id
        yield Link(
            kind=literal(row.kind, KINDS),
            value=row.value,
            by=names[row.reported_by],
            at=row.reported_at or (None if is_owner else row.recorded_at),
            noted_at=row.recorded_at,
            note=row.note,
            reason=row.reason,
            is_provisional=row.is_provisional,
            through=row.through,
        )


def row_of(link: Link, kpi: Kpi, period: str, *, people: Mapping[str, int], now: datetime) -> KpiUpdate:
    """A new row for a link, at the beginning of its chain."""
    return KpiUpdate(
        engagement_id=kpi.engagement_id,
        kpi_id=kpi.id,
        definition_version=kpi.definition_version,
        period=period,
        kind=link.kind,
        value=link.value,
        is_provisional=link.is_provisional,
        through=link.through,
        note=link.note,
        reason=link.reason,
        source=SOURCE,
        reported_by=people[link.by],
        reported_at=link.at,
        recorded_at=now,
        supersedes_id=None,
    )
