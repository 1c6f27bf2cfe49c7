"""What a KPI is to reach, where it stood before, and what has to be known of the KPI to judge both."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from domain.periods import Period

TargetKind = Literal["level_at_date", "per_period", "cumulative", "hold_range"]
TARGET_KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
Direction = Literal["up", "down", "range"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
Bound = Literal["", "below", "above"]
PlanPoints = tuple[tuple[Period, Decimal], ...]


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """Where the KPI stood before the target was set."""

    value: Decimal
    period: Period


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a KPI is to reach; values in its unit, percentages in percent points.

    level_at_date: `value` in period `by`, perhaps along `plan` (oldest first). per_period: `value` in every
    period from `start` to `by`. cumulative: the sum from `start` to `by` reaches `value`. hold_range: from
    `low` to `high`, both included. Raises ValueError where the kind lacks its values.
    """

    kind: TargetKind
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    start: Period | None = None
    by: Period
    plan: PlanPoints = ()

    def __post_init__(self) -> None:
        needed = (self.low, self.high) if self.kind == "hold_range" else (self.value,)
        if None in needed:
            raise ValueError(f"a target of the kind {self.kind} lacks its values")

    @property
    def goal(self) -> Decimal:
        """The value to reach. Raises ValueError for a range, which has none."""
        if self.value is None:
            raise ValueError("a range has no single value")
        return self.value

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The low and the high end of the range. Raises ValueError for a target that is no range."""
        if self.low is None or self.high is None:
            raise ValueError("only a range has two ends")
        return self.low, self.high


@dataclass(frozen=True, kw_only=True)
class TargetDraft:
    """A target as somebody typed it.

    `by` is empty where none was typed and the caller knows better (the end of the term). `bound` is the
    side that was typed, as in `below 3%`. `assumed` are sentences to say back.
    """

    kind: TargetKind
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    start: Period | None = None
    by: Period | None = None
    plan: PlanPoints = ()
    baseline: Baseline | None = None
    bound: Bound = ""
    reason: str = ""
    assumed: tuple[str, ...] = ()

    def until(self, by: Period) -> Target:
        """Make it a target; `by` counts where none was typed."""
        return Target(
            kind=self.kind,
            value=self.value,
            low=self.low,
            high=self.high,
            start=self.start,
            by=self.by or by,
            plan=self.plan,
        )


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a target and its pace are judged by: the KPI's name, direction, aggregation, season and bounds.

    `bounds` are the lowest and highest value that the KPI can have (domain.kpis.doubts.lowest_and_highest).
    """

    name: str
    direction: Direction
    aggregation: str = "sum"
    is_seasonal: bool = False
    bounds: tuple[Decimal | None, Decimal | None] = (None, None)
