"""S1: what the tests say of the assumptions that the strategy rests on."""

from collections.abc import Mapping, Sequence

from domain.evidence.assumptions import TESTED, tests_of
from domain.evidence.inputs import AssumptionFacts, AssumptionState, Inputs, Verdict
from domain.evidence.pack import AssumptionFound, Signal
from domain.evidence.wording import assumption_named, counted, listed, sentence

TITLE = "Assumptions"
RULE = (
    "Stop: at least 2 assumptions, all tested, each open for a full cycle, and none supported. Change: a"
    " critical one is not supported, and at least half of those tested are not. Continue: no critical one"
    " is not supported, and at least half of those tested are supported. Else mixed; silent while none"
    " is tested."
)
NONE_WRITTEN = "No assumption is written."
NONE_TESTED = "None of {n} is tested{rest}."
TESTED_SOME = "{tested} of {n} {are} tested: {parts}{rest}."
PARTS: tuple[tuple[AssumptionState, str], ...] = (
    ("not_supported", "not supported"),
    ("mixed", "mixed"),
    ("supported", "supported"),
)
RESTS: tuple[tuple[AssumptionState, str], ...] = (
    ("too_early", "too early to tell"),
    ("untested", "untested"),
)
CRITICAL = "Critical and not supported: {named}"
FEWEST_FOR_STOP = 2


def assumptions_signal(inputs: Inputs, found: Sequence[AssumptionFound]) -> Signal:
    """Judge the assumptions that are not retired by their states; section 3.8 of the domain's rules, S1."""
    states = {one.number: one.state for one in found if one.state != "retired"}
    facts = {one.number: one for one in inputs.assumptions}
    tested = [number for number, state in states.items() if state in TESTED]
    sources = [f"assumption:{number}" for number in sorted(tested)]
    sources += [
        f"experiment:{test.number}"
        for number in sorted(tested)
        for test in tests_of(facts[number], inputs.experiments)
    ]
    return Signal(
        name="S1",
        title=TITLE,
        verdict=verdict_of(states, inputs),
        rule=RULE,
        facts=_words(states, facts),
        sources=tuple(dict.fromkeys(sources)),
        strength=_strength(states, tested),
    )


def verdict_of(states: Mapping[int, AssumptionState], inputs: Inputs) -> Verdict:
    """The verdict for assumptions in these states, by their numbers, without those that are retired."""
    facts = {one.number: one for one in inputs.assumptions}
    tested = [number for number, state in states.items() if state in TESTED]
    if not tested:
        return "silent"
    supported = sum(state == "supported" for state in states.values())
    failed = sum(state == "not_supported" for state in states.values())
    has_critical_failed = any(
        states[number] == "not_supported" and facts[number].is_critical for number in tested
    )
    is_all = len(tested) == len(states) >= FEWEST_FOR_STOP
    if is_all and not supported and all(_was_open_for_a_cycle(facts[number], inputs) for number in tested):
        return "stop"
    if has_critical_failed:
        return "change" if 2 * failed >= len(tested) else "mixed"
    return "continue" if 2 * supported >= len(tested) else "mixed"


def _was_open_for_a_cycle(assumption: AssumptionFacts, inputs: Inputs) -> bool:
    """Whether a whole cycle, from its first day to its last, has passed since it was opened."""
    return any(
        cycle.until is not None and assumption.opened_on <= cycle.since and cycle.until <= inputs.today
        for cycle in inputs.cycles
    )


def _strength(states: Mapping[int, AssumptionState], tested: Sequence[int]) -> float:
    if not tested:
        return 0.0
    supported = sum(states[number] == "supported" for number in tested)
    failed = sum(states[number] == "not_supported" for number in tested)
    return abs(supported - failed) / len(tested)


def _words(states: Mapping[int, AssumptionState], facts: Mapping[int, AssumptionFacts]) -> str:
    if not states:
        return NONE_WRITTEN
    found = list(states.values())
    parts = [f"{found.count(state)} {name}" for state, name in PARTS if state in found]
    rests = [f"{found.count(state)} {name}" for state, name in RESTS if state in found]
    rest = f"; {listed(rests)}" if rests else ""
    if not parts:
        return NONE_TESTED.format(n=counted(len(states), "assumption"), rest=rest)
    tested = sum(state in TESTED for state in found)
    line = TESTED_SOME.format(
        tested=tested,
        n=counted(len(states), "assumption"),
        are="is" if tested == 1 else "are",
        parts=listed(parts),
        rest=rest,
    )
    failed = [facts[n] for n in sorted(states) if states[n] == "not_supported" and facts[n].is_critical]
    if not failed:
        return line
    return f"{line} {sentence(CRITICAL.format(named=listed(map(assumption_named, failed))))}"
