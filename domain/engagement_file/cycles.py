"""The cycles of an engagement file: they follow from the days on which meetings were held."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any


def cycles_of(start: date, held: Iterable[date]) -> list[dict[str, Any]]:
    """The cycles as a file has them: each meeting that was held after the start closes one."""
    begins = [start, *sorted({day for day in held if day > start})]
    closed = [(since, until.isoformat()) for since, until in pairwise(begins)]
    return [
        {"n": n, "from": since.isoformat(), "to": until}
        for n, (since, until) in enumerate([*closed, (begins[-1], None)], start=1)
    ]


def agree(theirs: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]], *, as_of: date) -> bool:
    """Whether a file of the day `as_of` tells the same cycles as ours, as far as it knew them.

    The end of its last one may lie ahead: that is a meeting that was planned.
    """
    known = {cycle["n"]: cycle for cycle in ours}
    return all(_is_ours(cycle, known.get(cycle["n"], {}), as_of) for cycle in theirs)


def _is_ours(theirs: Mapping[str, Any], ours: Mapping[str, Any], as_of: date) -> bool:
    is_open = theirs["to"] is None or date.fromisoformat(theirs["to"]) > as_of
    return theirs["from"] == ours.get("from") and (is_open or theirs["to"] == ours.get("to"))
