"""What so many values of a KPI can tell, before anybody looks at what they are (sections 3.4 and 3.10)."""

from dataclasses import dataclass
from typing import Literal

from domain.trends.verdicts import FEWEST_CALLED, FEWEST_CORRECTED, FEWEST_SEASONAL

Tells = Literal["nothing", "early_sign", "trend"]
# A stock is tested on its changes: six of them can be clear.
FEWEST_OF_STOCK, CLEAR_OF_STOCK = 6, 7
YEARS_OF_SEASON = 2


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What can be told, and how many values it takes for more; None where nothing more is to be had."""

    tells: Tells
    needed: int | None


def reach_of(count: int, *, is_stock: bool, is_seasonal: bool, season_length: int) -> Reach:
    """Say what `count` whole values tell. `season_length` is in periods: 12 months, 52 weeks or 4 quarters.

    Of a seasonal KPI nothing is told from its season before two years of it are known, of a stock never.
    """
    if is_seasonal and is_stock:
        return Reach(tells="nothing", needed=None)
    if is_seasonal:
        needed = max(FEWEST_SEASONAL, YEARS_OF_SEASON * season_length)
        return Reach(tells="trend", needed=None) if count >= needed else Reach(tells="nothing", needed=needed)
    first, clear = (FEWEST_OF_STOCK, CLEAR_OF_STOCK) if is_stock else (FEWEST_CALLED, FEWEST_CORRECTED)
    if count >= clear:
        return Reach(tells="trend", needed=None)
    return Reach(tells="early_sign", needed=clear) if count >= first else Reach(tells="nothing", needed=first)
