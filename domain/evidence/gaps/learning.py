"""Gaps of what was assumed and tested: nothing written, nothing tested, a sample or a lesson missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.evidence.assumptions import TESTED, seen_words, tests_of
from domain.evidence.cycles import last_cycle, open_cycle
from domain.evidence.gaps.whom import Asking
from domain.evidence.inputs import AssumptionFacts, ExperimentFacts, Inputs
from domain.evidence.pack import AssumptionFound, Gap
from domain.evidence.settling import nearest_test
from domain.evidence.wording import assumption_named, experiment_named, in_full, on_day
from domain.experiments import DECISIVE
from domain.wording import sentence

NONE_WRITTEN = "No assumption is written: nobody has said what has to be true for the strategy to work."
WRITE = "Write the one that worries you most, with the number that would prove it wrong."
UNTESTED = "{named} is untested{critical}."
CRITICAL = ", and it is critical"
TEST_IT = "Plan the smallest test of it, with its sample, against {threshold}."
START_IT = "Start {test}."
TOO_EARLY = "{test} is too early to tell{seen}."
WORD_ALONE = "{named} stands on the word of {who} alone, and a word alone settles nothing here."
WAITING = "{named} is too early to tell. {why}"
ENDED = "{named} can no longer be told by its KPI. {why}"
ANEW = "Write it anew with a threshold for a KPI as it is now, or plan a test."
QUICKER = "Report its KPI in time, or plan a test that is quicker."
MORE = "{left} more{until}."
MORE_CHEAPEST = "The cheapest test, as it is nearest to its sample: {left} more{until}."
CONCLUDE = "Its sample is complete{until}: conclude it."
WAIT = "Record its result with n{until}."
UNTIL = ", by its stop date {day}"
PASSED = "; its stop date, {day}, has passed"
NO_LESSON = "{test} was concluded, and what it taught is not written."
WRITE_LESSON = "Write one line: what is known now that was not known before?"
FIRST_CYCLE = "Learning cannot be compared yet: this is the first cycle."
MEET = "Hold the first meeting. It closes this cycle."


def assumption_gaps(inputs: Inputs, found: Sequence[AssumptionFound], asking: Asking) -> Iterator[Gap]:
    """Say which assumptions are missing or untested, critical ones first."""
    facts = {one.number: one for one in inputs.assumptions}
    if all(one.state == "retired" for one in found):
        yield asking.gap("assumption", NONE_WRITTEN, WRITE)
        return
    untested = [facts[one.number] for one in found if one.state == "untested"]
    for assumption in sorted(untested, key=lambda one: (not one.is_critical, one.number)):
        what = UNTESTED.format(
            named=assumption_named(assumption), critical=CRITICAL if assumption.is_critical else ""
        )
        yield asking.gap(f"assumption:{assumption.number}", sentence(what), _how_to_test(assumption, inputs))

    yield from _words_alone(inputs, found, asking)
    for one in found:
        if one.state == "too_early" and not _is_running(facts[one.number], inputs):
            has_ended = facts[one.number].held_to is not None
            what = (ENDED if has_ended else WAITING).format(
                named=assumption_named(facts[one.number]), why=one.why
            )
            yield asking.gap(f"assumption:{one.number}", sentence(what), ANEW if has_ended else QUICKER)


def _words_alone(inputs: Inputs, found: Sequence[AssumptionFound], asking: Asking) -> Iterator[Gap]:
    """Where nothing is tested, ask for a test of what stands on a person's word."""
    if any(one.state in TESTED and not one.by_word for one in found):
        return
    facts = {one.number: one for one in inputs.assumptions}
    for one in found:
        if one.by_word:
            assumption = facts[one.number]
            what = WORD_ALONE.format(named=assumption_named(assumption), who=one.by_word)
            yield asking.gap(f"assumption:{one.number}", sentence(what), _how_to_test(assumption, inputs))


def _is_running(assumption: AssumptionFacts, inputs: Inputs) -> bool:
    """Whether a test of it runs: that is a gap of its own."""
    return any(test.outcome == "running" for test in tests_of(assumption, inputs.experiments))


def _how_to_test(assumption: AssumptionFacts, inputs: Inputs) -> str:
    planned = [one for one in tests_of(assumption, inputs.experiments) if one.outcome == "planned"]
    if planned:
        return START_IT.format(test=experiment_named(planned[0]))
    return TEST_IT.format(threshold=in_full(assumption.threshold))


def experiment_gaps(inputs: Inputs, asking: Asking) -> Iterator[Gap]:
    """Say which tests cannot be counted yet, the one nearest to its sample first; and lessons unwritten."""
    nearest = nearest_test(inputs)
    running = [one for one in inputs.experiments if one.outcome == "running"]
    for one in sorted(running, key=lambda one: (one is not nearest, one.number)):
        seen = seen_words(one, inputs)
        what = TOO_EARLY.format(test=experiment_named(one), seen=f": {seen}" if seen else "")
        how = _how_to_end(one, inputs, is_cheapest=one is nearest)
        yield asking.gap(f"experiment:{one.number}", sentence(what), how, owned=one)
    yield from _lessons(inputs, asking)


def _how_to_end(one: ExperimentFacts, inputs: Inputs, *, is_cheapest: bool) -> str:
    until = ""
    if one.stop_on is not None:
        line = UNTIL if one.stop_on >= inputs.today else PASSED
        until = line.format(day=on_day(one.stop_on, inputs))
    if one.sample_planned is None:
        return WAIT.format(until=until)
    if not one.is_below_sample:
        return CONCLUDE.format(until=until)
    left = one.sample_planned - (one.n or 0)
    return (MORE_CHEAPEST if is_cheapest else MORE).format(left=left, until=until)


def _lessons(inputs: Inputs, asking: Asking) -> Iterator[Gap]:
    cycle = open_cycle(inputs)
    for one in sorted(inputs.experiments, key=lambda one: one.number):
        is_of_now = cycle is not None and one.cycle == cycle.number
        if is_of_now and one.outcome in DECISIVE and not one.lesson.strip():
            what = sentence(NO_LESSON.format(test=experiment_named(one)))
            yield asking.gap(f"experiment:{one.number}", what, WRITE_LESSON, owned=one)
    if last_cycle(inputs) is None:
        yield replace(asking.gap("meeting", FIRST_CYCLE, MEET), by=inputs.meets_on)
