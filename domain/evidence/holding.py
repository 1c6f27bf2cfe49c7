"""Whether the values of a KPI meet the threshold of an assumption over its stated span."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.evidence.inputs import AssumptionFacts, Inputs, KpiFacts, KpiPoint
from domain.evidence.kpi_words import at_point, period_named, wording_for, written
from domain.evidence.wording import on_day
from domain.periods import Period
from domain.tripwires import COMPARE, OP_WORDS
from domain.wording import counted, listed

MET = "{name} met it in {each}: {values}; {op} {value} was asked"
MISSED = "{name} missed it, met in {met} of {of}: {values}; {op} {value} was asked"
SHORT = "{name} takes {of} that began on {day} or later, and has {n}{values}: {so}"
EARLY, ENDED = "too early to tell", "no new value counts for it"
IN_A_ROW = "{counted} in a row"
LISTED = " ({values})"
LATELY = "lately {values}"
LAST = "; its last value is of {period}"
MOST_LISTED = 6

Says = Literal["for", "against", "mixed", "early", "nothing"]


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What one test, or the KPI, says of an assumption, and in which words."""

    says: Says
    words: str


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The values since an assumption was opened, held against it; `met` of them meet it.

    `points` are those of the last so many periods in a row that are asked, or all where there are fewer.
    """

    assumption: AssumptionFacts
    kpi: KpiFacts
    says: Says
    points: tuple[KpiPoint, ...]
    met: int


def holding_of(assumption: AssumptionFacts, kpi: KpiFacts, inputs: Inputs) -> Holding | None:
    """Hold the values of its KPI against the threshold; None where its words tell nothing of them.

    Supported: each of the last `periods` periods in a row meets it. Only periods that began on the day it was
    opened or later count: the others were known, or half over, when the threshold was written.
    """
    if not assumption.op or assumption.value is None:
        return None
    since = _since(assumption, kpi, inputs.fiscal_start_month)
    asked = max(assumption.periods, 1)
    span = since[-asked:]
    is_whole = len(span) == asked and span[-1].at - span[0].at == asked - 1
    is_met = [COMPARE[assumption.op](point.value, assumption.value) for point in span]
    says: Says = "early" if not is_whole else "for" if all(is_met) else "against"
    return Holding(assumption=assumption, kpi=kpi, says=says, points=span, met=sum(is_met))


def voice_of(holding: Holding, inputs: Inputs) -> Voice:
    """Say what the KPI tells of the assumption."""
    assumption, kpi = holding.assumption, holding.kpi
    values, unit = _values(kpi, holding.points, inputs), wording_for(kpi, inputs).unit
    asked = counted(max(assumption.periods, 1), unit)
    if holding.says == "early":
        words = SHORT.format(
            name=kpi.name,
            of=asked if assumption.periods <= 1 else IN_A_ROW.format(counted=asked),
            day=on_day(assumption.opened_on, inputs),
            n=len(holding.points) or "none",
            values=LISTED.format(values=values) if values else "",
            so=EARLY if assumption.held_to is None else ENDED,
        )
        return Voice(says=holding.says, words=words + _last(holding, inputs))
    words = (MET if holding.says == "for" else MISSED).format(
        name=kpi.name,
        each=f"the last {unit}" if len(holding.points) == 1 else f"each of the last {asked}",
        met=holding.met,
        of=asked,
        values=values,
        op=OP_WORDS[assumption.op],
        value=written(kpi, assumption.value or 0.0, inputs),
    )
    return Voice(says=holding.says, words=words + _last(holding, inputs))


def _last(holding: Holding, inputs: Inputs) -> str:
    """Of when the last value is, where none came for long, or none that comes now counts."""
    has_ended = holding.kpi.freshness == "very_stale" or holding.assumption.held_to is not None
    if not has_ended or not holding.points:
        return ""
    return LAST.format(period=period_named(holding.points[-1].period, inputs))


def _since(assumption: AssumptionFacts, kpi: KpiFacts, fiscal_start_month: int) -> tuple[KpiPoint, ...]:
    """The values of the periods that began on the day it was opened, or later."""
    return tuple(
        point
        for point in kpi.points
        if Period.parse(point.period).start(fiscal_start_month) >= assumption.opened_on
    )


def _values(kpi: KpiFacts, points: Sequence[KpiPoint], inputs: Inputs) -> str:
    found: Iterable[str] = (at_point(kpi, point, inputs) for point in points[-MOST_LISTED:])
    values = listed(found) if points else ""
    return values if len(points) <= MOST_LISTED else LATELY.format(values=values)
