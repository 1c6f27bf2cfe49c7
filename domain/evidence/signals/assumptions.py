"""S1: what the tests say of the assumptions that the strategy rests on."""

from collections.abc import Collection, Mapping, Sequence

from domain.evidence.assumptions import TESTED, standing_of, tests_of
from domain.evidence.inputs import AssumptionFacts, AssumptionState, Inputs, Verdict
from domain.evidence.pack import AssumptionFound, Signal
from domain.evidence.signals.names import TITLES
from domain.evidence.wording import assumption_named
from domain.wording import counted, listed, sentence, some_of

RULE = (
    "Stop: at least 2 assumptions, all tested, each open for a full cycle, and none supported. Change: a"
    " critical one is not supported, and at least half of those with a status are not. Continue: no critical"
    " one is not supported, and at least half of those with a status are supported. Else mixed; silent while"
    " none is tested: the word of a person gives a status, and alone it says nothing here."
)
NONE_WRITTEN = "No assumption is written."
NONE_TESTED = "None of {n} is tested{rest}."
ON_WORD = "{n} {stand} on a person's word ({who}): {parts}."
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
    words = {one.number: one.by_word for one in found if one.by_word}
    facts = {one.number: one for one in inputs.assumptions}
    tested = [number for number, state in states.items() if state in TESTED]
    verdict = verdict_of(states, inputs, by_word=words)
    sources = [f"assumption:{number}" for number in sorted(tested)]
    sources += [
        f"experiment:{test.number}"
        for number in sorted(tested)
        for test in tests_of(facts[number], inputs.experiments)
    ]
    return Signal(
        name="S1",
        title=TITLES["S1"],
        verdict=verdict,
        rule=RULE,
        facts=_words(states, facts, words),
        sources=tuple(dict.fromkeys(sources)),
        strength=_strength(states, [] if verdict == "silent" else tested),
    )


def verdict_in(inputs: Inputs) -> Verdict:
    """The verdict alone."""
    standing = {one.number: standing_of(one, inputs) for one in inputs.assumptions}
    states = {number: one.state for number, one in standing.items() if one.state != "retired"}
    return verdict_of(states, inputs, by_word=[number for number, one in standing.items() if one.by_word])


def verdict_of(
    states: Mapping[int, AssumptionState], inputs: Inputs, *, by_word: Collection[int] = ()
) -> Verdict:
    """The verdict for assumptions in these states, by their numbers, without those that are retired.

    Those `by_word` stand on a person's word. It never speaks alone, and it makes no stop: that takes tests.
    """
    facts = {one.number: one for one in inputs.assumptions}
    tested = [number for number, state in states.items() if state in TESTED]
    if all(number in by_word for number in tested):
        return "silent"
    supported = sum(state == "supported" for state in states.values())
    failed = sum(state == "not_supported" for state in states.values())
    has_critical_failed = any(
        states[number] == "not_supported" and facts[number].is_critical for number in tested
    )
    is_all = len(tested) == len(states) >= FEWEST_FOR_STOP and not any(n in by_word for n in states)
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


def _words(
    states: Mapping[int, AssumptionState], facts: Mapping[int, AssumptionFacts], words: Mapping[int, str]
) -> str:
    if not states:
        return NONE_WRITTEN
    said = [states[number] for number in words]
    lines = [_tested([state for number, state in states.items() if number not in words], len(states))]
    if said:
        stand, who = "stands" if len(said) == 1 else "stand", some_of(dict.fromkeys(words.values()))
        lines.append(ON_WORD.format(n=len(said), stand=stand, who=who, parts=_parts(said, PARTS)))
    failed = [facts[n] for n in sorted(states) if states[n] == "not_supported" and facts[n].is_critical]
    if failed:
        lines.append(sentence(CRITICAL.format(named=some_of(map(assumption_named, failed)))))
    return " ".join(lines)


def _tested(found: Sequence[AssumptionState], of: int) -> str:
    """Say how many are tested, where those that stand on a person's word are left out of what was found."""
    parts, rests = _parts(found, PARTS), _parts(found, RESTS)
    n, rest = counted(of, "assumption"), f"; {rests}" if rests else ""
    if not parts:
        return NONE_TESTED.format(n=n, rest=rest)
    tested = sum(state in TESTED for state in found)
    are = "is" if tested == 1 else "are"
    return TESTED_SOME.format(tested=tested, n=n, are=are, parts=parts, rest=rest)


def _parts(found: Sequence[AssumptionState], names: Sequence[tuple[AssumptionState, str]]) -> str:
    return listed(f"{found.count(state)} {name}" for state, name in names if state in found)
