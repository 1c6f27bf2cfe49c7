"""The cycles of an engagement: from one regular meeting that was held to the next one."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.evidence.inputs import CycleFacts, Inputs


def cycles_of(started_on: date, met_on: Iterable[date]) -> tuple[CycleFacts, ...]:
    """The cycles that these days of meetings make, the oldest first; the last one is open."""
    days = sorted({day for day in met_on if day > started_on})
    ends = zip((started_on, *days), (*days, None), strict=True)
    return tuple(
        CycleFacts(number=number, since=since, until=until)
        for number, (since, until) in enumerate(ends, start=1)
    )


def cycle_on(cycles: Sequence[CycleFacts], day: date) -> int:
    """The number of the cycle in which the day lies; what ends on the day of a meeting came before it."""
    begun = [one.number for one in cycles if one.since < day]
    return begun[-1] if begun else cycles[0].number


def open_cycle(inputs: Inputs) -> CycleFacts | None:
    """The cycle that goes on; None where none is known."""
    return max(inputs.cycles, key=lambda cycle: cycle.number, default=None)


def last_cycle(inputs: Inputs) -> CycleFacts | None:
    """The cycle before the one that goes on; None in the first."""
    now = open_cycle(inputs)
    earlier = [cycle for cycle in inputs.cycles if now and cycle.number < now.number]
    return max(earlier, key=lambda cycle: cycle.number, default=None)
