"""Assumptions in words: what counts as supported, and what was edited."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain.assumptions import Assumed, Held, held_by, is_of_unit
from domain.chat import Block, Spans, Typed, note
from domain.literals import literal
from domain.periods import CADENCES
from domain.periods.period import UNITS
from domain.steps import Mark
from domain.thresholds import read_bar, without_side
from domain.tripwires import OP_WORDS
from domain.wording import capital
from handlers.kpis.series import shown
from handlers.moments import day
from handlers.turn import Here
from storage.tables import Kpi

HELD = "I will hold {kpi} against it: {bound} {value} {span}."
EACH, ONCE = "in each of {n} {unit}s", "for one {unit}"
NOT_HELD = "Only experiments will tell: {kpi} does not, since the threshold {why}."
NO_SPAN = 'does not say for how many {unit}s ("at least 3 a {unit} for two {unit}s")'
NO_SIDE = "does not say whether {bar} is the least or the most"
WHICH_SIDE = (
    "Is that at least {bar}, or at most? While no result is in, you can write it as in"
    ' `assume change {number} threshold "at least {bar}"`.'
)
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
    unit = UNITS[literal(kpi.cadence, CADENCES)]
    span = (EACH if held.periods > 1 else ONCE).format(n=held.periods, unit=unit)
    return HELD.format(kpi=kpi.name, bound=OP_WORDS[held.op], value=shown(here, kpi, held.value), span=span)


def held_for(here: Here, kpi: Kpi, threshold: str) -> Held | None:
    """What the KPI's values are held against by these words; None where only experiments can tell."""
    return held_by(
        threshold,
        unit=kpi.unit,
        cadence=literal(kpi.cadence, CADENCES),
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
    if bare := _without_side(here, threshold):
        return NO_SIDE.format(bar=bare)
    if bar is None or bar.is_comparison:
        return NO_NUMBER
    if not is_of_unit(bar.amount, unit=kpi.unit, currency=currency):
        return OTHER_UNIT
    return ON_SAMPLE if bar.sample is not None else NO_SPAN.format(unit=UNITS[literal(kpi.cadence, CADENCES)])


def side_lines(here: Here, found: Assumed) -> list[Block]:
    """The question whether the number of its threshold is the least or the most, where that is not said."""
    bare = _without_side(here, found.threshold)
    return [note(WHICH_SIDE.format(bar=bare, number=found.number))] if bare else []


def _without_side(here: Here, threshold: str) -> str | None:
    return without_side(threshold, locale=here.engagement.locale, currency=here.engagement.currency)


def weight(found: Assumed) -> str:
    """Whether the strategy falls with it."""
    return CRITICAL if found.is_critical else NOT_CRITICAL


def mark_lines(here: Here, marks: Sequence[Mark]) -> list[Spans]:
    """What was edited, when and by whom, one line each."""
    return [(Typed(mark_words(here, mark)),) for mark in marks]


def mark_words(here: Here, mark: Mark, sentence: str = MARK) -> str:
    """What was edited, when and by whom; with words of people in it."""
    what = capital(mark.what)
    said = sentence.format(what=what, day=day(here, mark.on), who=mark.by or SOMEBODY)
    if not mark.was:
        return f"{said}."
    return said + (WAS if " " in mark.was else WAS_PLAIN).format(was=mark.was) + "."
