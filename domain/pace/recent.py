"""How a KPI moved lately."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from domain.periods import Period

WINDOW = 6
FEWEST = 2


def recent_change(values: Mapping[Period, Decimal]) -> tuple[Fraction | None, int]:
    """The mean change a period over the last 6 reported values, and their number; None from fewer than 2.

    (last - first) / (periods between them), so that a gap counts for its length.
    """
    window = sorted(values)[-WINDOW:]
    if len(window) < FEWEST:
        return None, len(window)
    change = Fraction(values[window[-1]]) - Fraction(values[window[0]])
    return change / (window[-1].ordinal - window[0].ordinal), len(window)


def recent_mean(values: Mapping[Period, Decimal]) -> tuple[Fraction | None, int]:
    """The mean of the last 6 reported values, and how many they were; None where there is none."""
    window = sorted(values)[-WINDOW:]
    if not window:
        return None, 0
    return Fraction(sum(Fraction(values[period]) for period in window), len(window)), len(window)
