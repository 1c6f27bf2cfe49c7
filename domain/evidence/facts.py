"""The facts that evidence is made of, each with the ids of its rows, and nothing worked out."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from domain.freshness import State
from domain.pace import Band

Verdict = Literal["continue", "change", "stop", "mixed", "silent"]
Lean = Literal["not_enough", "stop", "pivot", "persevere", "mixed"]
Outcome = Literal["planned", "running", "validated", "invalidated", "inconclusive", "abandoned"]
AssumptionKind = Literal["value", "growth", "channel", "price", "segment", "other"]
AssumptionState = Literal["untested", "too_early", "supported", "not_supported", "mixed", "retired"]
DecisionOutcome = Literal["persevere", "pivot", "stop", "vision_change", "other"]


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

    `needed` is the change a period from here that its target asks for, `recent` the mean change of late;
    `target` and `pace` say both in words. `missing` and `late` are codes of periods. `series_began` is the
    day on which its definition last changed. `low` and `high` bound what it can be. `target_low` and
    `target_high` are what can be drawn of its target: alike for one value, None for a total; `target_at` is
    the ordinal of the period by which it is to be reached, None where each one is to keep it.
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
    points: tuple[KpiPoint, ...] = ()
    needed: float | None = None
    recent: float | None = None
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

    @property
    def is_stock(self) -> bool:
        """Whether it is a level that wanders, and no flow or rate."""
        return self.aggregation == "last"

    @property
    def coverage(self) -> Fraction | None:
        """Reported periods as a share of those that are due; None where nothing is due."""
        return Fraction(self.reported, self.due) if self.due else None


@dataclass(frozen=True, kw_only=True)
class AssumptionFacts:
    """An assumption as it stands. Where `op` is empty, its KPI alone tells nothing.

    `said` is the status that a named person gave it, with `said_by` and `said_why`. `changed_on` is set where
    its threshold was edited after a linked result.
    """

    number: int
    text: str
    kind: AssumptionKind
    is_critical: bool
    threshold: str
    opened_on: date
    kpi_key: str = ""
    op: Literal["", "<", "<=", ">", ">="] = ""
    value: float | None = None
    periods: int = 0
    said: Literal["", "supported", "not_supported", "mixed", "retired"] = ""
    said_by: str = ""
    said_why: str = ""
    changed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExperimentFacts:
    """An experiment as it stands. `n` is how many were observed, `hits` how many of them did what was hoped.

    `changed` names what was edited after the start ("threshold", "measure", "stop date"). `cycle` is the one
    in which it was concluded, or else is. `owner` is who runs it and can supply its results.
    """

    number: int
    name: str
    assumption: int | None
    cycle: int
    outcome: Outcome
    threshold: str
    measure: str = ""
    started_on: date | None = None
    stop_on: date | None = None
    concluded_on: date | None = None
    sample_planned: int | None = None
    n: int | None = None
    hits: int | None = None
    result: str = ""
    lesson: str = ""
    changed: tuple[str, ...] = ()
    owner: str = ""

    @property
    def is_below_sample(self) -> bool:
        """Whether fewer were observed than was planned."""
        return self.sample_planned is not None and (self.n or 0) < self.sample_planned


@dataclass(frozen=True, kw_only=True)
class FeedbackFacts:
    """A piece of feedback without its words: those never leave the engagement. `voice` is a pseudonym.

    `has_led_to_change`: somebody wrote down what was done about it.
    """

    number: int
    day: date
    source: str
    sentiment: str
    theme: str = ""
    voice: str = ""
    has_led_to_change: bool = False


@dataclass(frozen=True, kw_only=True)
class TripwireFacts:
    """A tripwire that stands: what was agreed, and the value that hit it, if one did.

    `hit_period` is the code of that value's period: the evidence says where all turns on this one value.
    """

    number: int
    kpi_key: str
    words: str
    agreed: str = ""
    consequence: str = ""
    armed_on: date
    hit_on: date | None = None
    hit_words: str = ""
    hit_period: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """A decision in force, by the day of its meeting."""

    number: int
    on: date
    outcome: DecisionOutcome
    decider: str
    reason: str
    review_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseFacts:
    """Something that was promised at the last meeting, or before it and is still open."""

    number: int
    text: str
    owner: str
    due: date | None
    status: Literal["open", "done", "dropped"]


@dataclass(frozen=True, kw_only=True)
class EarlierPack:
    """A pack that was frozen before, by its signals: "S1" -> verdict.

    `is_asked`: somebody asked for it, and it belongs to no meeting.
    """

    number: int
    on: date
    signals: tuple[tuple[str, Verdict], ...]
    lean: Lean
    is_asked: bool = False


@dataclass(frozen=True, kw_only=True)
class CycleFacts:
    """A cycle, from one meeting held (or the start) to the next one; `until` None: it is open."""

    number: int
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class MoneyFacts:
    """What is known of money, each part None until somebody records it.

    `runway_months` and `worst_runway_months` are months; `romi` is channel -> (return, deals). `unspent` is
    the share of the budget to date that was not spent, below 0 where it was cut.
    """

    runway_months: float | None = None
    worst_runway_months: float | None = None
    balance_on: date | None = None
    romi: tuple[tuple[str, float, int], ...] = ()
    unspent: float | None = None
