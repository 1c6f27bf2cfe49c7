"""What the pack cannot say yet, who can supply it, by when, and the cheapest way."""

from collections.abc import Sequence

from domain.evidence.drivers import Driver
from domain.evidence.gaps.drivers import driver_gaps
from domain.evidence.gaps.learning import assumption_gaps, experiment_gaps
from domain.evidence.gaps.market import market_gaps, money_gaps
from domain.evidence.gaps.whom import asking_of
from domain.evidence.inputs import Inputs
from domain.evidence.pack import AssumptionFound, Gap

__all__ = ["gaps_of"]


def gaps_of(
    inputs: Inputs, drivers: Sequence[Driver], assumptions: Sequence[AssumptionFound]
) -> tuple[Gap, ...]:
    """List what is missing: what has to be true, what has to move, what was tested, what the market says."""
    asking = asking_of(inputs)
    return (
        *assumption_gaps(inputs, assumptions, asking),
        *driver_gaps(inputs, drivers, asking),
        *experiment_gaps(inputs, asking),
        *market_gaps(inputs, asking),
        *money_gaps(inputs, asking),
    )
