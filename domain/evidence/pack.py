"""What is found in the inputs: signals, a lean, and everything that belongs beside it, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.evidence.inputs import AssumptionState, Lean, Verdict
from domain.forecast import Movement

# The version of the rules: a change of what is found from the same inputs makes a new one.
METHOD = 1

SignalName = Literal["S1", "S2", "S3", "S4", "S5", "S6", "T"]


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What one rule says. `title` names it, `rule` is printed beside it, `facts` is what went into it.

    `detail` goes on where `facts` end: what stands back while it tips no scales.

    `sources` are what it can be opened to: "kpi:leads", "assumption:2", "experiment:4", "feedback:7",
    "tripwire:1". `strength` orders signals of one verdict, 0 to 1. `is_thin`: little stands behind it.
    """

    name: SignalName
    title: str
    verdict: Verdict
    rule: str
    facts: str
    sources: tuple[str, ...] = ()
    strength: float = 0.0
    is_thin: bool = False
    detail: str = ""

    @property
    def facts_in_full(self) -> str:
        """What went into it, with its detail."""
        return f"{self.facts} {self.detail}" if self.detail else self.facts


@dataclass(frozen=True, kw_only=True)
class DriverFound:
    """What a driver's values say. `trend` is its label after all drivers were judged together.

    Where its values stopped coming, `trend` says how many are missing. `p` is the raw p, shown under
    [Details]. `why_not_usable` is empty where it counts. `since_pivot` is its trend since the last pivot
    alone. `forecast` says where the next period would come out.
    """

    key: str
    name: str
    movement: Movement
    is_usable: bool
    trend: str
    latest: str
    coverage: str
    p: float | None = None
    why_not_usable: str = ""
    since_pivot: str = ""
    forecast: str = ""
    target: str = ""
    pace: str = ""


@dataclass(frozen=True, kw_only=True)
class AssumptionFound:
    """Where an assumption stands, and why. `by_word` is the person on whose word it stands, if it does."""

    number: int
    state: AssumptionState
    why: str
    by_word: str = ""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something that the pack cannot say yet, who can supply it, by when, and the cheapest way.

    `about` is what it can be asked with: "kpi:leads", "assumption:2", "experiment:4", "feedback" or "money".
    `who_ids` are the people whom `who` names, in that order.
    """

    about: str
    what: str
    who: str
    how: str
    by: date | None = None
    who_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A sentence, and of what it is, where that stands before it."""

    label: str = ""
    words: str

    @property
    def in_full(self) -> str:
        """Both in one line."""
        return f"{self.label}: {self.words}" if self.label else self.words


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A pivot that is worth discussing: its type in the catalogue, its evidence, and what is missing."""

    pivot: str
    evidence: str
    missing: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FirstWarning:
    """The first frozen pack in which S1, S2 or S4 said change, and how many days ago that was."""

    on: date
    signal: SignalName
    days: int
    meetings_since: int


@dataclass(frozen=True, kw_only=True)
class Check:
    """One of the three ways in which it may be too early to judge: patience, capital, audience.

    `answer` None: it cannot be told.
    """

    name: Literal["patience", "capital", "audience"]
    answer: bool | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What was found in some inputs by the rules of version `method`.

    `because` says which rule made the lean. `counter` is the strongest that speaks against it. `fragile`
    says on what it turns, nothing where it turns on nothing. `checks` come with a lean to pivot or stop.
    `settles` is the one test that would settle most. `tripped` are tripwires that were hit and that no
    decision has answered, in the words in which they were agreed. `opening` is what a pack without a lean
    opens with: promises, misses, changes.
    """

    method: int
    lean: Lean
    because: str
    fixed: str
    signals: tuple[Signal, ...]
    drivers: tuple[DriverFound, ...] = ()
    assumptions: tuple[AssumptionFound, ...] = ()
    tripped: tuple[str, ...] = ()
    counter: str = ""
    fragile: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    gaps: tuple[Gap, ...] = ()
    settles: str = ""
    danger: str = ""
    warning: FirstWarning | None = None
    for_continuing: tuple[str, ...] = ()
    for_changing: tuple[str, ...] = ()
    opening: tuple[Labelled, ...] = ()

    def signal(self, name: SignalName) -> Signal:
        """The signal of that name."""
        return next(one for one in self.signals if one.name == name)
