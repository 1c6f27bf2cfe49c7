"""What the cues of pivots look at, and how they name it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.evidence.drivers import Driver, pivoted_on
from domain.evidence.inputs import AssumptionFacts, FeedbackFacts, Inputs
from domain.evidence.pack import AssumptionFound, Candidate
from domain.evidence.signals.market import MARKET
from domain.evidence.wording import assumption_named, quoted
from domain.wording import listed, some_of

FAILED = "Worth discussing: {named} is not supported."
FAILED_MANY = "Worth discussing: {named} are not supported."


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What there is to look at: what the market said since the last pivot, and assumptions that failed."""

    inputs: Inputs
    items: tuple[FeedbackFacts, ...]
    failed: tuple[AssumptionFacts, ...]
    drivers: tuple[Driver, ...]


def cue_case(inputs: Inputs, drivers: Sequence[Driver], assumptions: Sequence[AssumptionFound]) -> Cue:
    """Gather what the cues look at."""
    since = pivoted_on(inputs) or inputs.started_on
    failed = {one.number for one in assumptions if one.state == "not_supported"}
    items = [one for one in inputs.feedback if one.source in MARKET and since <= one.day <= inputs.today]
    return Cue(
        inputs=inputs,
        items=tuple(sorted(items, key=lambda one: one.number)),
        failed=tuple(
            sorted((one for one in inputs.assumptions if one.number in failed), key=lambda one: one.number)
        ),
        drivers=tuple(drivers),
    )


def failed_ones(
    case: Cue, pivot: str, missing: str, *, kind: str = "", words: Sequence[str] = ()
) -> Iterator[Candidate]:
    """A candidate for assumptions of that kind, or that name these things, that are not supported."""
    found = [one for one in case.failed if one.kind == kind or names(one.text, words)]
    if found:
        line = FAILED if len(found) == 1 else FAILED_MANY
        evidence = line.format(named=some_of(map(assumption_named, found)))
        sources = tuple(f"assumption:{one.number}" for one in found)
        yield Candidate(pivot=pivot, evidence=evidence, missing=missing, sources=sources)


def names(text: str, words: Sequence[str]) -> bool:
    """Whether a word of the text begins with one of these."""
    return any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in words)


def themes_of(items: Sequence[FeedbackFacts]) -> str:
    """Name the themes, each once."""
    return listed(dict.fromkeys(quoted(one.theme) for one in items))


def sources_of(items: Sequence[FeedbackFacts]) -> tuple[str, ...]:
    """What the items can be opened by."""
    return tuple(f"feedback:{one.number}" for one in items)
