"""Forecasts that people were given, and whether they held the value that came. None is changed once given."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from domain.forecast import Forecast as Forecasted
from storage.database import Session
from storage.insert import insert_new
from storage.tables import Forecast, KpiUpdate

LATEST = 20


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was said of a period of a KPI, in its unit; the value of `last_period` was the last one known."""

    kpi_id: int
    definition_version: int
    last_period: str
    period: str
    forecast: Forecasted


@dataclass(frozen=True, kw_only=True)
class Record:
    """How many of the last `scored` ranges held the value that came."""

    held: int
    scored: int


# The query of every value that is recorded is built once: building it costs more than running it.
_NEWER = aliased(KpiUpdate)
_COUNTS = and_(
    KpiUpdate.engagement_id == Forecast.engagement_id,
    KpiUpdate.kpi_id == Forecast.kpi_id,
    KpiUpdate.definition_version == Forecast.definition_version,
    KpiUpdate.period == Forecast.period,
    KpiUpdate.value.is_not(None),
    KpiUpdate.is_provisional.is_(False),
    ~exists().where(_NEWER.supersedes_id == KpiUpdate.id),
)
_TO_SCORE = (
    select(Forecast, KpiUpdate)
    .outerjoin(KpiUpdate, _COUNTS)
    .where(
        Forecast.engagement_id == bindparam("engagement_id"),
        Forecast.kpi_id.in_(bindparam("kpi_ids", expanding=True)),
        Forecast.update_id.is_distinct_from(KpiUpdate.id),
    )
)


async def keep(
    session: Session,
    given: Iterable[Given],
    *,
    engagement_id: int,
    made_on: date,
    source: str,
    now: datetime,
) -> None:
    """Write down forecasts that were given, for scoring.

    One that was given before on that day, for that period and definition, stays as it was.
    """
    rows = [
        {
            "engagement_id": engagement_id,
            "kpi_id": one.kpi_id,
            "definition_version": one.definition_version,
            "made_on": made_on,
            "last_period": one.last_period,
            "period": one.period,
            "centre": _exact(one.forecast.centre),
            "low": _exact(one.forecast.low),
            "high": _exact(one.forecast.high),
            "points": one.forecast.n,
            "source": source,
            "at": now,
        }
        for one in given
    ]
    if rows:
        await insert_new(session, Forecast, rows)


async def score(session: Session, *, engagement_id: int, kpi_ids: Collection[int], now: datetime) -> None:
    """Compare the forecasts of these KPIs with the whole values that count.

    A score follows its value: after a correction it is that of the new one, and one whose value was taken
    back waits again. Call it where links were added to chains; what stands already is left alone.
    """
    wanted = {"engagement_id": engagement_id, "kpi_ids": list(kpi_ids)}
    for forecast, update in (await session.execute(_TO_SCORE, wanted)).all():
        _compare(forecast, update, now)
    await session.flush()


def _compare(forecast: Forecast, update: KpiUpdate | None, now: datetime) -> None:
    value = None if update is None else update.value
    forecast.update_id, forecast.value = None if update is None else update.id, value
    forecast.was_inside = None if value is None else forecast.low <= value <= forecast.high
    forecast.scored_at = None if value is None else now


async def record(session: Session, *, engagement_id: int, kpi_id: int | None = None) -> Record:
    """Count how many of the last 20 scored ranges held their value, of one KPI or of all.

    The same range counts once however often it was given: those of one period, seen from the same last value.
    """
    query = select(Forecast).where(Forecast.engagement_id == engagement_id, Forecast.scored_at.is_not(None))
    if kpi_id is not None:
        query = query.where(Forecast.kpi_id == kpi_id)
    seen: dict[tuple[int, int, str, str], bool] = {}
    for one in await session.scalars(query.order_by(Forecast.scored_at.desc(), Forecast.id.desc())):
        # One of an engagement file does not say what it was seen from.
        seen_from = one.last_period or str(one.made_on)
        seen.setdefault((one.kpi_id, one.definition_version, seen_from, one.period), bool(one.was_inside))
    latest = list(seen.values())[:LATEST]
    return Record(held=sum(latest), scored=len(latest))


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))
