"""The periods of a header, which follow each other: those without a year get theirs from the others."""

from collections.abc import Sequence
from itertools import pairwise

from domain.errors import Unreadable
from domain.numbers.typed import quoted
from domain.periods import Period, label
from domain.periods.shapes import Named, shape_of
from domain.spreadsheets.cells import Cell
from domain.spreadsheets.dates import Days, without_clock

RUN = "No year stands beside every one of {first} to {last}: I took {begin} to {end}."


def settle_run(cells: Sequence[Cell], days: Days) -> tuple[list[Cell], str]:
    """Give the periods of a header their years, so that Nov, Dec, Jan go on into the next one.

    Returns the cells with the periods written out, and a sentence where years were assumed.
    """
    shapes = [shape_of(without_clock(cell.text), locale=days.locale) for cell in cells]
    named = [shape for shape in shapes if isinstance(shape, Named)]
    if len(named) < len(shapes) or len({shape.cadence for shape in named}) != 1:
        return list(cells), ""
    if all(shape.year is not None for shape in named):
        return list(cells), ""
    is_backward = _goes_backward(named)
    ordered = named[::-1] if is_backward else named
    try:
        periods = _consecutive(ordered, days)
    except (ValueError, Unreadable):
        return list(cells), ""
    found = periods[::-1] if is_backward else periods
    written = [Cell(str(period)) for period in found]
    begin, end = (label(found[at], days.locale, days.fiscal_start_month) for at in (0, -1))
    return written, RUN.format(first=quoted(cells[0].text), last=quoted(cells[-1].text), begin=begin, end=end)


def _goes_backward(shapes: Sequence[Named]) -> bool:
    pairs = list(pairwise(shapes))
    falling = sum(later.index == earlier.index - 1 for earlier, later in pairs)
    rising = sum(later.index == earlier.index + 1 for earlier, later in pairs)
    return falling > rising


def _consecutive(shapes: Sequence[Named], days: Days) -> list[Period]:
    """The periods in rising order: from one whose year is known, or from the last, which has begun."""
    anchors = [at for at, shape in enumerate(shapes) if shape.year is not None]
    anchor = anchors[0] if anchors else len(shapes) - 1
    start = shapes[anchor]
    first = (
        Period(cadence=start.cadence, year=start.year, index=start.index)
        if start.year is not None
        else _latest(start, days)
    )
    before, after = [first], [first]
    for shape in reversed(shapes[:anchor]):
        before.append(_next_to(before[-1], shape, step=-1))
    for shape in shapes[anchor + 1 :]:
        after.append(_next_to(after[-1], shape, step=1))
    return [*before[:0:-1], *after]


def _latest(shape: Named, days: Days) -> Period:
    for year in range(days.today.year + 1, days.today.year - 2, -1):
        period = Period(cadence=shape.cadence, year=year, index=shape.index)
        if period.start(days.fiscal_start_month) <= days.today:
            return period
    raise ValueError(shape)


def _next_to(period: Period, shape: Named, *, step: int) -> Period:
    """The nearest period of that number behind (step 1) or before (step -1) another."""
    if shape.year is not None:
        return Period(cadence=shape.cadence, year=shape.year, index=shape.index)
    is_same_year = (shape.index - period.index) * step > 0
    year = period.year if is_same_year else period.year + step
    return Period(cadence=shape.cadence, year=year, index=shape.index)
