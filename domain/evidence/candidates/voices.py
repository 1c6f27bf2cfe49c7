"""Cues in what the market says: what it praises, what it misses, and how many do not care."""

from collections.abc import Iterator, Sequence

from domain.evidence.candidates.cue import Cue, failed_ones, names, sources_of, themes_of
from domain.evidence.inputs import FeedbackFacts
from domain.evidence.pack import Candidate
from domain.evidence.wording import quoted, ranged
from domain.wording import counted

HELD_THEME = "Worth discussing: {theme} holds at least half of the positive feedback of the market: {share}."
NO_USE = "Missing: how much it is used, beside the rest of the offer."
WANTED_MORE = "Worth discussing: {n} of the market's feedback say that something is missing ({themes})."
WHAT_ELSE = "Missing: what exactly they would pay for beside what there is."
INDIFFERENT = "Worth discussing: many in the market do not care: {share}."
WHICH_NEED = "Missing: which need they would call urgent. Ask those who did not care."
CONNECT = "Worth discussing: {n} of feedback ask to connect it or to build on it ({themes})."
WHO_BUILDS = "Missing: who would build, and what they would pay."
TECHNOLOGY = "Worth discussing: {n} of feedback complain of how it works ({themes})."
COST_OF_CHANGE = "Missing: what another technology would cost, and what it would change for them."

MORE_WORDS = ("missing", "needs more", "need more", "lack")
CONNECT_WORDS = ("connect", "integrat", "api", "build on", "plug-in", "plugin")
TECHNICAL_WORDS = ("slow", "speed", "performance", "bug", "crash", "log-in", "login", "reliab", "outage")
DELIVERY_WORDS = ("delivery cost", "cost to deliver", "cost of delivery", "cost to serve")
HALF, INDIFFERENT_FROM = 0.5, 0.4
FEWEST_ITEMS, FEWEST_ALIKE, FEWEST_PRAISED = 5, 3, 2


def zoom_in(case: Cue) -> Iterator[Candidate]:
    """One part of the offer holds at least half of the praise."""
    positive = [one for one in case.items if one.sentiment == "positive"]
    if len(positive) < FEWEST_ALIKE:
        return
    for theme in sorted({one.theme for one in positive if one.theme}):
        about = [one for one in positive if one.theme == theme]
        if len(about) >= max(HALF * len(positive), FEWEST_PRAISED):
            share = ranged(len(about), len(positive), case.inputs)
            evidence = HELD_THEME.format(theme=quoted(theme), share=share)
            yield Candidate(pivot="zoom_in", evidence=evidence, missing=NO_USE, sources=sources_of(about))


def zoom_out(case: Cue) -> Iterator[Candidate]:
    """Several say that something is missing."""
    found = _themed(case.items, MORE_WORDS)
    if found:
        yield _alike("zoom_out", WANTED_MORE, found, missing=WHAT_ELSE)


def platform(case: Cue) -> Iterator[Candidate]:
    """Several ask to connect it, or to build on it."""
    found = _themed(case.items, CONNECT_WORDS)
    if found:
        yield _alike("platform", CONNECT, found, missing=WHO_BUILDS)


def technology(case: Cue) -> Iterator[Candidate]:
    """Several complain of how it works, or it costs more to deliver than was assumed."""
    against = [one for one in case.items if one.sentiment in {"negative", "mixed"}]
    found = _themed(against, TECHNICAL_WORDS)
    if found:
        yield _alike("technology", TECHNOLOGY, found, missing=COST_OF_CHANGE)
    else:
        yield from failed_ones(case, "technology", COST_OF_CHANGE, words=DELIVERY_WORDS)


def customer_need(case: Cue) -> Iterator[Candidate]:
    """Many do not care, or what was to be worth it to them is not."""
    indifferent = [one for one in case.items if one.sentiment == "indifferent"]
    n = len(case.items)
    if n >= FEWEST_ITEMS and len(indifferent) >= INDIFFERENT_FROM * n:
        evidence = INDIFFERENT.format(share=ranged(len(indifferent), n, case.inputs))
        sources = sources_of(indifferent)
        yield Candidate(pivot="customer_need", evidence=evidence, missing=WHICH_NEED, sources=sources)
    else:
        yield from failed_ones(case, "customer_need", WHICH_NEED, kind="value")


def _themed(items: Sequence[FeedbackFacts], words: Sequence[str]) -> list[FeedbackFacts]:
    """Those whose theme names one of these, where they are enough to speak of."""
    found = [one for one in items if names(one.theme, words)]
    return found if len(found) >= FEWEST_ALIKE else []


def _alike(pivot: str, line: str, found: Sequence[FeedbackFacts], *, missing: str) -> Candidate:
    evidence = line.format(n=counted(len(found), "item"), themes=themes_of(found))
    return Candidate(pivot=pivot, evidence=evidence, missing=missing, sources=sources_of(found))
