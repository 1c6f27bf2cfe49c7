"""Numbers as they were reported, beside what is recorded already."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from domain.chat import Args
from domain.errors import Unreadable, UserError
from domain.kpis import Item, KpiName, UnknownKpi, doubts_about, read_item, split_items
from domain.kpis.doubts import lowest_and_highest
from domain.kpis.names import NONE_YET
from domain.periods import Period
from handlers.kpis.series import Series, habits_of, names_of, series_of, shown, typed
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi, KpiUpdate

KPI_CHANGED = "That KPI was changed or retired since then, so nothing was saved. Type `kpi list` to see it."
NOT_SAVED = "Nothing was saved."
TWICE = "The same KPI and period stands there twice. Please write it once. Nothing was saved."


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One number with the KPI it is for, and what is recorded of it so far."""

    item: Item
    series: Series
    is_checked: bool = False

    @property
    def kpi(self) -> Kpi:
        """The KPI it is for."""
        return self.series.kpi

    @property
    def head(self) -> KpiUpdate | None:
        """The link that counts now."""
        return self.series.heads.get(self.item.period)

    @property
    def is_conflict(self) -> bool:
        """Whether another whole value is recorded for the period."""
        head = self.head
        return (
            head is not None
            and head.value is not None
            and head.value != self.item.value
            and not head.is_provisional
        )

    @property
    def is_same(self) -> bool:
        """Whether this very value is recorded already."""
        head = self.head
        return (
            head is not None
            and head.value == self.item.value
            and (head.is_provisional == self.item.is_provisional)
        )


async def read(turn: EngagementTurn, text: str) -> list[Reported]:
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    if not rows:
        raise UserError(NONE_YET)
    by_id = {kpi.id: kpi for kpi in rows}
    try:
        pairs: list[tuple[KpiName, str]] = split_items(text, names_of(rows), locale=turn.engagement.locale)
    except UnknownKpi as error:
        raise UnknownKpi(f"{error.sentence} {NOT_SAVED}") from error
    items = [read_item(name, rest, habits_of(turn, by_id[name.id])) for name, rest in pairs]
    return await with_series(turn, items, rows)


async def with_series(turn: EngagementTurn, items: Sequence[Item], rows: Sequence[Kpi]) -> list[Reported]:
    """The items with the KPIs they are for.

    Raises UserError where one period is named twice, or a KPI is no longer what the number was read for.
    """
    named = {(item.kpi_id, item.period) for item in items}
    if len(named) < len(items):
        raise Unreadable(TWICE)
    cadences = {kpi.id: kpi.cadence for kpi in rows}
    if any(cadences.get(item.kpi_id) != item.period.cadence for item in items):
        raise UserError(KPI_CHANGED)
    wanted = {item.kpi_id for item in items}
    series = await series_of(turn, [kpi for kpi in rows if kpi.id in wanted])
    return [Reported(item=item, series=series[item.kpi_id]) for item in items]


def doubts_of(turn: EngagementTurn, r: Reported) -> list[str]:
    bounds = lowest_and_highest(r.kpi.unit, r.kpi.valid_min, r.kpi.valid_max)
    earlier = r.series.earlier_values(but=r.item.period)
    return doubts_about(
        r.item.value,
        name=r.kpi.name,
        bounds=bounds,
        earlier=earlier,
        write=partial(shown, turn, r.kpi),
        unit=r.kpi.unit,
    )


def form_args(turn: EngagementTurn, r: Reported) -> dict[str, str]:
    """What a form for one number is filled with."""
    value = typed(turn, r.item.value)
    return {"kpi": r.kpi.key, "value": value, "period": str(r.item.period), "note": r.item.note}


def to_args(item: Item) -> dict[str, object]:
    """The item as an offer keeps it."""
    return {
        "kpi": item.kpi_id,
        "period": str(item.period),
        "value": f"{item.value:f}",
        "provisional": item.is_provisional,
        "note": item.note,
    }


def from_args(args: Args) -> Item:
    """The item that `to_args` wrote."""
    return Item(
        kpi_id=args["kpi"],
        period=Period.parse(args["period"]),
        value=Decimal(args["value"]),
        is_provisional=args["provisional"],
        note=args["note"],
    )
