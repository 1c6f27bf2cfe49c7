"""Pivots that are worth discussing: what is recorded that hints at one, and what is missing to say more."""

from collections.abc import Callable, Iterator, Sequence

from domain.evidence.candidates import courses, voices
from domain.evidence.candidates.cue import Cue, cue_case
from domain.evidence.drivers import Driver
from domain.evidence.inputs import Inputs
from domain.evidence.pack import AssumptionFound, Candidate

__all__ = ["candidates_of"]

# In the order of the catalogue of pivots.
CUES: tuple[Callable[[Cue], Iterator[Candidate]], ...] = (
    voices.zoom_in,
    voices.zoom_out,
    courses.customer_segment,
    voices.customer_need,
    voices.platform,
    courses.business_architecture,
    courses.value_capture,
    courses.engine_of_growth,
    courses.channel,
    voices.technology,
)


def candidates_of(
    inputs: Inputs, drivers: Sequence[Driver], assumptions: Sequence[AssumptionFound]
) -> tuple[Candidate, ...]:
    """The pivots for which something recorded speaks; section 3.9 of the domain's rules."""
    case = cue_case(inputs, drivers, assumptions)
    return tuple(found for look in CUES for found in look(case))
