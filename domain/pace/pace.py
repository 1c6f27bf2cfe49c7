"""How far along a KPI is on the way to its target: the result, its bands, and what counts as a miss."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

from domain.periods import Period
from domain.targets import Baseline, TargetKind

Band = Literal[
    "moving_away",
    "missed",
    "far_behind",
    "behind",
    "not_kept",
    "unreported",
    "no_values",
    "no_baseline",
    "no_pace",
    "too_early",
    "on_pace",
    "hold",
    "kept",
    "ahead",
    "reached",
    "met",
]

AHEAD_FROM, ON_PACE_FROM, BEHIND_FROM = Fraction(110, 100), Fraction(90, 100), Fraction(70, 100)
TOO_EARLY_BELOW = Fraction(15, 100)
MISSES: frozenset[Band] = frozenset({"moving_away", "missed", "far_behind", "behind", "not_kept"})
# The worst first; bands of one rank follow each other by their pace.
RANKS: dict[Band, int] = {
    "moving_away": 0,
    "missed": 1,
    "far_behind": 2,
    "behind": 3,
    "not_kept": 3,
    "unreported": 4,
    "no_values": 4,
    "no_baseline": 4,
    "no_pace": 4,
    "too_early": 4,
    "on_pace": 5,
    "hold": 5,
    "kept": 5,
    "ahead": 6,
    "reached": 6,
    "met": 6,
}
PRECISION = 60


@dataclass(frozen=True, kw_only=True)
class Season:
    """The same periods a year before.

    `before` and `now` are the sums of the `pairs` reported periods whose value a year before is known;
    `rest` is what the periods still ahead brought a year before, empty where one of those is unknown.
    """

    pairs: int
    now: Fraction
    before: Fraction
    rest: Fraction | None


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Where a KPI stands on the way to its target; shares are exact, 1 is the whole.

    level_at_date: `progress` is the share of the way, `elapsed` of the time, `pace` their ratio; with plan
    points `planned` is the plan's value for `period`, and `pace` the ratio of the two ways from the baseline.
    cumulative: `total` is the sum so far, `expected` what an even pace would give, `pace` their ratio.
    per_period, hold_range: `kept` of `counted` periods were met or inside, `progress` is that share.

    `needed` is the change a period from `period` on (for a total: the value a period), `recent` the mean
    change over the last `recent_values` reported values, 6 at most (for a total: their mean).
    `short_by` is goal minus value, or minus total. `missing` are due periods without a value.
    """

    band: Band
    kind: TargetKind
    is_cap: bool = False
    value: Decimal | None = None
    period: Period | None = None
    baseline: Baseline | None = None
    progress: Fraction | None = None
    elapsed: Fraction | None = None
    pace: Fraction | None = None
    planned: Fraction | None = None
    total: Fraction | None = None
    expected: Fraction | None = None
    kept: int = 0
    is_last_kept: bool = False
    counted: int = 0
    periods_in_all: int = 0
    periods_left: int = 0
    needed: Fraction | None = None
    recent: Fraction | None = None
    recent_values: int = 0
    short_by: Fraction | None = None
    missing: tuple[Period, ...] = ()
    is_seasonal: bool = False
    season: Season | None = None


def band_of(pace: Fraction) -> Band:
    """Name the band of a pace: 1.10 and above is ahead, 0.90 on pace, 0.70 behind, 0 far behind."""
    if pace >= AHEAD_FROM:
        return "ahead"
    if pace >= ON_PACE_FROM:
        return "on_pace"
    if pace >= BEHIND_FROM:
        return "behind"
    return "far_behind" if pace >= 0 else "moving_away"


def is_miss(pace: Pace) -> bool:
    """Tell whether it belongs to the misses, which every report lists first."""
    return pace.band in MISSES


def severity(pace: Pace) -> tuple[int, Fraction]:
    """A key that sorts the worst first: moving away, missed, far behind, behind, unknown, on pace, ahead."""
    slowest = -pace.pace if pace.is_cap and pace.pace is not None else pace.pace
    return RANKS[pace.band], slowest if slowest is not None else Fraction(0)


def needed_change(pace: Pace) -> Decimal | None:
    """The change a period, in the KPI's unit, that reaches the goal in time; None where nothing is to need.

    For a level it is (goal - value) / periods left. A total needs a value a period and no change.
    """
    if pace.kind != "level_at_date" or pace.needed is None:
        return None
    return decimal_of(pace.needed)


def decimal_of(fraction: Fraction) -> Decimal:
    """Write a fraction as a decimal number of 60 digits."""
    with localcontext(prec=PRECISION):
        return Decimal(fraction.numerator) / Decimal(fraction.denominator)
