"""Which one test would settle most: the one whose results lead to different leans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.evidence.assumptions import standing_of
from domain.evidence.cycles import open_cycle
from domain.evidence.inputs import AssumptionFacts, ExperimentFacts, Inputs, Lean
from domain.evidence.lean import WOULD_BE, Weighed, lean_of
from domain.evidence.signals.assumptions import verdict_in
from domain.evidence.signals.learning import learning_signal
from domain.evidence.wording import experiment_named, in_full, quoted
from domain.experiments import OPEN
from domain.wording import sentence

OPEN_ONE = "{test}{of}{seen}."
OF = ", which tests assumption {number}"
SEEN = ", with {n} of {planned} so far"
NEW_ONE = "A test of assumption {number} {text}, which nobody has begun, against {threshold}."
TURNS = " If it is validated, {yes}; if it is invalidated, {no}."
ALIKE = " Whatever it shows, {would_be}."
SAME = " Neither result would change the lean; it is still the next thing to learn."
NOT_YET = " Neither result alone would be enough for a lean; it is the cheapest step towards one."
WRITE_FIRST = "Write the first assumption with its threshold, and then the smallest test of it."
ALL_TESTED = "Every assumption is tested. Write down what has to be true next, and test that."
NEW = 10**9


@dataclass(frozen=True, kw_only=True)
class _Option:
    """A test that could be finished, and the leans to which its two results would lead."""

    test: ExperimentFacts
    is_new: bool
    is_critical: bool
    yes: Lean
    no: Lean


def settles_most(inputs: Inputs, case: Weighed) -> str:
    """Name the test whose result would change most, by trying both of its results on the same rules."""
    if not any(one.said != "retired" for one in inputs.assumptions):
        return WRITE_FIRST
    now = lean_of(case)
    options = [_tried(test, inputs, case) for test in _tests(inputs)]
    if not options:
        return ALL_TESTED
    return _words(max(options, key=lambda option: _rank(option, now)), now, inputs)


def nearest_test(inputs: Inputs) -> ExperimentFacts | None:
    """The running test that is nearest to its planned sample; None where none runs."""
    running = [one for one in inputs.experiments if one.outcome == "running" and one.sample_planned]
    return max(running, key=lambda one: (_progress(one), -one.number), default=None)


def _tests(inputs: Inputs) -> Iterator[ExperimentFacts]:
    """Those under way; where there are none, one that could be written for each assumption that is open."""
    known = {one.number for one in inputs.assumptions if one.said != "retired"}
    under_way = [one for one in inputs.experiments if one.outcome in OPEN and one.assumption in known]
    yield from under_way
    if under_way:
        return
    for one in inputs.assumptions:
        standing = standing_of(one, inputs)
        if standing.by_word or standing.state in {"untested", "mixed", "not_supported", "too_early"}:
            yield ExperimentFacts(
                number=NEW,
                name="",
                assumption=one.number,
                cycle=0,
                outcome="planned",
                threshold=one.threshold,
            )


def _tried(test: ExperimentFacts, inputs: Inputs, case: Weighed) -> _Option:
    facts = next(one for one in inputs.assumptions if one.number == test.assumption)
    return _Option(
        test=test,
        is_new=test.number == NEW,
        is_critical=facts.is_critical,
        yes=_after(test, inputs, case, is_validated=True),
        no=_after(test, inputs, case, is_validated=False),
    )


def _after(test: ExperimentFacts, inputs: Inputs, case: Weighed, *, is_validated: bool) -> Lean:
    """The lean if this test were concluded today with its whole sample, and its lesson written."""
    cycle = open_cycle(inputs)
    ended = replace(
        test,
        outcome="validated" if is_validated else "invalidated",
        n=test.sample_planned,
        lesson="?",
        cycle=cycle.number if cycle else test.cycle,
    )
    others = tuple(one for one in inputs.experiments if one.number != test.number)
    supposed = replace(inputs, experiments=(*others, ended))
    verdicts = {
        **case.verdicts,
        "S1": verdict_in(supposed),
        "S3": learning_signal(supposed).verdict,
    }
    return lean_of(replace(case, verdicts=verdicts))


def _rank(option: _Option, now: Lean) -> tuple[int, bool, bool, float, int]:
    """How many results lead elsewhere; then critical ones, and those nearest to an end."""
    turns = (option.yes != now) + (option.no != now)
    is_running = option.test.outcome == "running"
    nearest = -(option.test.assumption or 0) if option.is_new else -option.test.number
    return turns, option.is_critical, is_running, _progress(option.test), nearest


def _progress(test: ExperimentFacts) -> float:
    return (test.n or 0) / test.sample_planned if test.sample_planned else 0.0


def _words(option: _Option, now: Lean, inputs: Inputs) -> str:
    test = option.test
    turn = _turn(option, now)
    if option.is_new:
        return _new(test, inputs.assumptions) + turn
    seen = SEEN.format(n=test.n or 0, planned=test.sample_planned) if test.sample_planned else ""
    of = OF.format(number=test.assumption)
    return sentence(OPEN_ONE.format(test=experiment_named(test), of=of, seen=seen)) + turn


def _turn(option: _Option, now: Lean) -> str:
    """Say to what its two results would lead."""
    if option.yes != option.no:
        return TURNS.format(yes=WOULD_BE[option.yes], no=WOULD_BE[option.no])
    if option.yes != now:
        return ALIKE.format(would_be=WOULD_BE[option.yes])
    return NOT_YET if now == "not_enough" else SAME


def _new(test: ExperimentFacts, assumptions: Sequence[AssumptionFacts]) -> str:
    facts = next(one for one in assumptions if one.number == test.assumption)
    return NEW_ONE.format(number=facts.number, text=quoted(facts.text), threshold=in_full(facts.threshold))
