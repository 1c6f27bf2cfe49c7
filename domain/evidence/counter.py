"""What speaks for continuing and what for changing, record by record, and the strongest against the lean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.evidence.drivers import Driver
from domain.evidence.inputs import Inputs, Lean
from domain.evidence.kpi_words import trend_said
from domain.evidence.pack import AssumptionFound, Signal
from domain.evidence.wording import assumption_named
from domain.wording import lowered, sentence

Side = Literal["continue", "change"]

SUPPORTED = "{named} is supported: {why}"
FAILED = "{named} is not supported: {why}"
CRITICAL_FAILED = "{named}, a critical one, is not supported: {why}"
MOVES = "{name} moves toward what is wanted: {trend}"
MOVES_AWAY = "{name} moves away from what is wanted: {trend}"
STANDS_STILL = "{name} does not move, and its target needs it to: {trend}"
SIGNAL = "{title} ({name}): {facts}"
NOTHING_AGAINST = {
    "continue": "Nothing that is recorded speaks for continuing. Ask who has not been heard yet.",
    "change": "Nothing that is recorded speaks for changing. Ask who has not been heard yet.",
}
BOTH = "For changing: {change} For continuing: {go_on}"
NOTHING = "Nothing that is recorded points anywhere yet."
CRITICAL_WEIGHT, WEIGHT = 0.9, 0.6
# A word is no test: whatever is recorded is stronger.
WORD_WEIGHT = 0.2
TREND_WEIGHTS = {"clear": 0.8, "likely": 0.6, "early": 0.4}
STILL_WEIGHT = 0.3
# What became of feedback is shown and has no part in the lean.
WEIGHTS = {"S5": 0.5}


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something recorded that speaks for one side; `weight` orders them, 0 to 1."""

    side: Side
    words: str
    weight: float


def items_of(
    inputs: Inputs,
    signals: Sequence[Signal],
    drivers: Sequence[Driver],
    assumptions: Sequence[AssumptionFound],
) -> tuple[Item, ...]:
    """Everything that speaks for one side, the strongest first."""
    found = [
        *_of_signals(signals),
        *(_of_driver(driver, inputs) for driver in drivers if driver.can_be_told),
        *_of_assumptions(inputs, assumptions),
    ]
    return tuple(sorted(found, key=lambda item: (-item.weight, item.words)))


def column(items: Sequence[Item], side: Side) -> tuple[str, ...]:
    """What speaks for one side, in words."""
    return tuple(item.words for item in items if item.side == side)


def counter_to(lean: Lean, items: Sequence[Item]) -> str:
    """The strongest thing that speaks against the lean; of one that is none, the strongest of either side."""
    go_on, change = column(items, "continue")[:1], column(items, "change")[:1]
    if lean == "persevere":
        return next(iter(change), NOTHING_AGAINST["change"])
    if lean in {"pivot", "stop"}:
        return next(iter(go_on), NOTHING_AGAINST["continue"])
    if go_on and change:
        return BOTH.format(change=change[0], go_on=go_on[0])
    missing = NOTHING_AGAINST["continue" if change else "change"]
    return f"{(change or go_on)[0]} {missing}" if change or go_on else NOTHING


def _of_signals(signals: Sequence[Signal]) -> list[Item]:
    """The signals that are no sum of drivers or of assumptions: those stand there one by one."""
    return [
        Item(
            side="continue" if signal.verdict == "continue" else "change",
            words=SIGNAL.format(title=signal.title, name=signal.name, facts=signal.facts_in_full),
            weight=signal.strength * WEIGHTS.get(signal.name, 1.0),
        )
        for signal in signals
        if signal.name not in {"S1", "S2"} and signal.verdict in {"continue", "change", "stop"}
    ]


def _of_driver(driver: Driver, inputs: Inputs) -> Item:
    trend = trend_said(driver.kpi, driver.trend, inputs, is_judged=False)
    is_toward = driver.movement == "toward"
    words = MOVES if is_toward else MOVES_AWAY if driver.movement == "away" else STANDS_STILL
    return Item(
        side="continue" if is_toward else "change",
        words=words.format(name=driver.kpi.name, trend=lowered(trend)),
        weight=TREND_WEIGHTS.get(driver.trend.verdict, STILL_WEIGHT),
    )


def _of_assumptions(inputs: Inputs, assumptions: Sequence[AssumptionFound]) -> list[Item]:
    facts, found = {one.number: one for one in inputs.assumptions}, []
    for one in assumptions:
        if one.state not in {"supported", "not_supported"}:
            continue
        is_critical = facts[one.number].is_critical
        # The reason may begin with the name of the person who gave it.
        why = one.why if facts[one.number].said else lowered(one.why)
        words = SUPPORTED if one.state == "supported" else CRITICAL_FAILED if is_critical else FAILED
        found.append(
            Item(
                side="continue" if one.state == "supported" else "change",
                words=sentence(words.format(named=assumption_named(facts[one.number]), why=why)),
                weight=WORD_WEIGHT if one.by_word else CRITICAL_WEIGHT if is_critical else WEIGHT,
            )
        )
    return found
