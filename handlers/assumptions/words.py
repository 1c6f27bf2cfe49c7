"""Assumptions in words: what counts as supported, and what was edited."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain.assumptions import Assumed, Held, held_by, is_of_unit
from domain.chat import Spans, Typed
from domain.periods import Cadence
from domain.periods.period import UNITS
from domain.steps import Mark
from domain.thresholds import read_bar
from domain.tripwires import Op
from handlers.kpis.series import shown
from handlers.moments import day
from handlers.turn import Here
from storage.tables import Kpi

AT_LEAST: dict[Op, str] = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
HELD = "I will hold {kpi} against it: {bound} {value} {span}."
EACH, ONCE = "in each of {n} {unit}s", "for one {unit}"
CADENCES: dict[str, Cadence] = {"weekly": "weekly", "monthly": "monthly", "quarterly": "quarterly"}
NOT_HELD = "Only experiments will tell: {kpi} does not, since the threshold {why}."
NO_SPAN = 'does not say for how many {unit}s ("at least 3 a {unit} for two {unit}s")'
OTHER_UNIT, NO_NUMBER = "is in another unit", "has no number that its values can be held against"
ON_SAMPLE = "asks for a number of observations, which its values do not show"
NO_KPI = "No KPI is linked, so only experiments will tell."
NOTHING_TO_MEASURE = (
    "No number stands in it, so nothing can be measured against it: people will have to judge."
    " `assume change` gives it one while no result is in."
)
CRITICAL, NOT_CRITICAL = "leap of faith", "not critical"
MARK = "{what} changed on {day} by {who}"
WAS = ' (was "{was}")'
WAS_PLAIN = " (was {was})"
SOMEBODY = "somebody"
NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|half|third"
    r"|quarter|all|every|each|none|no|nobody|twice|double)\b",
    re.IGNORECASE,
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        "untested": "not tested yet",
        "too_early": "too early to say",
        "supported": "supported",
        "not_supported": "not supported",
        "mixed": "mixed",
        "retired": "retired",
    }
)


def held_words(here: Here, kpi: Kpi, held: Held) -> str:
    """How the KPI is held against the threshold, as a sentence."""
    unit = UNITS[CADENCES[kpi.cadence]]
    span = (EACH if held.periods > 1 else ONCE).format(n=held.periods, unit=unit)
    return HELD.format(kpi=kpi.name, bound=AT_LEAST[held.op], value=shown(here, kpi, held.value), span=span)


def held_for(here: Here, kpi: Kpi, threshold: str) -> Held | None:
    """What the KPI's values are held against by these words; None where only experiments can tell."""
    return held_by(
        threshold,
        unit=kpi.unit,
        cadence=CADENCES[kpi.cadence],
        locale=here.engagement.locale,
        currency=here.engagement.currency,
    )


def tells(here: Here, kpi: Kpi | None, threshold: str) -> str:
    """What will tell whether it holds: the KPI's values, or experiments alone."""
    if not NUMBER.search(threshold):
        return NOTHING_TO_MEASURE
    if kpi is None:
        return NO_KPI
    if (held := held_for(here, kpi, threshold)) is not None:
        return held_words(here, kpi, held)
    return NOT_HELD.format(kpi=kpi.name, why=_why_not(here, kpi, threshold))


def _why_not(here: Here, kpi: Kpi, threshold: str) -> str:
    currency = here.engagement.currency
    bar = read_bar(threshold, locale=here.engagement.locale, currency=currency)
    if bar is None or bar.is_comparison:
        return NO_NUMBER
    if not is_of_unit(bar.amount, unit=kpi.unit, currency=currency):
        return OTHER_UNIT
    return ON_SAMPLE if bar.sample is not None else NO_SPAN.format(unit=UNITS[CADENCES[kpi.cadence]])


def weight(found: Assumed) -> str:
    """Whether the strategy falls with it."""
    return CRITICAL if found.is_critical else NOT_CRITICAL


def mark_lines(here: Here, marks: Sequence[Mark]) -> list[Spans]:
    """What was edited, when and by whom, one line each."""
    return [(Typed(mark_words(here, mark)),) for mark in marks]


def mark_words(here: Here, mark: Mark, sentence: str = MARK) -> str:
    """What was edited, when and by whom; with words of people in it."""
    what = mark.what[:1].upper() + mark.what[1:]
    said = sentence.format(what=what, day=day(here, mark.on), who=mark.by or SOMEBODY)
    if not mark.was:
        return f"{said}."
    return said + (WAS if " " in mark.was else WAS_PLAIN).format(was=mark.was) + "."
