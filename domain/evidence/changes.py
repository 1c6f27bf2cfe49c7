"""What was changed since a pack was frozen, of the things that were in it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from domain.evidence.inputs import ExperimentFacts, Inputs, KpiFacts, KpiPoint
from domain.evidence.kpi_words import period_named, wording_for
from domain.evidence.wording import assumption_named, experiment_named, number, quoted, sentence

GONE = "{name} is not followed any more."
REDEFINED = "{name} was given a new definition, and its values start anew."
CORRECTED = "{name} of {period} was corrected from {old} to {new}."
RETRACTED = "{name} of {period} was taken back; it was {old}."
EXPERIMENT_GONE = "{named} was withdrawn."
RESULT = "The result of {named} was changed from {old} to {new}."
THRESHOLD = "The threshold of {named} was changed from {old} to {new}."
ASSUMPTION_GONE = "{named} was withdrawn."
FEEDBACK_GONE = "Feedback {number} was withdrawn; it was {old}."
FEEDBACK_JUDGED = "Feedback {number} was judged anew: {old} became {new}."
SETTING = "The setting {name} was changed from {old} to {new}."
OUTCOME_WITH = "{outcome}, {seen}"
OVER = frozenset({"validated", "invalidated", "inconclusive", "abandoned"})
LONGEST_WINDOW = 36


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something of a frozen pack that is different now: `about` as in Signal.sources, and in words."""

    about: str
    words: str


def changes_since(frozen: Inputs, current: Inputs) -> tuple[Change, ...]:
    """Find what was corrected, taken back or judged anew since; what is only new is no change."""
    return (
        *_kpis(frozen, current),
        *_assumptions(frozen, current),
        *_experiments(frozen, current),
        *_feedback(frozen, current),
        *_settings(frozen, current),
    )


def _kpis(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    now = {kpi.kpi_id: kpi for kpi in current.kpis}
    for kpi in sorted(frozen.kpis, key=lambda kpi: kpi.key):
        about = f"kpi:{kpi.key}"
        if kpi.kpi_id not in now:
            yield Change(about=about, words=GONE.format(name=kpi.name))
        elif now[kpi.kpi_id].series_began != kpi.series_began:
            yield Change(about=about, words=REDEFINED.format(name=kpi.name))
        else:
            yield from _values(kpi, now[kpi.kpi_id], frozen)


def _values(then: KpiFacts, now: KpiFacts, inputs: Inputs) -> Iterator[Change]:
    known = {point.at: point for point in now.points}
    # Values that lie before the oldest of a full window have only fallen out of it.
    is_full = len(now.points) >= LONGEST_WINDOW
    first = now.points[0].at if is_full else min((point.at for point in then.points), default=0)
    for point in then.points:
        if point.at < first:
            continue
        words = _value(then, point, known.get(point.at), inputs)
        if words:
            yield Change(about=f"kpi:{then.key}", words=words)


def _value(kpi: KpiFacts, then: KpiPoint, now: KpiPoint | None, inputs: Inputs) -> str:
    write, period = wording_for(kpi, inputs).write, period_named(then.period, inputs)
    old = write(Decimal(then.text))
    if now is None:
        return RETRACTED.format(name=kpi.name, period=period, old=old)
    if Decimal(now.text) == Decimal(then.text):
        return ""
    return CORRECTED.format(name=kpi.name, period=period, old=old, new=write(Decimal(now.text)))


def _assumptions(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    now = {one.number: one for one in current.assumptions}
    for one in sorted(frozen.assumptions, key=lambda one: one.number):
        about, named = f"assumption:{one.number}", assumption_named(one)
        if one.number not in now:
            yield Change(about=about, words=sentence(ASSUMPTION_GONE.format(named=named)))
        elif now[one.number].threshold != one.threshold:
            old, new = quoted(one.threshold), quoted(now[one.number].threshold)
            yield Change(about=about, words=THRESHOLD.format(named=named, old=old, new=new))


def _experiments(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    now = {one.number: one for one in current.experiments}
    for one in sorted(frozen.experiments, key=lambda one: one.number):
        about, named = f"experiment:{one.number}", experiment_named(one)
        if one.number not in now:
            yield Change(about=about, words=sentence(EXPERIMENT_GONE.format(named=named)))
            continue
        other = now[one.number]
        if other.threshold != one.threshold:
            words = THRESHOLD.format(named=named, old=quoted(one.threshold), new=quoted(other.threshold))
            yield Change(about=about, words=words)
        # A test that was still running has gone on since: that is no correction.
        if one.outcome in OVER and _result(one) != _result(other):
            words = RESULT.format(named=named, old=_result(one), new=_result(other))
            yield Change(about=about, words=words)


def _result(one: ExperimentFacts) -> str:
    seen = one.result and quoted(one.result)
    if one.hits is not None and one.n is not None:
        seen = f"{one.hits} of {one.n}"
    elif one.n is not None:
        seen = f"n = {one.n}"
    return OUTCOME_WITH.format(outcome=one.outcome, seen=seen) if seen else one.outcome


def _feedback(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    now = {one.number: one for one in current.feedback}
    for one in sorted(frozen.feedback, key=lambda one: one.number):
        about, old = f"feedback:{one.number}", f"{one.sentiment}, from {one.source}"
        if one.number not in now:
            yield Change(about=about, words=FEEDBACK_GONE.format(number=one.number, old=old))
            continue
        new = f"{now[one.number].sentiment}, from {now[one.number].source}"
        if old != new:
            yield Change(about=about, words=FEEDBACK_JUDGED.format(number=one.number, old=old, new=new))


def _settings(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    for field in fields(frozen.thresholds):
        old, new = getattr(frozen.thresholds, field.name), getattr(current.thresholds, field.name)
        if old != new:
            words = SETTING.format(
                name=quoted(field.name.replace("_", " ")), old=number(old, current), new=number(new, current)
            )
            yield Change(about="settings", words=words)
