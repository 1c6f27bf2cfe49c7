"""The facts that evidence is made of, each with the ids of its rows, and nothing worked out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.assumptions import Bar, Kind
from domain.evidence.kpi_facts import KpiFacts
from domain.experiments import Outcome, is_below

Verdict = Literal["continue", "change", "stop", "mixed", "silent"]
Lean = Literal["not_enough", "stop", "pivot", "persevere", "mixed"]
AssumptionState = Literal["untested", "too_early", "supported", "not_supported", "mixed", "retired"]
DecisionOutcome = Literal["persevere", "pivot", "stop", "vision_change", "other"]
PromiseStatus = Literal["open", "done", "dropped"]


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person: the id of their row, and the name by which the evidence calls them."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class AssumptionFacts:
    """An assumption as it stands. Where `op` is empty, its KPI alone tells nothing.

    `said` is the status that a named person gave it, with `said_by` and `said_why`. `changed_on` is set where
    its threshold was edited after a linked result. `held_to` is its KPI as defined when the threshold was
    written, where it is not followed so any more: only those values count.
    """

    number: int
    text: str
    kind: Kind
    is_critical: bool
    threshold: str
    opened_on: date
    kpi_key: str = ""
    op: Bar = ""
    value: float | None = None
    periods: int = 0
    said: Literal["", "supported", "not_supported", "mixed", "retired"] = ""
    said_by: str = ""
    said_why: str = ""
    changed_on: date | None = None
    held_to: KpiFacts | None = None


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
    owner_id: int | None = None

    @property
    def is_below_sample(self) -> bool:
        """Whether fewer were observed than was planned."""
        return is_below(self.sample_planned, self.n)


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

    `hit_period` is the code of that value's period: the evidence says where all turns on this one value. It
    is empty where the KPI was retired or defined anew since. `hit_at` is None where only the day is known.
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
    hit_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """A decision in force, by the day of its meeting.

    `made_at` is when it was made there, as far as that is known: no number that came later was before them.
    """

    number: int
    on: date
    outcome: DecisionOutcome
    decider: str
    reason: str
    review_by: date | None = None
    made_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseFacts:
    """Something that was promised at the last meeting, or before it and is still open."""

    number: int
    text: str
    owner: str
    due: date | None
    status: PromiseStatus


@dataclass(frozen=True, kw_only=True)
class EarlierPack:
    """A pack that was frozen before, by its signals: "S1" -> verdict.

    `is_on_request`: somebody asked for it, or noted a decision; it was made for no meeting.
    """

    number: int
    on: date
    signals: tuple[tuple[str, Verdict], ...]
    lean: Lean
    is_on_request: bool = False


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
