"""What a pack of evidence is made of: the facts of an engagement at a moment, and its settings."""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.evidence.facts import (
    AssumptionFacts,
    AssumptionState,
    CycleFacts,
    DecisionFacts,
    DecisionOutcome,
    EarlierPack,
    ExperimentFacts,
    FeedbackFacts,
    Lean,
    MoneyFacts,
    Named,
    PromiseFacts,
    PromiseStatus,
    TripwireFacts,
    Verdict,
)
from domain.evidence.kpi_facts import KpiFacts, KpiPoint

__all__ = [
    "AssumptionFacts",
    "AssumptionState",
    "CycleFacts",
    "DecisionFacts",
    "DecisionOutcome",
    "EarlierPack",
    "ExperimentFacts",
    "FeedbackFacts",
    "Inputs",
    "KpiFacts",
    "KpiPoint",
    "Lean",
    "MoneyFacts",
    "Named",
    "PromiseFacts",
    "PromiseStatus",
    "Thresholds",
    "TripwireFacts",
    "Verdict",
]


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """The settings of an engagement by which its evidence is judged; as they come: section 3.8 of the domain.

    Shares are between 0 and 1. `change_share` and `change_floor` are of S4: that many of the market's voices
    against us, and the lower end of their 80 % Wilson interval. `cash_stop_months` and `cash_warning_months`
    are months of runway. `together_level` is the share of false alarms among drivers (Benjamini-Hochberg).
    """

    drivers_needed: int = 2
    lessons_needed: int = 2
    thin_below: int = 5
    market_items: int = 5
    market_voices: int = 3
    change_share: float = 2 / 3
    change_floor: float = 0.5
    acted_after_days: int = 14
    acted_share: float = 1 / 3
    acted_needed: int = 2
    unacted_items: int = 5
    cash_stop_months: float = 3
    cash_warning_months: float = 6
    together_level: float = 0.10
    patience_weeks: int = 6
    capital_share: float = 0.20


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Everything that a pack is made of. `today` is the engagement's local day at the moment `as_of`.

    The `leads` can supply what nobody owns, by the day `needed_by`. `deciders` are who may decide; `meets_on`
    is the day of the next meeting. `engine` is how the company grows: viral, paid, sticky or unknown.
    """

    engagement: str
    locale: str
    currency: str
    fiscal_start_month: int
    as_of: datetime
    today: date
    started_on: date
    cycles: tuple[CycleFacts, ...]
    kpis: tuple[KpiFacts, ...] = ()
    assumptions: tuple[AssumptionFacts, ...] = ()
    experiments: tuple[ExperimentFacts, ...] = ()
    feedback: tuple[FeedbackFacts, ...] = ()
    tripwires: tuple[TripwireFacts, ...] = ()
    decisions: tuple[DecisionFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    earlier: tuple[EarlierPack, ...] = ()
    money: MoneyFacts = field(default_factory=MoneyFacts)
    thresholds: Thresholds = field(default_factory=Thresholds)
    leads: tuple[Named, ...] = ()
    deciders: tuple[Named, ...] = ()
    meets_on: date | None = None
    needed_by: date | None = None
    engine: str = ""
