"""The numbers that somebody owes, as fields of the check-in's form."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from domain.chat import Field, FieldErrors, Reply, Values, one
from domain.errors import UserError
from domain.kpis import Item, KpiName, read_item
from domain.numbers import read_amount
from handlers.kpis.confirm import record_items
from handlers.kpis.owed import Owed, owed_by
from handlers.kpis.reported import Reported, with_series
from handlers.kpis.series import all_series, habits_of, period_name, typed
from handlers.turn import EngagementTurn

MOST_NUMBERS = 6
LABEL = "{name}, {period}"
HINT = "Only if you know it."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The numbers that a form asks for, and how many more are owed."""

    owed: Sequence[Owed]
    left: int


async def asked_for(turn: EngagementTurn, known: Sequence[Item] = ()) -> Asked:
    """The numbers that the person named already, then what they owe, the newest period of each KPI first."""
    series = {each.kpi.id: each for each in await all_series(turn)}
    named = [Owed(series=series[item.kpi_id], period=item.period) for item in known if item.kpi_id in series]
    fields = {owed.field for owed in named}
    mine = by_turns([owed for owed in await owed_by(turn) if owed.field not in fields])
    room = max(0, MOST_NUMBERS - len(named))
    return Asked(owed=(*named, *mine[:room]), left=len(mine[room:]))


def by_turns(owed: Sequence[Owed]) -> list[Owed]:
    """The first of each KPI, then the second of each, and so on."""
    depth: dict[int, int] = {}
    placed = []
    for each in owed:
        kpi_id = each.series.kpi.id
        depth[kpi_id] = depth.get(kpi_id, 0) + 1
        placed.append((depth[kpi_id], each))
    return [each for _depth, each in sorted(placed, key=itemgetter(0))]


def number_fields(turn: EngagementTurn, asked: Asked, known: Sequence[Item] = ()) -> list[Field]:
    """A field for each number, filled with what is known."""
    values = {(item.kpi_id, item.period): typed(turn, item.value) for item in known}
    return [
        Field(
            name=owed.field,
            label=LABEL.format(name=owed.series.kpi.name, period=period_name(turn, owed.period)),
            kind="number",
            hint=HINT,
            is_required=False,
            value=(values[key],) if (key := (owed.series.kpi.id, owed.period)) in values else (),
        )
        for owed in asked.owed
    ]


async def read_numbers(turn: EngagementTurn, asked: Asked, values: Values) -> list[Reported] | FieldErrors:
    """The numbers that were entered, or what is wrong with which of them."""
    items, errors = [], {}
    for owed in asked.owed:
        if entered := one(values, owed.field):
            try:
                items.append(item_of(turn, owed, entered))
            except UserError as error:
                errors[owed.field] = error.sentence
    return FieldErrors(errors) if errors else await reported(turn, items)


def item_of(turn: EngagementTurn, owed: Owed, entered: str) -> Item:
    """The number for this KPI and period. Raises UserError for one that cannot be read."""
    kpi = owed.series.kpi
    habits = habits_of(turn, kpi)
    read_amount(entered, locale=habits.locale, currency=habits.currency)
    return read_item(KpiName(id=kpi.id, key=kpi.key, name=kpi.name), f"{entered} {owed.period}", habits)


async def reported(turn: EngagementTurn, items: Sequence[Item]) -> list[Reported]:
    """The numbers beside what is recorded. Raises UserError where a KPI is followed no more."""
    rows = [series.kpi for series in await all_series(turn)]
    return await with_series(turn, items, rows)


async def record(turn: EngagementTurn, numbers: Sequence[Reported]) -> Reply | None:
    """Record them, or ask first where that is done always; None where there are none."""
    return await record_items(turn, numbers) if numbers else None
