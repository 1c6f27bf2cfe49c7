"""The values of a table that are saved: each of a few, of many how they lie; and those of an unusual size."""

from collections.abc import Sequence
from decimal import Decimal

from domain.chat import Block, Table
from domain.kpis.doubts import FAR, PERCENT, Size
from domain.spreadsheets import Judged
from handlers.kpis.imports.telling import in_part, place_of
from handlers.kpis.imports.weighing import Weighed
from handlers.kpis.series import period_name, shown
from handlers.turn import EngagementTurn
from storage.tables import Kpi

EACH = ("KPI", "Period", "Value")
COLUMNS = ("KPI", "Numbers", "From", "To", "Lowest", "Highest")
MOST_LISTED = 24
ODD: dict[Size, str] = {
    "far_above": (
        "Please check {place}: {new} for {name}, {period}, is more than {times} times the KPI's usual size."
    ),
    "far_below": "Please check {place}: {new} for {name}, {period}, is far below the KPI's usual size.",
    "a_share": (
        "Please check {place}: {new} for {name}, {period}, is far below the KPI's usual size."
        " If it is a share, write it as {percent}."
    ),
}
MORE = "... and {n:,} more like these."
MOST_ODD = 5


def listed(turn: EngagementTurn, weighed: Weighed) -> list[Block]:
    """A table of every number that is saved; above 24 of them, the one of `by_kpi`."""
    found = _by_kpi(weighed)
    if sum(map(len, found.values())) > MOST_LISTED:
        return by_kpi(turn, weighed)
    rows = [
        (kpi.name, period_name(turn, one.period), shown(turn, kpi, one.value))
        for kpi, same in _kpis(weighed)
        for one in same
        if one.period is not None
    ]
    return _table(EACH, rows, numeric=(2,))


def by_kpi(turn: EngagementTurn, weighed: Weighed) -> list[Block]:
    """A table of what is saved, a line for each KPI: how many, first and last period, lowest and highest."""
    rows = []
    for kpi, same in _kpis(weighed):
        periods = [one.period for one in same if one.period is not None]
        values = [one.value for one in same if one.value is not None]
        ends = (period_name(turn, min(periods)), period_name(turn, max(periods)))
        rows.append((kpi.name, f"{len(same):,}", *ends, *_ends(turn, kpi, values)))
    return _table(COLUMNS, rows, numeric=(1, 4, 5))


def _ends(turn: EngagementTurn, kpi: Kpi, values: list[Decimal]) -> tuple[str, str]:
    return shown(turn, kpi, min(values)), shown(turn, kpi, max(values))


def _kpis(weighed: Weighed) -> list[tuple[Kpi, list[Judged]]]:
    """The KPIs with numbers that are saved, each with those, oldest period first."""
    found = _by_kpi(weighed)
    return [(kpi, found[kpi_id]) for kpi_id, kpi in weighed.kpis.items() if kpi_id in found]


def _by_kpi(weighed: Weighed) -> dict[int, list[Judged]]:
    found: dict[int, list[Judged]] = {}
    for one in weighed.judgement.of("accepted"):
        if one.kpi is not None:
            found.setdefault(one.kpi.name.id, []).append(one)
    return {kpi_id: sorted(same, key=_ordinal) for kpi_id, same in found.items()}


def _ordinal(one: Judged) -> int:
    return one.period.ordinal if one.period else 0


def _table(
    columns: tuple[str, ...], rows: Sequence[Sequence[str]], *, numeric: tuple[int, ...]
) -> list[Block]:
    cells = tuple(tuple((cell,) for cell in row) for row in rows)
    return [Table(columns=columns, rows=cells, numeric=numeric)] if rows else []


def far_off(turn: EngagementTurn, weighed: Weighed) -> list[str]:
    """Sentences that ask to check numbers of an unusual size; they are saved all the same."""
    odd = [one for one in weighed.judgement.of("accepted") if one.is_far_off]
    some, left = in_part(odd, most=MOST_ODD)
    return [_check(turn, weighed, one) for one in some] + ([MORE.format(n=left)] if left else [])


def _check(turn: EngagementTurn, weighed: Weighed, one: Judged) -> str:
    if one.kpi is None or one.period is None or one.value is None:
        raise TypeError("only a number for a KPI and a period has an unusual size")
    kpi = weighed.kpis[one.kpi.name.id]
    return ODD[one.size].format(
        place=place_of(one),
        new=shown(turn, kpi, one.value),
        name=kpi.name,
        period=period_name(turn, one.period),
        times=FAR,
        percent=shown(turn, kpi, one.value * PERCENT),
    )
