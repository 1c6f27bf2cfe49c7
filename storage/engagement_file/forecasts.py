"""The forecasts of a file, and how those turned out of which it tells the number alone."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.engagement_file import Difference, Path
from storage import forecasts, terms
from storage.database import Session
from storage.engagement_file.learning import Learning
from storage.engagement_file.links import SOURCE
from storage.tables import Engagement, Forecast, Kpi

SECTION = "forecast_log"
MATURED, INSIDE = "matured", "inside_80_range"
NAMED = ("kpi", "made_on", "period")

Entry = Mapping[str, Any]


def log_of(learning: Learning, kpis: Mapping[int, Kpi]) -> dict[str, Any]:
    """The forecast log as a file has it, empty where no forecast was ever given.

    `kpis` are those that the file carries. What came of others, and what an earlier file said beyond the
    forecasts that it listed, counts all the same.
    """
    told = terms.forecasts_beyond(learning.engagement)
    counts = _counts(learning.forecasts)
    rows = [row for row in learning.forecasts if is_carried(row, kpis)]
    if not learning.forecasts and not told:
        return {}
    listed = {"forecasts": [_entry(row, kpis) for row in rows]} if rows else {}
    return {name: counts[name] + told.get(name, 0) for name in counts} | listed


def is_carried(row: Forecast, kpis: Mapping[int, Kpi]) -> bool:
    """Whether the file carries it: it is of a KPI that is followed, by the definition in force."""
    kpi = kpis.get(row.kpi_id)
    return kpi is not None and kpi.definition_version == row.definition_version


def _counts(rows: Sequence[Forecast]) -> dict[str, int]:
    scored = [row for row in rows if row.scored_at is not None]
    return {MATURED: len(scored), INSIDE: sum(bool(row.was_inside) for row in scored)}


def _entry(row: Forecast, kpis: Mapping[int, Kpi]) -> dict[str, Any]:
    return {
        "kpi": kpis[row.kpi_id].key,
        "made_on": row.made_on.isoformat(),
        "period": row.period,
        "centre": row.centre,
        "low": row.low,
        "high": row.high,
        **({"points": row.points} if row.points is not None else {}),
    }


async def add_new(
    session: Session, entries: Sequence[Entry], kpis: Mapping[str, Kpi], *, now: datetime
) -> None:
    """Write down forecasts of a file, by the definitions in force."""
    session.add_all(_row(entry, kpis[entry["kpi"]], now) for entry in entries)
    await session.flush()


def _row(entry: Entry, kpi: Kpi, now: datetime) -> Forecast:
    points = entry.get("points")
    return Forecast(
        engagement_id=kpi.engagement_id,
        kpi_id=kpi.id,
        definition_version=kpi.definition_version,
        made_on=date.fromisoformat(entry["made_on"]),
        period=entry["period"],
        **{name: Decimal(entry[name]) for name in ("centre", "low", "high")},
        points=None if points is None else int(points),
        source=SOURCE,
        at=now,
        update_id=None,
        value=None,
        was_inside=None,
        scored_at=None,
    )


def settle(
    log: Entry, engagement: Engagement, rows: Sequence[Forecast], *, is_first: bool, path: Path
) -> list[Difference]:
    """Keep what the file counts beyond the forecasts that can be scored, once; name what differs later."""
    kept = terms.forecasts_beyond(engagement)
    counts = {name: number + kept.get(name, 0) for name, number in _counts(rows).items()}
    beyond = {name: int(log[name]) - counts[name] for name in counts}
    if is_first and any(beyond.values()):
        terms.set_forecasts_beyond(engagement, beyond)
        return []
    # A file that knew of fewer is only older.
    is_older = log[MATURED] <= counts[MATURED]
    return [] if is_older else [Difference(path=(*path, MATURED), values=(counts[MATURED], log[MATURED]))]


async def score(session: Session, engagement: Engagement, kpis: Sequence[Kpi], *, now: datetime) -> None:
    """Compare the forecasts with the values that are there by now."""
    ids = [kpi.id for kpi in kpis]
    await forecasts.score(session, engagement_id=engagement.id, kpi_ids=ids, now=now)
