"""Where each assumption stands, by its tests and its KPI, and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.evidence.holding import Holding, Says, Voice, holding_of, voice_of
from domain.evidence.inputs import AssumptionFacts, AssumptionState, ExperimentFacts, Inputs
from domain.evidence.pack import AssumptionFound
from domain.evidence.wording import experiment_named, in_full, on_day, ranged
from domain.wording import listed, sentence

UNTESTED = "No test of it has brought a result yet, and none is under way."
PLANNED = "{test} is planned and has not begun"
RUNNING = "{test} is running{seen}. Too early to tell"
BELOW = "{test} was concluded{seen}. Too few to count"
CONCLUDED = "{test} {outcome} it{seen}, against {threshold}"
CONCLUDED_BARE = "{test} {outcome} it{seen}"
INCONCLUSIVE = "{test} ended without a clear result{seen}"
ABANDONED = "{test} was abandoned"
SO_FAR = "{seen} so far"
OF_PLANNED = "{seen} so far, of {planned} planned"
BELOW_PLANNED = "{seen}, of {planned} planned"
PLANNED_ALONE = "{n} of {planned} planned"
EDITED = "Its threshold was edited after the start of {test}, so that this result counts as mixed"
EDITED_LATER = "Its threshold was edited on {day}, after a result: what there is counts as mixed."
CHANGED = "Its {what} {was} changed after the start"
SAID = "{who} says that it {is_so}"
SAID_WHY = "{who} says that it {is_so}: {why}"
RECORDS = "By the records alone it {is_so}."
NOT_LIFTED = "A word does not lift the mark of a threshold that was edited after a result."
SOMEBODY = "somebody"
DISAGREE = "The results disagree."
STANDS = {
    "supported": "is supported",
    "not_supported": "is not supported",
    "mixed": "is mixed",
    "retired": "is retired",
    "too_early": "is too early to tell",
    "untested": "is untested",
}
BARE = {"planned": PLANNED, "abandoned": ABANDONED}
TESTED: frozenset[AssumptionState] = frozenset({"supported", "not_supported", "mixed"})
DECISIVE: frozenset[Says] = frozenset({"for", "against", "mixed"})
THRESHOLD = "threshold"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an assumption stands, and where by the records alone; `by_word`: on whose word, if on one."""

    state: AssumptionState
    recorded: AssumptionState
    by_word: str


def found_of(inputs: Inputs) -> tuple[AssumptionFound, ...]:
    """Say where each assumption stands, in the order of their numbers."""
    return tuple(_found(one, inputs) for one in sorted(inputs.assumptions, key=lambda one: one.number))


def tests_of(
    assumption: AssumptionFacts, experiments: Sequence[ExperimentFacts]
) -> tuple[ExperimentFacts, ...]:
    """The experiments that test an assumption, in the order of their numbers."""
    linked = (one for one in experiments if one.assumption == assumption.number)
    return tuple(sorted(linked, key=lambda one: one.number))


def standing_of(assumption: AssumptionFacts, inputs: Inputs) -> Standing:
    """Where it stands: by a person's word, else by the records. Section 3.8 of the domain's rules.

    A word that the records confirm rests on them. None lifts the mark of a threshold that was edited.
    """
    said = {_says(test) for test in tests_of(assumption, inputs.experiments)}
    if (held := _holding(assumption, inputs)) is not None:
        said.add(held.says)
    return _standing(assumption, said)


def state_of(assumption: AssumptionFacts, inputs: Inputs) -> AssumptionState:
    """Its state alone."""
    return standing_of(assumption, inputs).state


def _standing(assumption: AssumptionFacts, said: Collection[Says]) -> Standing:
    recorded = _state(said, is_edited=assumption.changed_on is not None)
    word = assumption.said
    if word == "retired":
        return Standing(state=word, recorded=recorded, by_word="")
    if not word or word == recorded or _is_marked(assumption, said):
        return Standing(state=recorded, recorded=recorded, by_word="")
    return Standing(state=word, recorded=recorded, by_word=assumption.said_by or SOMEBODY)


def _is_marked(assumption: AssumptionFacts, said: Collection[Says]) -> bool:
    """Whether a result counts as mixed since its threshold was edited after it."""
    return "mixed" in said or (assumption.changed_on is not None and bool(DECISIVE.intersection(said)))


def _state(said: Collection[Says], *, is_edited: bool) -> AssumptionState:
    decisive = DECISIVE.intersection(said)
    if decisive:
        is_mixed = is_edited or decisive not in ({"for"}, {"against"})
        return "mixed" if is_mixed else "supported" if decisive == {"for"} else "not_supported"
    return "too_early" if "early" in said else "untested"


