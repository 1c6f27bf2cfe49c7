"""S2: whether the drivers move toward what is wanted of them."""

from collections.abc import Sequence

from domain.evidence.drivers import Driver
from domain.evidence.inputs import Inputs, Verdict
from domain.evidence.pack import Signal
from domain.evidence.signals.names import TITLES
from domain.evidence.wording import number, share
from domain.forecast import Movement
from domain.wording import counted, listed

RULE = (
    "Among the drivers that can be told, {needed} at least. Continue: more move toward what is wanted than"
    " move away or do not move. Change: fewer do. Equal numbers are mixed. Those with enough values are"
    " judged together, with at most {level} false alarms among the trends that are called"
    " (Benjamini-Hochberg)."
)
NO_DRIVERS = "No KPI is a driver."
TOLD = "{told} of {n} can be told: {parts}."
TOO_FEW = "{told} of {n} can be told, and {needed} are needed{parts}."
PARTS: tuple[tuple[Movement, str, str], ...] = (
    ("away", "{n} moves away ({names})", "{n} move away ({names})"),
    ("not_moving", "{n} does not move ({names})", "{n} do not move ({names})"),
    ("toward", "{n} moves toward what is wanted ({names})", "{n} move toward what is wanted ({names})"),
)


def drivers_signal(inputs: Inputs, drivers: Sequence[Driver]) -> Signal:
    """Judge the drivers that can be told; section 3.8 of the domain's rules, S2."""
    told = [driver for driver in drivers if driver.can_be_told]
    toward = sum(driver.movement == "toward" for driver in told)
    thresholds = inputs.thresholds
    return Signal(
        name="S2",
        title=TITLES["S2"],
        verdict=verdict_of(toward, len(told), needed=thresholds.drivers_needed),
        rule=RULE.format(
            needed=number(thresholds.drivers_needed, inputs), level=share(thresholds.together_level, inputs)
        ),
        facts=_words(drivers, told, thresholds.drivers_needed),
        sources=tuple(f"kpi:{driver.kpi.key}" for driver in told),
        strength=abs(2 * toward - len(told)) / len(told) if told else 0.0,
    )


def verdict_of(toward: int, told: int, *, needed: int) -> Verdict:
    """The verdict where so many of those that can be told move toward what is wanted."""
    if told < needed or not told:
        return "silent"
    rest = told - toward
    return "continue" if toward > rest else "change" if rest > toward else "mixed"


def _words(drivers: Sequence[Driver], told: Sequence[Driver], needed: int) -> str:
    if not drivers:
        return NO_DRIVERS
    found = []
    for movement, one, many in PARTS:
        names = [driver.kpi.name for driver in told if driver.movement == movement]
        if names:
            found.append((one if len(names) == 1 else many).format(n=len(names), names=listed(names)))
    parts, of = listed(found), counted(len(drivers), "driver")
    if len(told) < needed:
        return TOO_FEW.format(told=len(told), n=of, needed=needed, parts=f": {parts}" if found else "")
    return TOLD.format(told=len(told), n=of, parts=parts)
