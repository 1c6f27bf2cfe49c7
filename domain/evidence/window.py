"""How many values of a KPI go into a pack."""

from typing import Literal

from domain.periods import PERIODS_A_YEAR

FEWEST, SEASONS_KEPT = 36, 3


def longest_window(
    cadence: Literal["weekly", "monthly", "quarterly"], *, is_seasonal: bool, asked: int = 0
) -> int:
    """How many values are kept, in periods: 36; of a seasonal KPI three years, as its trend compares.

    More where an assumption asks for more periods in a row: the longest such span is `asked`.
    """
    return max(FEWEST, asked, SEASONS_KEPT * PERIODS_A_YEAR[cadence] if is_seasonal else 0)
