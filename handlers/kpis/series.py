"""What every part of the KPI feature needs: names, habits, and the values that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.kpis import KpiName
from domain.kpis.items import Habits
from domain.literals import literal
from domain.numbers import FORMAT_UNITS, format_amount
from domain.numbers.locales import decimal_mark
from domain.periods import CADENCES, Period, label, last_ended
from handlers.turn import Here
from storage import kpis
from storage.tables import Kpi, KpiUpdate

NOT_REPORTED = "not reported"
UNDO_REASON = "undone by the person who reported it"


@dataclass(frozen=True, kw_only=True)
class Series:
    """One KPI with the links that count, by period, oldest first."""

    kpi: Kpi
    heads: dict[Period, KpiUpdate]

    def value(self, period: Period) -> Decimal | None:
        """The value that counts; None is "not reported"."""
        head = self.heads.get(period)
        return None if head is None else head.value

    def earlier_values(self, *, but: Period) -> list[Decimal]:
        """Every value that counts and is whole, but that of one period."""
        return [
            head.value
            for period, head in self.heads.items()
            if period != but and head.value is not None and not head.is_provisional
        ]

    def whole_values(self) -> dict[Period, Decimal]:
        """Every value that counts, without periods that are still running, oldest first."""
        return {
            period: head.value
            for period, head in self.heads.items()
            if head.value is not None and not head.is_provisional
        }


async def all_series(turn: Here) -> list[Series]:
    """Every KPI that is followed, with its values."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    heads = await kpis.heads(turn.session, engagement_id=turn.engagement.id)
    return [_series(kpi, heads) for kpi in rows]


async def series_of(turn: Here, rows: Sequence[Kpi]) -> dict[int, Series]:
    """These KPIs with their values, by id."""
    ids = [kpi.id for kpi in rows]
    heads = await kpis.heads(turn.session, engagement_id=turn.engagement.id, kpi_ids=ids)
    return {kpi.id: _series(kpi, heads) for kpi in rows}


def _series(kpi: Kpi, heads: Sequence[KpiUpdate]) -> Series:
    mine = {Period.parse(head.period): head for head in heads if head.kpi_id == kpi.id}
    return Series(kpi=kpi, heads=dict(sorted(mine.items())))


def names_of(rows: Sequence[Kpi]) -> list[KpiName]:
    """What these KPIs are called."""
    return [KpiName(id=kpi.id, key=kpi.key, name=kpi.name, aliases=tuple(kpi.aliases)) for kpi in rows]


def habits_of(turn: Here, kpi: Kpi) -> Habits:
    """How this KPI is written in this engagement."""
    return Habits(
        unit=kpi.unit,
        cadence=literal(kpi.cadence, CADENCES),
        today=turn.today,
        locale=turn.engagement.locale,
        currency=turn.engagement.currency,
        fiscal_start_month=turn.engagement.fiscal_start_month,
    )


def shown(turn: Here, kpi: Kpi, value: Decimal | None) -> str:
    """The value as it is written here, or "not reported"."""
    if value is None:
        return NOT_REPORTED
    unit = literal(kpi.unit, FORMAT_UNITS)
    return format_amount(value, unit=unit, locale=turn.engagement.locale, currency=turn.engagement.currency)


def typed(turn: Here, value: Decimal) -> str:
    """The value as people type it here: what a form shows has to be read back as the same number."""
    return f"{value:f}".replace(".", decimal_mark(turn.engagement.locale))


def period_name(turn: Here, period: Period) -> str:
    """The period in words, as in October 2026."""
    return label(period, turn.engagement.locale, turn.engagement.fiscal_start_month)


def last_period(turn: Here, kpi: Kpi) -> Period:
    """The last period of the KPI that has ended."""
    return last_ended(turn.today, literal(kpi.cadence, CADENCES), turn.engagement.fiscal_start_month)
