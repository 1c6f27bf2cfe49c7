"""One line about what a KPI needs from here to reach its target."""

from domain.pace.figures import about, change
from domain.pace.pace import Pace
from domain.targets import Wording

RISE = "It needs to {verb} by {needed} a {unit} from here{lately}."
RISE_AT_ONCE = "It needs to {verb} by {needed} in the {unit} that is left{lately}."
LATELY = "; over the last {n} values it {verb} by {recent} a {unit} on average"
UNMOVED = "; over the last {n} values it ended where it began"
ADD = "It needs {needed} a {unit} from here{lately}."
ADD_AT_ONCE = "It needs {needed} in the {unit} that is left{lately}."
USE = "It has room for {needed} a {unit} from here{lately}."
USE_AT_ONCE = "It has room for {needed} in the {unit} that is left{lately}."
BROUGHT = "; the last {n} values were {recent} a {unit} on average"


def need_words(pace: Pace, wording: Wording) -> str:
    """Say what it needs a period from here, beside what it did lately; empty where nothing is to need."""
    if pace.needed is None:
        return ""
    is_last = pace.periods_left == 1
    if pace.kind == "cumulative":
        open_end, at_once = (USE, USE_AT_ONCE) if pace.is_cap else (ADD, ADD_AT_ONCE)
        needed, lately = about(pace.needed, wording), _lately_brought(pace, wording)
        return (at_once if is_last else open_end).format(needed=needed, unit=wording.unit, lately=lately)
    return (RISE_AT_ONCE if is_last else RISE).format(
        verb="rise" if pace.needed > 0 else "fall",
        needed=change(pace.needed, wording),
        unit=wording.unit,
        lately=_lately_moved(pace, wording),
    )


def _lately_moved(pace: Pace, wording: Wording) -> str:
    if pace.recent is None:
        return ""
    if pace.recent == 0:
        return UNMOVED.format(n=pace.recent_values)
    return LATELY.format(
        n=pace.recent_values,
        verb="rose" if pace.recent > 0 else "fell",
        recent=change(pace.recent, wording),
        unit=wording.unit,
    )


def _lately_brought(pace: Pace, wording: Wording) -> str:
    if pace.recent is None or pace.recent_values == 1:
        return ""
    return BROUGHT.format(n=pace.recent_values, recent=about(pace.recent, wording), unit=wording.unit)