def _holding(assumption: AssumptionFacts, inputs: Inputs) -> Holding | None:
    followed = (kpi for kpi in inputs.kpis if kpi.key == assumption.kpi_key)
    kpi = assumption.held_to or next(followed, None)
    return None if kpi is None else holding_of(assumption, kpi, inputs)


def _found(assumption: AssumptionFacts, inputs: Inputs) -> AssumptionFound:
    voices = [_heard(test, inputs) for test in tests_of(assumption, inputs.experiments)]
    if (held := _holding(assumption, inputs)) is not None:
        voices.append(voice_of(held, inputs))
    standing = _standing(assumption, [voice.says for voice in voices])
    lines = _lines(assumption, voices, standing.recorded, inputs)
    if assumption.said:
        records = [RECORDS.format(is_so=STANDS[standing.recorded])] if voices else []
        lines = [_said(assumption), *records, *lines]
    if assumption.said not in ("", "retired", standing.state):
        lines.append(NOT_LIFTED)
    return AssumptionFound(
        number=assumption.number,
        state=standing.state,
        why=" ".join(lines) or UNTESTED,
        by_word=standing.by_word,
    )


def _lines(
    assumption: AssumptionFacts, voices: Sequence[Voice], recorded: AssumptionState, inputs: Inputs
) -> list[str]:
    lines = [sentence(voice.words) for voice in voices]
    if recorded == "mixed" and assumption.changed_on is not None:
        return [*lines, EDITED_LATER.format(day=on_day(assumption.changed_on, inputs))]
    says = {voice.says for voice in voices}
    return [DISAGREE, *lines] if says >= {"for", "against"} else lines


def _said(assumption: AssumptionFacts) -> str:
    words = SAID_WHY if assumption.said_why else SAID
    who, is_so = assumption.said_by or SOMEBODY, STANDS[assumption.said]
    return sentence(words.format(who=who, is_so=is_so, why=assumption.said_why))


def _says(test: ExperimentFacts) -> Says:
    if test.outcome in {"validated", "invalidated"}:
        if test.is_below_sample:
            return "early"
        if THRESHOLD in test.changed:
            return "mixed"
        return "for" if test.outcome == "validated" else "against"
    return "early" if test.outcome == "running" else "nothing"


def _heard(test: ExperimentFacts, inputs: Inputs) -> Voice:
    says, named = _says(test), experiment_named(test)
    if test.outcome in BARE:
        return Voice(says=says, words=BARE[test.outcome].format(test=named))
    return Voice(says=says, words=". ".join([_result(test, says, inputs), *_changes(test)]))


def _result(test: ExperimentFacts, says: Says, inputs: Inputs) -> str:
    named, seen = experiment_named(test), seen_words(test, inputs)
    if test.outcome == "inconclusive" or says == "early":
        line = INCONCLUSIVE if says == "nothing" else RUNNING if test.outcome == "running" else BELOW
        return line.format(test=named, seen=f": {seen}" if seen else "")
    line = CONCLUDED if test.threshold else CONCLUDED_BARE
    return line.format(
        test=named,
        outcome=test.outcome,
        seen=f" with {seen}" if seen else "",
        threshold=in_full(test.threshold),
    )


def _changes(test: ExperimentFacts) -> Iterator[str]:
    """Say what of a test was changed after its start; of its threshold, what follows from it."""
    if _says(test) == "mixed":
        yield EDITED.format(test=f"experiment {test.number}")
    others = [name for name in test.changed if name != THRESHOLD]
    if others:
        yield CHANGED.format(what=listed(others), was="was" if len(others) == 1 else "were")


def seen_words(test: ExperimentFacts, inputs: Inputs) -> str:
    """What was observed of how many planned, a share with its 95 % Wilson range; empty where nothing was."""
    seen, is_running = _seen(test, inputs), test.outcome == "running"
    if not (is_running or test.is_below_sample):
        return seen
    if test.sample_planned is None:
        return SO_FAR.format(seen=seen) if seen else ""
    if not seen:
        return PLANNED_ALONE.format(n=test.n or 0, planned=test.sample_planned)
    return (OF_PLANNED if is_running else BELOW_PLANNED).format(seen=seen, planned=test.sample_planned)


def _seen(test: ExperimentFacts, inputs: Inputs) -> str:
    if test.n and test.hits is not None and 0 <= test.hits <= test.n:
        return ranged(test.hits, test.n, inputs)
    return in_full(test.result) if test.result else f"n = {test.n}" if test.n else ""
