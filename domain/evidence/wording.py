"""Numbers, days, names and people's words as the evidence writes them."""

from datetime import date
from decimal import Decimal

from domain.evidence.inputs import AssumptionFacts, ExperimentFacts, Inputs
from domain.numbers import format_amount
from domain.periods.calendar import day_label
from domain.proportions import percent, share_words

LONGEST = 90
FRACTIONS = {1 / 3: "a third", 1 / 2: "half", 2 / 3: "two thirds"}
CLOSE = 1e-9


def on_day(day: date, inputs: Inputs) -> str:
    """Write a day with its month in words, as the engagement's locale orders it."""
    return day_label(day, inputs.locale)


def number(value: float, inputs: Inputs) -> str:
    """Write a number with at most one decimal."""
    exact = round(Decimal(repr(value)), 1)
    return format_amount(exact, unit="count", locale=inputs.locale, currency=inputs.currency)


def share(part: float, inputs: Inputs) -> str:
    """Write a share (0 to 1) as a percentage; a third, half and two thirds by their names."""
    named = next((name for known, name in FRACTIONS.items() if abs(part - known) < CLOSE), "")
    return named or percent(part, locale=inputs.locale)


def ranged(hits: int, of: int, inputs: Inputs, *, level: float = 0.95) -> str:
    """Write a share with its Wilson range: 6 of 74 (8.1%, 95% range 3.8% to 16.6%)."""
    return share_words(hits, of, locale=inputs.locale, level=level)


def quoted(text: str) -> str:
    """Quote a person's words on one line, shortened where they are long."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= LONGEST else f'"{line[:LONGEST].rstrip()}…"'


def in_full(text: str) -> str:
    """Quote a person's words on one line, all of them."""
    return f'"{" ".join(text.split()).rstrip(".")}"'


def assumption_named(assumption: AssumptionFacts) -> str:
    """Name an assumption by its number and its words."""
    return f"assumption {assumption.number} {quoted(assumption.text)}"


def experiment_named(experiment: ExperimentFacts) -> str:
    """Name an experiment by its number and its name."""
    return f"experiment {experiment.number} {quoted(experiment.name)}"
