"""The values in a typed target: one, the two ends of a range, or one with its period."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import Unreadable
from domain.kpis.doubts import fits_unit
from domain.kpis.items import Habits
from domain.numbers import Amount, read_amount
from domain.periods import Period, ReadPeriod

THIS_KPI = "This KPI"

BETWEEN = re.compile(r"\s*(?:\.\.+|…|-|–|—|\b(?:to|and)\b)\s*", re.IGNORECASE)
JOINT = re.compile(r"\s*[:=]\s*|\s+")
IN = re.compile(r"(?:in|for|at|of|during)\s+|\(", re.IGNORECASE)
MULTIPLIED = re.compile(r"\d\s*(?P<word>k|m|mn|mio|million|bn|b|thousand)\s*[^\w\s]?\Z", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ReadValue:
    """A value as it was read, and the sentence to say back where the locale decided."""

    value: Decimal
    assumed: str = ""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A value with its period, as in a baseline or a plan."""

    value: Decimal
    period: Period
    assumed: tuple[str, ...] = ()


def amount_in(text: str, habits: Habits) -> Amount | None:
    """The one amount that the text is; None where it is none."""
    try:
        return read_amount(text, locale=habits.locale, currency=habits.currency)
    except Unreadable:
        return None


def read_value(text: str, habits: Habits, *, name: str = THIS_KPI) -> ReadValue | None:
    """Read a value in the KPI's unit; None where it is no number. Raises Unreadable for another unit."""
    amount = amount_in(text, habits)
    if amount is None:
        return None
    fits_unit(amount, name=name, unit=habits.unit, currency=habits.currency)
    return ReadValue(value=amount.value, assumed=amount.assumed)


def read_ends(text: str, habits: Habits, *, name: str) -> tuple[ReadValue, ReadValue] | None:
    """Read `4.6 to 5`, `4.6-5.0` or `4.6 and 5`; None where the text is no two numbers."""
    for gap in BETWEEN.finditer(text):
        left, right = text[: gap.start()].strip(), text[gap.end() :].strip()
        # The second end may be a negative number: "-5 - -2".
        if amount_in(left, habits) is None or amount_in(right, habits) is None:
            continue
        low, high = read_value(left, habits, name=name), read_value(right, habits, name=name)
        if low is None or high is None:
            continue
        return _same_size(left, right, low, habits, high), high
    return None


def _same_size(left: str, right: str, low: ReadValue, habits: Habits, high: ReadValue) -> ReadValue:
    """Read 40-50k as 40k to 50k: a multiplier at the end counts for both, where that makes a range."""
    word = MULTIPLIED.search(right)
    larger = read_value(left + word["word"], habits) if word and left[-1:].isdecimal() else None
    return larger if larger and larger.value < high.value else low


def read_dated(
    text: str, habits: Habits, read: Callable[[str, Habits], ReadPeriod], *, name: str
) -> Dated | None:
    """Read a value and its period, in either order: `95 in oct`, `oct 95`. None where a part is missing.

    Raises Unreadable where the period or the unit cannot be the KPI's.
    """
    refused: Unreadable | None = None
    for value_text, period_text in _cuts(text):
        if amount_in(value_text, habits) is None:
            continue
        try:
            found = read(period_text, habits)
        except Unreadable as error:
            refused = refused or (error if any(char.isalpha() for char in period_text) else None)
            continue
        value = read_value(value_text, habits, name=name)
        if value is not None:
            assumed = tuple(filter(None, (value.assumed, found.assumed)))
            return Dated(value=value.value, period=found.period, assumed=assumed)
    if refused:
        raise refused
    return None


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Each way to part a text into a value and a period: value first, then period first."""
    gaps = list(JOINT.finditer(text))
    for gap in gaps:
        yield text[: gap.start()], IN.sub("", text[gap.end() :], count=1).rstrip(" )")
    for gap in gaps:
        yield text[gap.end() :], text[: gap.start()]
