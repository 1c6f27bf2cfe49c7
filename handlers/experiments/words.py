"""Experiments in words: how they are held against their threshold, what was seen, what was edited."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.chat import Spans, Typed
from domain.experiments import Experimented, Goal, Judged
from domain.experiments.judging import Early
from domain.numbers import FormatUnit, format_amount
from domain.proportions import share_words
from domain.steps import Mark
from domain.thresholds import without_side
from domain.tripwires import OP_WORDS
from domain.wording import listed
from handlers.assumptions.words import mark_words
from handlers.moments import day, short_day
from handlers.turn import Here

HELD_SHARE = "I will hold the result against it as a share of those observed: {bound} {value}."
HELD_VALUE = "I will hold the result against it: {bound} {value}."
NO_SIDE = (
    "Is that at least {bar}, or at most? Write it as in `exp change {number} threshold"
    ' "at least {bar}"`. As it stands, people will judge.'
)
NOT_HELD = "The threshold has no number that one result can be held against, so people will judge."
SEEN_ON = "{seen} on {n} observed"
SO_FAR, OF_PLANNED, PLANNED = "{n} so far", "{n} of {planned} planned", "{planned} planned"
NO_SAMPLE, NOT_WRITTEN = "no number planned", "not written"
NOTHING_YET = "nothing observed yet"
BELOW = "Too early to say: {n} observed of {planned} planned."
BEFORE = "Too early to say: it runs until {day}."
BOTH = "Too early to say: {n} observed of {planned} planned, and it runs until {day}."
NO_RESULT = "Nothing was observed yet."
THRESHOLD, WRITTEN_FIRST = "Threshold: ", "Threshold, written first: "
MEETS, MISSES = "That meets the threshold.", "That does not meet the threshold."
MEETS_SO_FAR, MISSES_SO_FAR = "So far it would meet the threshold.", "So far it would not meet the threshold."
WOULD_MEET, WOULD_MISS = "It would meet the threshold.", "It would not meet the threshold."
FINAL_BEFORE = (
    "Noted as final, before the stop date of {day}. Until then it can only be concluded as inconclusive."
)
FINAL_BELOW = "Noted as final, with {n} of {planned} planned. So it can only be concluded as inconclusive."
FINAL_BOTH = (
    "Noted as final, with {n} of {planned} planned and before the stop date of {day}."
    " So it can only be concluded as inconclusive."
)
DAYS_LEFT, LAST_DAY, DAY_LEFT = "{n} days left", "last day today", "1 day left"
OVER = "stop date passed {n} days ago"
OVER_A_DAY = "stop date passed yesterday"
AFTER_START = "{what} changed after the start, on {day} by {who}"
WRITTEN_AFTER = "{what} written after the start, on {day} by {who}"
CHANGED_NAMES, WRITTEN_NAMES = "{names} changed after the start", "{names} written after the start"


def held_words(here: Here, goal: Goal, found: Experimented) -> str:
    """How results will be held against the threshold of `found`, as a sentence."""
    if not goal.op or goal.value is None:
        locale, currency = here.engagement.locale, here.engagement.currency
        bar = without_side(found.threshold, locale=locale, currency=currency)
        return NO_SIDE.format(bar=bar, number=found.number) if bar else NOT_HELD
    sentence = HELD_SHARE if goal.is_share else HELD_VALUE
    return sentence.format(bound=OP_WORDS[goal.op], value=number(here, goal.value, is_share=goal.is_share))


def number(here: Here, value: Decimal, *, is_share: bool = False) -> str:
    """A number as it is written here; a share in percent points."""
    unit: FormatUnit = "percent" if is_share else "count"
    return format_amount(value, unit=unit, locale=here.engagement.locale, currency=here.engagement.currency)


def seen_words(here: Here, found: Experimented) -> str:
    """What was observed: a share with its range, or a number and on how many."""
    if found.hits is not None and found.n:
        return share_words(found.hits, found.n, locale=here.engagement.locale)
    if found.n is None:
        return NOTHING_YET
    seen = number(here, found.seen, is_share=found.is_share) if found.seen is not None else found.result
    return SEEN_ON.format(seen=seen, n=number(here, Decimal(found.n)))


def sample_words(here: Here, found: Experimented) -> str:
    """How many were observed of how many."""
    n = number(here, Decimal(found.n or 0))
    if found.sample_planned is None:
        planned = NO_SAMPLE if found.has_no_sample else NOT_WRITTEN
        return SO_FAR.format(n=n) if found.n else planned
    planned = number(here, Decimal(found.sample_planned))
    if found.started_on is None:
        return PLANNED.format(planned=planned)
    return OF_PLANNED.format(n=n, planned=planned)


def verdict_words(here: Here, found: Experimented, judged: Judged) -> str:
    """Whether it is too early, and whether the threshold is met so far."""
    if judged.early == "no_result":
        return NO_RESULT
    if not judged.early:
        return "" if judged.meets is None else (MEETS if judged.meets else MISSES)
    is_final = found.is_final and not found.is_over
    early = _final_words(here, found, judged.early) if is_final else early_words(here, found, judged.early)
    if judged.meets is None:
        return early
    meets, misses = (WOULD_MEET, WOULD_MISS) if is_final else (MEETS_SO_FAR, MISSES_SO_FAR)
    return f"{meets if judged.meets else misses} {early}"


def early_words(here: Here, found: Experimented, early: Early) -> str:
    """Why nothing decisive can be said yet."""
    if early in ("", "no_result"):
        return NO_RESULT if early else ""
    return _early(here, found, early, {"before_stop": BEFORE, "below_sample": BELOW, "both": BOTH})


def _final_words(here: Here, found: Experimented, early: Early) -> str:
    """Why a result that is final decides nothing yet."""
    sentences = {"before_stop": FINAL_BEFORE, "below_sample": FINAL_BELOW, "both": FINAL_BOTH}
    return _early(here, found, early, sentences)


def _early(here: Here, found: Experimented, early: Early, sentences: Mapping[str, str]) -> str:
    planned = number(here, Decimal(found.sample_planned or 0))
    stop = short_day(here, found.stop_on) if found.stop_on else ""
    words = {"n": number(here, Decimal(found.n or 0)), "planned": planned, "day": stop}
    is_both = early == "below_sample" and found.is_before_stop(here.today)
    return sentences["both" if is_both else early].format(**words)


def left_words(found: Experimented, today: date) -> str:
    """How many days it still runs."""
    if found.stop_on is None:
        return ""
    left = (found.stop_on - today).days
    if left > 1:
        return DAYS_LEFT.format(n=left)
    if left < 0:
        return OVER_A_DAY if left == -1 else OVER.format(n=-left)
    return DAY_LEFT if left else LAST_DAY


def mark_lines(here: Here, found: Experimented) -> list[Spans]:
    """What was edited after the start, when and by whom, one line each; what was written then, together."""
    firsts = [mark for mark in found.marks if mark.is_first]
    together = [
        replace(mark, what=listed(one.what for one in firsts if (one.on, one.by) == (mark.on, mark.by)))
        for mark in firsts
    ]
    edited = [mark for mark in found.marks if not mark.is_first]
    return [(Typed(after_start(here, mark)),) for mark in (*dict.fromkeys(together), *edited)]


def after_start(here: Here, mark: Mark) -> str:
    """What was edited after the start, with words of people in it."""
    if mark.is_first:
        return mark_words(here, mark, WRITTEN_AFTER)
    if mark.what != "stop date" or not mark.was:
        return mark_words(here, mark, AFTER_START)
    was = day(here, date.fromisoformat(mark.was))
    return mark_words(here, replace(mark, was=was), AFTER_START)


def changed_words(found: Experimented) -> str:
    """Which parts were written only after the start, and which were edited then; empty where none was."""
    edited = {mark.what for mark in found.marks if not mark.is_first}
    groups = (
        (WRITTEN_NAMES, [name for name in found.changed if name not in edited]),
        (CHANGED_NAMES, [name for name in found.changed if name in edited]),
    )
    return "; ".join(sentence.format(names=listed(names)) for sentence, names in groups if names)


def threshold_label(one: Experimented) -> str:
    """What stands before its threshold: that it was written first, unless it was edited after the start."""
    return THRESHOLD if "threshold" in one.changed else WRITTEN_FIRST
