"""What evidence knows of one KPI, each value with the id of its row, and nothing worked out."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from domain.freshness import State
from domain.pace import Band


@dataclass(frozen=True, kw_only=True)
class KpiPoint:
    """A whole value that counts: its period's code and ordinal, and the id of its row. `text` is exact."""

    period: str
    at: int
    value: float
    text: str
    update_id: int


@dataclass(frozen=True, kw_only=True)
class KpiFacts:
    """One KPI: how it is written, what is reported, what it is to reach. `points` ascend, a window of them.

    `needed` is the change a period from here that its target asks for; `target` and `pace`
    say both in words. `missing` and `late` are codes of periods. `series_began` is the
    day on which its definition last changed. `low` and `high` bound what it can be. `target_low` and
    `target_high` are what can be drawn of its target: alike for one value, None for a total; `target_at` is
    the ordinal of the period by which it is to be reached, None where each one is to keep it, from
    `target_from` to `target_until`, ordinals too; None is open.
    """

    kpi_id: int
    key: str
    name: str
    unit: str
    cadence: Literal["weekly", "monthly", "quarterly"]
    aggregation: str
    direction: Literal["up", "down", "range"]
    is_driver: bool
    is_seasonal: bool
    stage: str = ""
    owner: str = ""
    owner_id: int | None = None
    points: tuple[KpiPoint, ...] = ()
    needed: float | None = None
    target: str = ""
    pace: str = ""
    band: Band | None = None
    freshness: State = "nothing_due"
    reported: int = 0
    due: int = 0
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    series_began: date | None = None
    low: float | None = None
    high: float | None = None
    target_low: float | None = None
    target_high: float | None = None
    target_at: int | None = None
    target_from: int | None = None
    target_until: int | None = None

    @property
    def is_stock(self) -> bool:
        """Whether it is a level that wanders, and no flow or rate."""
        return self.aggregation == "last"

    @property
    def coverage(self) -> Fraction | None:
        """Reported periods as a share of those that are due; None where nothing is due."""
        return Fraction(self.reported, self.due) if self.due else None
