"""Make a pack of evidence: a pure function of its inputs."""

from domain.evidence.assumptions import found_of as assumptions_of
from domain.evidence.candidates import candidates_of
from domain.evidence.counter import column, counter_to, items_of
from domain.evidence.drivers import drivers_of
from domain.evidence.drivers import found_of as drivers_found
from domain.evidence.fragility import fragile_on
from domain.evidence.gaps import gaps_of
from domain.evidence.inputs import Inputs
from domain.evidence.lean import because, lean_of, weighed
from domain.evidence.opening import opening_of
from domain.evidence.pack import METHOD, Pack
from domain.evidence.settling import settles_most
from domain.evidence.signals import signals_of, tripped_words
from domain.evidence.three_ways import checks_of
from domain.evidence.warnings import danger_of, first_warning
from domain.evidence.wording import on_day
from domain.wording import listed

FIXED = "This is what the recorded evidence leans towards. It is not a decision. {who_decides}"
DECIDES_ON = "{who} {decide} on {day}."
NO_MEETING = "{who} {decide}; no meeting is planned yet."
NOBODY = "Nobody is named yet who decides"
UNNAMED_ON = NOBODY + " on {day}."
UNNAMED = NOBODY + ", and no meeting is planned."


def pack_of(inputs: Inputs) -> Pack:
    """Find what the recorded evidence says, by the rules of section 3.8 of the domain, version METHOD.

    The same inputs give the same pack, whatever the order of their records. Nothing outside them is read.
    """
    drivers, assumptions = drivers_of(inputs), assumptions_of(inputs)
    signals = signals_of(inputs, drivers, assumptions)
    case = weighed(inputs, signals, drivers)
    lean = lean_of(case)
    items = items_of(inputs, signals, drivers, assumptions)
    is_leaving = lean in {"pivot", "stop"}
    return Pack(
        method=METHOD,
        lean=lean,
        because=because(case, inputs),
        fixed=fixed_sentence(inputs),
        signals=signals,
        drivers=drivers_found(drivers, inputs),
        assumptions=assumptions,
        tripped=tripped_words(inputs),
        counter=counter_to(lean, items),
        fragile=fragile_on(inputs, case, signals, drivers),
        checks=checks_of(inputs) if is_leaving else (),
        candidates=candidates_of(inputs, drivers, assumptions),
        gaps=gaps_of(inputs, drivers, assumptions),
        settles=settles_most(inputs, case),
        danger=danger_of(inputs, signals),
        warning=first_warning(inputs, signals),
        for_continuing=column(items, "continue"),
        for_changing=column(items, "change"),
        opening=opening_of(inputs, drivers) if lean == "not_enough" else (),
    )


def fixed_sentence(inputs: Inputs) -> str:
    """Say that it is no decision, who decides, and on the day of the next meeting."""
    return FIXED.format(who_decides=_who_decides(inputs))


def _who_decides(inputs: Inputs) -> str:
    day = on_day(inputs.meets_on, inputs) if inputs.meets_on else ""
    if not inputs.deciders:
        return UNNAMED_ON.format(day=day) if day else UNNAMED
    names = [one.name for one in inputs.deciders]
    decide = "decide" if len(names) > 1 else "decides"
    line = DECIDES_ON if day else NO_MEETING
    return line.format(who=listed(names), decide=decide, day=day)
