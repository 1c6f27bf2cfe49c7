"""On what the lean turns: a signal, or the last value of one driver, without which it would be another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.evidence.drivers import Driver, without_last
from domain.evidence.inputs import Inputs, Lean
from domain.evidence.kpi_words import at_point
from domain.evidence.lean import WOULD_BE, Weighed, direction_of, lean_of
from domain.evidence.pack import Signal
from domain.evidence.signals.drivers import drivers_signal
from domain.evidence.signals.tripwires import tripwire_signal
from domain.evidence.wording import listed

ON_SIGNAL = "Fragile: it turns on {named}. Without it, {would_be}."
ON_BOTH = "Fragile: it turns on both {named}. Without either one, {would_be}."
ON_EACH = "Fragile: it turns on each of {named}. Without any one of them, {would_be}."
ON_VALUE = "Fragile: it turns on one number, {name} of {value}. Without it, {would_be}."
UNHIT = "the tripwire would not have been hit, and {would_be}"
NAMED = {
    "S1": "the assumptions (S1)",
    "S2": "the drivers (S2)",
    "S3": "learning (S3)",
    "S4": "market feedback (S4)",
    "S5": "improvement (S5)",
    "S6": "cash (S6)",
    "T": "the tripwire (T)",
}


def fragile_on(
    inputs: Inputs, case: Weighed, signals: Sequence[Signal], drivers: Sequence[Driver]
) -> tuple[str, ...]:
    """Say on what the lean turns; nothing where it turns on nothing, or where there is none."""
    lean = lean_of(case)
    if lean == "not_enough":
        return ()
    return (*_on_values(lean, inputs, case, drivers), *_on_signals(lean, case, signals))


def _on_signals(lean: Lean, case: Weighed, signals: Sequence[Signal]) -> Iterator[str]:
    """Leave out each signal. Whether enough would speak is not asked again, only where the rest points."""
    by_lean: dict[Lean, list[str]] = {}
    for signal in signals:
        would_be = direction_of(case.without([signal.name]))
        if would_be != lean:
            by_lean.setdefault(would_be, []).append(NAMED[signal.name])
    for would_be, names in by_lean.items():
        line = {1: ON_SIGNAL, 2: ON_BOTH}.get(len(names), ON_EACH)
        yield line.format(named=listed(names), would_be=WOULD_BE[would_be])


def _on_values(lean: Lean, inputs: Inputs, case: Weighed, drivers: Sequence[Driver]) -> Iterator[str]:
    """Leave out the last value of each driver."""
    for driver in drivers:
        if not driver.kpi.points:
            continue
        without, is_unhit = _without_value(driver, inputs, case, drivers)
        would_be = lean_of(without)
        if would_be == lean:
            continue
        words = WOULD_BE[would_be]
        yield ON_VALUE.format(
            name=driver.kpi.name,
            value=at_point(driver.kpi, driver.kpi.points[-1], inputs),
            would_be=UNHIT.format(would_be=words) if is_unhit else words,
        )


def _without_value(
    driver: Driver, inputs: Inputs, case: Weighed, drivers: Sequence[Driver]
) -> tuple[Weighed, bool]:
    """The case as if the value did not count, and whether a tripwire would then not have been hit."""
    key, last = driver.kpi.key, driver.kpi.points[-1]
    left = without_last(drivers, key, inputs)
    standing = tuple(
        replace(one, hit_on=None) if (one.kpi_key, one.hit_period) == (key, last.period) else one
        for one in inputs.tripwires
    )
    tripped = tripwire_signal(replace(inputs, tripwires=standing)).verdict
    verdicts = {**case.verdicts, "S2": drivers_signal(inputs, left).verdict, "T": tripped}
    has_usable = any(one.is_usable for one in left)
    is_unhit = tripped != case.verdicts["T"]
    return replace(case, verdicts=verdicts, has_usable_driver=has_usable), is_unhit
