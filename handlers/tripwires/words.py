"""Tripwires in words."""

from domain.tripwires import OP_WORDS, Bound
from handlers.kpis.series import period_name, shown
from handlers.moments import day
from handlers.turn import Here
from storage.tables import Kpi

BOUND = "{name} {compared} {value}{when}"
IN_PERIOD = " in {period}"
UNTIL = " until {day}"


def words_of(here: Here, kpi: Kpi, bound: Bound) -> str:
    """What is watched, as in Cost per lead above £300 in December 2026."""
    when = ""
    if bound.period is not None:
        when = IN_PERIOD.format(period=period_name(here, bound.period))
    elif bound.last_day is not None:
        when = UNTIL.format(day=day(here, bound.last_day))
    value = shown(here, kpi, bound.value)
    return BOUND.format(name=kpi.name, compared=OP_WORDS[bound.op], value=value, when=when)
