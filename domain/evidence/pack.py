"""What is found in the inputs: signals, a lean, and everything that belongs beside it, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.evidence.inputs import AssumptionState, Lean, Verdict

# The version of the rules: a change of what is found from the same inputs makes a new one.
METHOD = 1

SignalName = Literal["S1", "S2", "S3", "S4", "S5", "S6", "T"]
Movement = Literal["toward", "away", "not_moving", "cannot_tell"]


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What one rule says. `title` names it, `rule` is printed beside it, `facts` is what went into it.

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
    """

    about: str
    what: str
    who: str
    how: str
    by: date | None = None


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
    opening: tuple[str, ...] = ()

    def signal(self, name: SignalName) -> Signal:
        """The signal of that name."""
        return next(one for one in self.signals if one.name == name)
