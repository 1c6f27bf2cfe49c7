"""Tables that somebody brought: their cells until they are saved, and the numbers that came of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from domain.errors import UserError
from domain.spreadsheets import Cell, Row, Sheet
from storage import changes, forecasts
from storage.database import Session
from storage.kpis import Link
from storage.tables import KpiImport, KpiUpdate

SOURCE = "import"
KEPT = timedelta(days=1)
CHUNK = 1000


class ChangedMeanwhile(UserError):
    """Somebody recorded one of these numbers a moment ago, so nothing was saved. Please try again."""


async def add(
    session: Session, sheet: Sheet, *, engagement_id: int, person_id: int, name: str, now: datetime
) -> KpiImport:
    """Keep the cells of a table until somebody decides what becomes of them."""
    made = KpiImport(
        engagement_id=engagement_id,
        person_id=person_id,
        name=name,
        rows=[_to_json(row) for row in sheet.rows],
        settings={"said": list(sheet.said)},
        created_at=now,
        saved_at=None,
        undone_at=None,
    )
    session.add(made)
    await session.flush()
    return made


def _to_json(row: Row) -> list[Any]:
    cells = [cell.text if cell.kind == "text" else [cell.kind, cell.text] for cell in row.cells]
    return [row.line, cells]


def sheet_of(kept: KpiImport) -> Sheet:
    """The cells of the table as they were brought; none after it was saved or dropped."""
    rows = tuple(Row(line=line, cells=tuple(_cell(cell) for cell in cells)) for line, cells in kept.rows)
    return Sheet(rows=rows, said=tuple(kept.settings.get("said", ())))


def _cell(stored: Any) -> Cell:
    return Cell(stored) if isinstance(stored, str) else Cell(stored[1], stored[0])


async def find(session: Session, *, engagement_id: int, import_id: int) -> KpiImport | None:
    """One table of the engagement, held until the transaction ends."""
    query = select(KpiImport).where(KpiImport.engagement_id == engagement_id, KpiImport.id == import_id)
    return (await session.scalars(query.with_for_update())).first()


async def drop(session: Session, kept: KpiImport) -> None:
    """Forget the cells of a table that is not wanted."""
    kept.rows = []
    await session.flush()


async def mark_saved(session: Session, kept: KpiImport, *, now: datetime) -> None:
    """Write down that the table was saved, and forget its cells."""
    kept.rows, kept.saved_at = [], now
    await session.flush()


async def mean(session: Session, kept: KpiImport, *, names: Mapping[str, str]) -> None:
    """Remember which KPIs a person said that words of the table mean: folded words -> key."""
    kept.settings = {**kept.settings, "names": {**kept.settings.get("names", {}), **names}}
    await session.flush()


async def append(
    session: Session,
    links: Sequence[Link],
    *,
    engagement_id: int,
    now: datetime,
    import_id: int | None = None,
) -> None:
    """Add many links to their chains, all or none. Raises ChangedMeanwhile where a chain has grown."""
    rows = [_values(link, engagement_id, import_id, now) for link in links]
    try:
        for start in range(0, len(rows), CHUNK):
            await session.execute(insert(KpiUpdate), rows[start : start + CHUNK])
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    changes.mark(session, (link.supersedes for link in links), engagement_id=engagement_id, now=now)
    await forecasts.score(
        session, engagement_id=engagement_id, kpi_ids={link.kpi_id for link in links}, now=now
    )


def _values(link: Link, engagement_id: int, import_id: int | None, now: datetime) -> dict[str, Any]:
    values = {name: value for name, value in vars(link).items() if name != "supersedes"}
    return {
        **values,
        "engagement_id": engagement_id,
        "import_id": import_id,
        "reported_at": now,
        "recorded_at": now,
        "supersedes_id": link.supersedes.id if link.supersedes else None,
    }


async def links_of(
    session: Session, *, engagement_id: int, import_id: int
) -> Sequence[tuple[KpiUpdate, KpiUpdate | None, bool]]:
    """The links that an import added, each with the one before it, and whether it still counts."""
    before, newer = aliased(KpiUpdate), aliased(KpiUpdate)
    query = (
        select(KpiUpdate, before, newer.id)
        .outerjoin(before, before.id == KpiUpdate.supersedes_id)
        .outerjoin(newer, newer.supersedes_id == KpiUpdate.id)
        .where(KpiUpdate.engagement_id == engagement_id, KpiUpdate.import_id == import_id)
        .order_by(KpiUpdate.id)
    )
    return [(one, earlier, later is None) for one, earlier, later in await session.execute(query)]


async def mark_undone(session: Session, kept: KpiImport, *, now: datetime) -> None:
    """Write down that the import was taken back."""
    kept.undone_at = now
    await session.flush()


async def sweep(session: Session, *, now: datetime) -> None:
    """Delete the tables that nobody decided on for more than a day."""
    stale = delete(KpiImport).where(KpiImport.saved_at.is_(None), KpiImport.created_at < now - KEPT)
    await session.execute(stale)
