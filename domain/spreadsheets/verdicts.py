"""What becomes of a number of a table, and what it is judged against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.kpis import KpiName
from domain.kpis.doubts import Size
from domain.periods import Cadence, Period
from domain.spreadsheets.entries import Entry

Result = Literal["accepted", "unchanged", "duplicate", "not_reported", "held", "rejected"]
Reason = Literal[
    "",
    "too_many_cells",
    "unknown_kpi",
    "kpi_unsure",
    "not_writer",
    "bad_date",
    "other_cadence",
    "bad_number",
    "formula",
    "wrong_unit",
    "wrong_currency",
    "period_not_ended",
    "out_of_range",
    "conflict_in_file",
    "differs_from_recorded",
]
REJECTED = frozenset(
    {
        "too_many_cells",
        "unknown_kpi",
        "bad_date",
        "other_cadence",
        "bad_number",
        "formula",
        "wrong_unit",
        "wrong_currency",
        "out_of_range",
    }
)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What counts for a period now; no value is "not reported"."""

    value: Decimal | None
    is_provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A KPI that a table may bring numbers of. `recorded` is by the code of the period."""

    name: KpiName
    unit: str
    cadence: Cadence
    bounds: tuple[Decimal | None, Decimal | None] = (None, None)
    is_writable: bool = True
    recorded: Mapping[str, Recorded] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What an engagement looks like to a table: its KPIs by id, and its habits."""

    kpis: Mapping[int, Followed]
    today: date
    locale: str
    currency: str
    fiscal_start_month: int


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What becomes of one number, and why. `typed` is the name, date or value as it stands in the file."""

    entry: Entry
    result: Result
    reason: Reason = ""
    typed: str = ""
    kpi: Followed | None = None
    near: KpiName | None = None
    period: Period | None = None
    value: Decimal | None = None
    recorded: Decimal | None = None
    other_line: int | None = None
    others: tuple[Decimal, ...] = ()
    why: str = ""
    note: str = ""
    size: Size = "usual"

    @property
    def is_far_off(self) -> bool:
        """Whether the size of the number is unusual for its KPI, as a slip would be."""
        return self.size != "usual"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What becomes of every number of a table, in its order; `said` is what was assumed, each thing once."""

    numbers: tuple[Judged, ...]
    said: tuple[str, ...] = ()

    def of(self, *results: Result) -> list[Judged]:
        """Those with one of these results."""
        return [one for one in self.numbers if one.result in results]
