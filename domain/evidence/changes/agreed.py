"""What was changed of decisions, promises and the days of meetings."""

from collections.abc import Iterator

from domain.evidence.changes.change import Change, edits
from domain.evidence.inputs import DecisionFacts, Inputs, PromiseFacts
from domain.evidence.wording import on_day, quoted
from domain.wording import sentence

DECISION = "decision {number} ({outcome})"
OUTCOMES = {"vision_change": "to change the vision"}
NOT_IN_FORCE = "{named} was in force then and is not now."
PROMISE = "promise {number} {text}"
NOT_OPEN = "{named} was open then and is not now."
CYCLE = "cycle {number}"


def changed_agreements(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    """Decisions that were reversed, promises that were kept or put off, meetings that were moved."""
    yield from _decisions(frozen, current)
    yield from _promises(frozen, current)
    yield from _cycles(frozen, current)


def _decisions(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    now = {one.number: one for one in current.decisions}
    for one in sorted(frozen.decisions, key=lambda one: one.number):
        about, named = f"decision:{one.number}", DECISION.format(number=one.number, outcome=_outcome(one))
        if one.number not in now:
            yield Change(about=about, words=sentence(NOT_IN_FORCE.format(named=named)))
            continue
        other = now[one.number]
        parts = (
            ("outcome", _outcome(one), _outcome(other)),
            ("day", on_day(one.on, frozen), on_day(other.on, frozen)),
        )
        yield from edits(about, named, parts)


def _outcome(one: DecisionFacts) -> str:
    return OUTCOMES.get(one.outcome, one.outcome)


def _promises(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    now = {one.number: one for one in current.promises}
    for one in sorted(frozen.promises, key=lambda one: one.number):
        about, named = f"action:{one.number}", PROMISE.format(number=one.number, text=quoted(one.text))
        if one.number in now:
            other = now[one.number]
            parts = (("status", one.status, other.status), ("day", _due(one, frozen), _due(other, frozen)))
            yield from edits(about, named, parts)
        elif one.status == "open":
            # One that was kept leaves the list when the next meeting was held.
            yield Change(about=about, words=sentence(NOT_OPEN.format(named=named)))


def _due(one: PromiseFacts, inputs: Inputs) -> str:
    return "" if one.due is None else on_day(one.due, inputs)


def _cycles(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    now = {one.number: one for one in current.cycles}
    for one in sorted(frozen.cycles, key=lambda one: one.number):
        other = now.get(one.number)
        since = "" if other is None else on_day(other.since, frozen)
        parts = [("first day", on_day(one.since, frozen), since)]
        if one.until is not None:
            until = "" if other is None or other.until is None else on_day(other.until, frozen)
            parts.append(("last day", on_day(one.until, frozen), until))
        yield from edits("settings", CYCLE.format(number=one.number), parts)
