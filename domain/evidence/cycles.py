"""Which cycle is open, and which one was before it."""

from domain.evidence.inputs import CycleFacts, Inputs


def open_cycle(inputs: Inputs) -> CycleFacts | None:
    """The cycle that goes on; None where none is known."""
    return max(inputs.cycles, key=lambda cycle: cycle.number, default=None)


def last_cycle(inputs: Inputs) -> CycleFacts | None:
    """The cycle before the one that goes on; None in the first."""
    now = open_cycle(inputs)
    earlier = [cycle for cycle in inputs.cycles if now and cycle.number < now.number]
    return max(earlier, key=lambda cycle: cycle.number, default=None)
