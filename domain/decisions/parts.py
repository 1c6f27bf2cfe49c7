"""The parts of a decision: what was said of it, beside its outcome, its decider and its reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.tripwires import Bound


@dataclass(frozen=True, kw_only=True)
class PlannedTripwire:
    """What would change our mind: what is watched of the KPI, what was agreed on, and what follows.

    Values count from the moment at which it was written.
    """

    kpi_id: int
    bound: Bound
    text: str = ""
    consequence: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PlannedAction:
    """Who does what, and by when."""

    text: str
    owner_id: int
    due: date


@dataclass(frozen=True, kw_only=True)
class Dissent:
    """Who was of another opinion, and why."""

    person_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """Which pivot it is, from what and to what. The type is a key of the catalogue, or "other"."""

    type: str
    from_: str
    to: str


@dataclass(frozen=True, kw_only=True)
class KeptLesson:
    """A lesson of the playbook, in its words of then."""

    number: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of what was learned: lessons, words, or both."""

    lessons: tuple[KeptLesson, ...] = ()
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class NewAssumption:
    """What has to be true for a pivot to work. One of a file is written down already: `assumption_id`."""

    text: str
    threshold: str
    kpi_id: int | None = None
    assumption_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class FirstTest:
    """The first test of the new assumption: what is measured, from what on it passes, on how many."""

    name: str
    measure: str
    threshold: str
    sample: int
    stop_on: date


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Which condition for stopping holds, a key of CONDITIONS; another one comes with words."""

    which: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Considered:
    """Which pivots were considered, one at least, and why none of them."""

    types: tuple[str, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class Handover:
    """Who writes the hand-over, and by when."""

    owner_id: int
    due: date


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What was said so far; what is empty was not. `dissent` is empty where it was asked for, and nobody was.

    `giving` are keys of GIVEN, or NONE_OF_THEM alone. `evidence` is the id of a snapshot.
    """

    tripwires: tuple[PlannedTripwire, ...] = ()
    giving: tuple[str, ...] = ()
    change: Change | None = None
    kept: Kept | None = None
    vision: Literal["", "unchanged"] = ""
    assumption: NewAssumption | None = None
    experiment: FirstTest | None = None
    condition: Condition | None = None
    considered: Considered | None = None
    handover: Handover | None = None
    actions: tuple[PlannedAction, ...] = ()
    dissent: tuple[Dissent, ...] | None = None
    review: date | None = None
    reapproval: date | None = None
    evidence: int | None = None

    @property
    def kpi_ids(self) -> set[int]:
        """The KPIs of its tripwires and of its new assumption."""
        new = self.assumption.kpi_id if self.assumption else None
        return {*(one.kpi_id for one in self.tripwires), *([new] if new else [])}

    @property
    def person_ids(self) -> set[int]:
        """Everybody of whom the parts tell."""
        owners = {one.owner_id for one in (*self.actions, self.handover) if one is not None}
        return owners | {one.person_id for one in self.dissent or ()}
