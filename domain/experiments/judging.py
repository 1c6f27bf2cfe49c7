"""What a result says by the threshold that was written first, and what may be concluded from it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from domain.assumptions import Bar
from domain.experiments.experiment import Experimented, Outcome
from domain.thresholds import read_bar
from domain.tripwires import COMPARE

Early = Literal["", "no_result", "below_sample", "before_stop"]
WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What results are held against: `op` `value`, in percent points of those observed where `is_share`.

    `op` is empty where the threshold's words cannot be held against a number. `sample` is named in them.
    """

    op: Bar = ""
    value: Decimal | None = None
    is_share: bool = False
    sample: int | None = None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What may be concluded now. `early` says why nothing decisive may be, if so.

    `meets`: whether the result meets the threshold; None where that takes a person.
    """

    early: Early
    meets: bool | None

    @property
    def suggestion(self) -> Outcome | None:
        """What the threshold says; None where it takes a person."""
        if self.early:
            return "inconclusive"
        return None if self.meets is None else ("validated" if self.meets else "invalidated")

    @property
    def allowed(self) -> tuple[Outcome, ...]:
        """What may be concluded: never what the threshold speaks against."""
        if self.early:
            return ("inconclusive",)
        if self.meets is None:
            return ("validated", "invalidated", "inconclusive")
        return ("validated" if self.meets else "invalidated", "inconclusive")


def goal_of(threshold: str, *, locale: str, currency: str) -> Goal:
    """Read the threshold of an experiment.

    One that is to be reached in each of several periods, or as a difference, is no number for one result.
    """
    bar = read_bar(threshold, locale=locale, currency=currency)
    if bar is None:
        return Goal()
    if bar.is_each or (bar.is_comparison and bar.amount.unit == "percent"):
        return Goal(sample=bar.sample)
    return Goal(op=bar.op, value=bar.amount.value, is_share=bar.is_share, sample=bar.sample)


def judge(found: Experimented, today: date) -> Judged:
    """Hold the result against the threshold, on the engagement's local day `today`."""
    early: Early = ""
    if found.n is None and not found.result:
        early = "no_result"
    elif found.is_below_sample:
        early = "below_sample"
    elif found.is_before_stop(today):
        early = "before_stop"
    return Judged(early=early, meets=meets(found))


def meets(found: Experimented) -> bool | None:
    """Whether the result so far meets the threshold; None where that takes a person. Exact, no rounding."""
    seen = _seen(found)
    if not found.op or found.value is None or seen is None:
        return None
    return bool(COMPARE[found.op](seen, Fraction(found.value)))


def _seen(found: Experimented) -> Fraction | None:
    if found.is_share and found.hits is not None and found.n:
        return Fraction(found.hits * WHOLE, found.n)
    return None if found.seen is None else Fraction(found.seen)


def missing_before_start(found: Experimented) -> tuple[str, ...]:
    """What has to be written before it may start, by field."""
    wanted = {
        "hypothesis": found.hypothesis,
        "measure": found.measure,
        "threshold": found.threshold,
        "sample_planned": found.sample_planned or found.has_no_sample,
        "stop_on": found.stop_on,
    }
    return tuple(name for name, written in wanted.items() if not written)
