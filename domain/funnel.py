"""The funnel: how many go on from one stage to the next, and where most are lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from domain.periods import Period

EARLIER_PERIODS = 3


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage: its name, the KPI that counts it, and that KPI's whole values."""

    name: str
    values: Mapping[Period, Decimal]


@dataclass(frozen=True, kw_only=True)
class Step:
    """How many went on from one stage to the next in a period.

    `rate` is a share from 0 to 1, simply the second count by the first; `earlier_rate` is the same over
    those of the three periods before that both have, `earlier_count` of them, counts added up; None
    where there are none.
    """

    before: Stage
    after: Stage
    period: Period
    rate: Fraction
    earlier_rate: Fraction | None
    earlier_count: int


def weakest_step(stages: Sequence[Stage]) -> Step | None:
    """The step with the lowest rate, of neighbouring stages in their order; None where no rate can be told.

    A step counts where two different stages have a value for the same latest period and no more come out
    than went in; otherwise the two are no funnel.
    """
    steps = [step for pair in pairwise(stages) if (step := _step(*pair)) is not None]
    return min(steps, key=lambda step: step.rate, default=None)


def _step(before: Stage, after: Stage) -> Step | None:
    if before.name == after.name:
        return None
    common = sorted(
        period for period in before.values.keys() & after.values.keys() if before.values[period] > 0
    )
    if not common or common[-1] != max(before.values, default=None):
        return None
    rate = _rate(before, after, common[-1:])
    if not 0 <= rate <= 1:
        return None
    earlier = [period for period in common[:-1] if common[-1].ordinal - period.ordinal <= EARLIER_PERIODS]
    earlier_rate = _rate(before, after, earlier) if earlier else None
    if earlier_rate is not None and not 0 <= earlier_rate <= 1:
        earlier, earlier_rate = [], None
    return Step(
        before=before,
        after=after,
        period=common[-1],
        rate=rate,
        earlier_rate=earlier_rate,
        earlier_count=len(earlier),
    )


def _rate(before: Stage, after: Stage, periods: Sequence[Period]) -> Fraction:
    went_in = sum((Fraction(before.values[period]) for period in periods), Fraction())
    came_out = sum((Fraction(after.values[period]) for period in periods), Fraction())
    return came_out / went_in
