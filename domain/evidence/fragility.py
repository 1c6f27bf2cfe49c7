"""On what the lean turns: a signal, or the last value of one KPI, without which it would be another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.evidence.drivers import Driver, without_last
from domain.evidence.inputs import Inputs, KpiFacts, Lean
from domain.evidence.kpi_words import at_point
from domain.evidence.lean import WOULD_BE, Weighed, direction_of, lean_of
from domain.evidence.needs import without_last_value
from domain.evidence.pack import Signal
from domain.evidence.signals.assumptions import verdict_in
from domain.evidence.signals.drivers import drivers_signal
from domain.evidence.signals.names import NAMED
from domain.evidence.signals.tripwires import tripwire_signal
from domain.wording import listed

# By how many it turns on: one, both, or each of several.
ON_SIGNAL = (
    "Fragile: it turns on {named}. Without it, {would_be}.",
    "Fragile: it turns on both {named}. Without either one, {would_be}.",
    "Fragile: it turns on each of {named}. Without any one of them, {would_be}.",
)
# Where its silence alone would leave too little evidence.
ON_SPEAKING = (
    "Fragile: it turns on {named}. If that pointed neither way, {would_be}; if it were silent, {too_little}.",
    "Fragile: it turns on both {named}. If either one pointed neither way, {would_be}; if it were silent,"
    " {too_little}.",
    "Fragile: it turns on each of {named}. If any one of them pointed neither way, {would_be}; if it were"
    " silent, {too_little}.",
)
ON_VALUE = "Fragile: it turns on one number, {name} of {value}. Without it, {would_be}."
UNHIT = "the tripwire would not have been hit, and {would_be}"


def fragile_on(
    inputs: Inputs, case: Weighed, signals: Sequence[Signal], drivers: Sequence[Driver]
) -> tuple[str, ...]:
    """Say on what the lean turns; nothing where it turns on nothing, or where there is none."""
    lean = lean_of(case)
    if lean == "not_enough":
        return ()
    return (*_on_values(lean, inputs, case, drivers), *_on_signals(lean, case, signals))


def _on_signals(lean: Lean, case: Weighed, signals: Sequence[Signal]) -> Iterator[str]:
    """Suppose of each signal that it points neither way, and say where its silence would leave too little."""
    found: dict[tuple[Lean, bool], list[str]] = {}
    for signal in signals:
        silent = case.without([signal.name])
        would_be, is_too_little = direction_of(silent), lean_of(silent) == "not_enough"
        if would_be != lean:
            found.setdefault((would_be, is_too_little), []).append(NAMED[signal.name])
    for (would_be, is_too_little), names in found.items():
        lines = ON_SPEAKING if is_too_little else ON_SIGNAL
        line = lines[min(len(names), len(lines)) - 1]
        yield line.format(named=listed(names), would_be=WOULD_BE[would_be], too_little=WOULD_BE["not_enough"])


def _on_values(lean: Lean, inputs: Inputs, case: Weighed, drivers: Sequence[Driver]) -> Iterator[str]:
    """Leave out the last value of each driver, and of each other KPI that an assumption is held against."""
    others = [kpi for kpi in inputs.kpis if not kpi.is_driver and _is_linked(kpi, inputs)]
    kpis = [*(driver.kpi for driver in drivers), *sorted(others, key=lambda kpi: kpi.key)]
    for kpi in kpis:
        if not kpi.points:
            continue
        without = _without_value(kpi, inputs, case, drivers)
        would_be = lean_of(without)
        if would_be == lean:
            continue
        words, is_unhit = WOULD_BE[would_be], without.verdicts["T"] != case.verdicts["T"]
        yield ON_VALUE.format(
            name=kpi.name,
            value=at_point(kpi, kpi.points[-1], inputs),
            would_be=UNHIT.format(would_be=words) if is_unhit else words,
        )


def _is_linked(kpi: KpiFacts, inputs: Inputs) -> bool:
    """Whether an assumption or a tripwire is held against its values."""
    wires = (one.kpi_key for one in inputs.tripwires if one.hit_on is not None)
    return kpi.key in {*(one.kpi_key for one in inputs.assumptions), *wires}


def _without_value(kpi: KpiFacts, inputs: Inputs, case: Weighed, drivers: Sequence[Driver]) -> Weighed:
    """The case as if the last value of this KPI did not count."""
    left = _left(kpi, inputs)
    verdicts = {**case.verdicts, "T": tripwire_signal(left).verdict}
    if any(one.kpi_key == kpi.key for one in inputs.assumptions):
        verdicts["S1"] = verdict_in(left)
    if not kpi.is_driver:
        return replace(case, verdicts=verdicts)
    judged = without_last(drivers, kpi.key, inputs)
    verdicts["S2"] = drivers_signal(inputs, judged).verdict
    return replace(case, verdicts=verdicts, has_usable_driver=any(one.is_usable for one in judged))


def _left(kpi: KpiFacts, inputs: Inputs) -> Inputs:
    """The inputs without its last value, and with tripwires as if that had not hit them."""
    last, cut = kpi.points[-1], without_last_value(kpi)
    wires = tuple(
        replace(one, hit_on=None) if (one.kpi_key, one.hit_period) == (kpi.key, last.period) else one
        for one in inputs.tripwires
    )
    return replace(
        inputs, tripwires=wires, kpis=tuple(cut if one.key == kpi.key else one for one in inputs.kpis)
    )
