"""How many values of a KPI go into a pack."""

from typing import Literal

from domain.periods import PERIODS_A_YEAR

FEWEST, SEASONS_KEPT = 36, 3


def longest_window(cadence: Literal["weekly", "monthly", "quarterly"], *, is_seasonal: bool) -> int:
    """How many values are kept, in periods: 36; of a seasonal KPI three years, as its trend compares."""
    return max(FEWEST, SEASONS_KEPT * PERIODS_A_YEAR[cadence]) if is_seasonal else FEWEST
