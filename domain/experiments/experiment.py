"""An experiment as it stands: a contained test whose threshold was written before it began."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from domain.assumptions import Bar
from domain.steps import Mark

Outcome = Literal["planned", "running", "validated", "invalidated", "inconclusive", "abandoned"]
CONCLUDED: frozenset[Outcome] = frozenset({"validated", "invalidated", "inconclusive"})
DECISIVE: frozenset[Outcome] = frozenset({"validated", "invalidated"})
OPEN: frozenset[Outcome] = frozenset({"planned", "running"})
OVER: frozenset[Outcome] = CONCLUDED | {"abandoned"}

# Fields of a plan -> what they are called. What is fixed at the start is marked where it is edited later.
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "name",
        "assumption_id": "assumption",
        "hypothesis": "hypothesis",
        "change": "change",
        "measure": "measure",
        "threshold": "threshold",
        "guard": "guard measure",
        "sample_planned": "planned sample",
        "start_on": "planned start",
        "stop_on": "stop date",
        "cost": "cost",
    }
)
FIXED = ("measure", "threshold", "sample_planned", "stop_on", "assumption_id")


@dataclass(frozen=True, kw_only=True)
class Experimented:
    """An experiment as it stands.

    `cycle` is from an engagement file; None: it follows from the days. Where the threshold could be read,
    results are held against `op` `value`: as a share in percent points where `is_share`. `has_no_sample`: it
    was said that no number of observations is planned. `n` were observed; `hits` of them did what is counted,
    or `seen` was measured; `result` says it in words. `changed` names what was edited after the start,
    `marks` each of these edits. `was_begun` and `was_observed`: whether a start or a result was ever entered,
    even where that was taken back. `stop_on` is the last day. `step_id` is the last step that counts.
    """

    id: int
    number: int
    key: str
    name: str
    assumption_id: int | None = None
    cycle: int | None = None
    origin: str = ""
    by_id: int | None = None
    by: str = ""
    at: datetime
    hypothesis: str = ""
    change: str = ""
    measure: str = ""
    threshold: str = ""
    op: Bar = ""
    value: Decimal | None = None
    is_share: bool = False
    guard: str = ""
    sample_planned: int | None = None
    has_no_sample: bool = False
    start_on: date | None = None
    started_on: date | None = None
    stop_on: date | None = None
    cost: str = ""
    outcome: Outcome = "planned"
    concluded_on: date | None = None
    concluded_by: str = ""
    n: int | None = None
    hits: int | None = None
    seen: Decimal | None = None
    result: str = ""
    is_final: bool = False
    guard_seen: str = ""
    lesson: str = ""
    contributed: str = ""
    why: str = ""
    changed: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    was_begun: bool = False
    was_observed: bool = False
    step_id: int | None = None

    @property
    def has_result(self) -> bool:
        """Whether anything was observed yet; from then on its threshold stands."""
        return self.n is not None or bool(self.result) or self.outcome in CONCLUDED

    @property
    def is_over(self) -> bool:
        """Whether it was concluded or abandoned."""
        return self.concluded_on is not None or self.outcome in OVER

    @property
    def is_below_sample(self) -> bool:
        """Whether fewer were observed than was planned."""
        return is_below(self.sample_planned, self.n)

    def is_before_stop(self, today: date) -> bool:
        """Whether its stop date lies ahead; on the day itself it is reached."""
        return self.stop_on is not None and today < self.stop_on


def is_below(planned: int | None, n: int | None) -> bool:
    """Whether fewer than `planned` were observed; never, where no number was planned."""
    return planned is not None and (n or 0) < planned
