"""What was changed of assumptions, experiments and feedback."""

from collections.abc import Iterator
from datetime import date

from domain.evidence.changes.change import Change, edits, typed, withdrawn
from domain.evidence.inputs import AssumptionFacts, ExperimentFacts, Inputs
from domain.evidence.wording import assumption_named, experiment_named, on_day
from domain.experiments import OVER
from domain.wording import listed

FEEDBACK_GONE = "Feedback {number} was withdrawn; it was {old}."
FEEDBACK_JUDGED = "Feedback {number} was judged anew: {old} became {new}."
ACTED = {
    True: "Feedback {number} had led to no change then, and has now.",
    False: "Feedback {number} had led to a change then; that was taken back.",
}
OUTCOME_WITH = "{outcome}, {seen}"
STATUS = {"": "", "supported": "supported", "not_supported": "not supported", "mixed": "mixed"}
RETIRED = "retired"
PERIODS = "{key} {op} {value} over {n}"


def changed_assumptions(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    """What was withdrawn, edited, or given another status by somebody."""
    now = {one.number: one for one in current.assumptions}
    for one in sorted(frozen.assumptions, key=lambda one: one.number):
        about, named = f"assumption:{one.number}", assumption_named(one)
        if one.number not in now:
            yield withdrawn(about, named)
        else:
            yield from edits(about, named, _of_assumption(one, now[one.number], frozen))


def _of_assumption(
    then: AssumptionFacts, now: AssumptionFacts, inputs: Inputs
) -> Iterator[tuple[str, str, str]]:
    yield "threshold", typed(then.threshold), typed(now.threshold)
    yield "wording", typed(then.text), typed(now.text)
    yield "status given by a person", _status(then), _status(now)
    yield "weight", _weight(then), _weight(now)
    yield "kind", then.kind, now.kind
    yield "link to a KPI", _link(then), _link(now)
    yield "day of opening", on_day(then.opened_on, inputs), on_day(now.opened_on, inputs)


def _status(one: AssumptionFacts) -> str:
    return STATUS.get(one.said, RETIRED)


def _weight(one: AssumptionFacts) -> str:
    return "critical" if one.is_critical else "not critical"


def _link(one: AssumptionFacts) -> str:
    if not one.op or one.value is None:
        return one.kpi_key
    return PERIODS.format(key=one.kpi_key, op=one.op, value=f"{one.value:g}", n=one.periods)


def changed_experiments(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    """What was withdrawn, edited or concluded anew; one that was still running has only gone on since."""
    now = {one.number: one for one in current.experiments}
    for one in sorted(frozen.experiments, key=lambda one: one.number):
        about, named = f"experiment:{one.number}", experiment_named(one)
        if one.number not in now:
            yield withdrawn(about, named)
            continue
        yield from edits(about, named, _plan(one, now[one.number], frozen))
        if one.outcome in OVER:
            yield from edits(about, named, _end(one, now[one.number], frozen))


def _plan(then: ExperimentFacts, now: ExperimentFacts, inputs: Inputs) -> Iterator[tuple[str, str, str]]:
    yield "threshold", typed(then.threshold), typed(now.threshold)
    yield "measure", typed(then.measure), typed(now.measure)
    yield "planned sample", _count(then.sample_planned), _count(now.sample_planned)
    yield "assumption", _count(then.assumption), _count(now.assumption)
    yield "stop date", _day(then.stop_on, inputs), _day(now.stop_on, inputs)
    if then.started_on is not None:
        yield "start", _day(then.started_on, inputs), _day(now.started_on, inputs)
    yield "list of what was edited after the start", _names(then), _names(now)


def _end(then: ExperimentFacts, now: ExperimentFacts, inputs: Inputs) -> Iterator[tuple[str, str, str]]:
    yield "result", _result(then), _result(now)
    yield "day of conclusion", _day(then.concluded_on, inputs), _day(now.concluded_on, inputs)
    yield "cycle", _count(then.cycle), _count(now.cycle)
    yield "lesson", typed(then.lesson), typed(now.lesson)


def _names(one: ExperimentFacts) -> str:
    return listed(one.changed) if one.changed else ""


def _count(n: int | None) -> str:
    return "" if n is None else str(n)


def _day(on: date | None, inputs: Inputs) -> str:
    return "" if on is None else on_day(on, inputs)


def _result(one: ExperimentFacts) -> str:
    seen = typed(one.result)
    if one.hits is not None and one.n is not None:
        seen = f"{one.hits} of {one.n}"
    elif one.n is not None:
        seen = f"n = {one.n}"
    return OUTCOME_WITH.format(outcome=one.outcome, seen=seen) if seen else one.outcome


def changed_feedback(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    """What was withdrawn or judged anew, and whether something was done about it."""
    now = {one.number: one for one in current.feedback}
    for one in sorted(frozen.feedback, key=lambda one: one.number):
        about, old = f"feedback:{one.number}", f"{one.sentiment}, from {one.source}"
        if one.number not in now:
            yield Change(about=about, words=FEEDBACK_GONE.format(number=one.number, old=old))
            continue
        other = now[one.number]
        new = f"{other.sentiment}, from {other.source}"
        if old != new:
            yield Change(about=about, words=FEEDBACK_JUDGED.format(number=one.number, old=old, new=new))
        if one.has_led_to_change != other.has_led_to_change:
            yield Change(about=about, words=ACTED[other.has_led_to_change].format(number=one.number))
        yield from edits(
            about,
            f"feedback {one.number}",
            (
                ("theme", typed(one.theme), typed(other.theme)),
                ("day", on_day(one.day, frozen), on_day(other.day, frozen)),
            ),
        )
