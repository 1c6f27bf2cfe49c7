"""What the past of KPIs lets us tell now, and how much of it is still missing for more."""

from collections.abc import Iterable, Sequence

from domain.literals import literal
from domain.periods import CADENCES, PERIODS_A_YEAR, UNITS
from domain.trends.reach import Reach, Tells, reach_of
from handlers.kpis.series import Series, series_of
from handlers.turn import Here
from storage.tables import Kpi

TOLD: dict[Tells, str] = {
    "trend": "{name}, {count}: a trend can be told.",
    "early_sign": "{name}, {count}: an early sign can be told; {needed} are needed for a trend.",
    "nothing": "{name}, {count}: too few to tell; {needed} are needed for a first sign.",
}
OF_SEASON = "{name}, {count}: it has a season, and {needed} are needed to tell a trend from it."
SEASON_TOLD = "{name}, {count}: a trend can be told from its season."
SEASON_OF_STOCK = "{name}, {count}: trend and season cannot be told apart in a level that carries over."
FOR_SEASON = " {needed} would show whether a season comes back."
MORE = "And {n} more KPIs."
MOST_LINES = 8
YEARS = 2


async def reach_lines(here: Here, rows: Iterable[Kpi]) -> list[str]:
    """One line for each KPI: how many values there are, what can be told, what is needed for more."""
    kpis = list(rows)
    series = await series_of(here, kpis)
    lines = [_line(series[kpi.id]) for kpi in kpis]
    left = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], MORE.format(n=left)] if left > 0 else lines


def reach(one: Series) -> Reach:
    """What the whole values of the KPI can tell."""
    return reach_of(
        len(one.whole_values()),
        is_stock=one.kpi.aggregation == "last",
        is_seasonal=one.kpi.is_seasonal,
        season_length=PERIODS_A_YEAR[literal(one.kpi.cadence, CADENCES)],
    )


def _line(one: Series) -> str:
    found, count = reach(one), len(one.whole_values())
    cadence = literal(one.kpi.cadence, CADENCES)
    unit, season = UNITS[cadence], YEARS * PERIODS_A_YEAR[cadence]
    words = {
        "name": one.kpi.name,
        "count": f"1 {unit}" if count == 1 else f"{count} {unit}s",
        "needed": found.needed or season,
    }
    if one.kpi.is_seasonal:
        told = SEASON_TOLD if found.tells == "trend" else SEASON_OF_STOCK
        return (OF_SEASON if found.needed else told).format(**words)
    more = FOR_SEASON if found.tells == "trend" and cadence == "monthly" and count < season else ""
    return (TOLD[found.tells] + more).format(**words)


def poor(series: Sequence[Series]) -> list[Series]:
    """Those whose values are too few for a trend."""
    return [one for one in series if reach(one).tells != "trend"]
