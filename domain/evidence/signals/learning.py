"""S3: whether this cycle taught more than the last one."""

from collections.abc import Sequence

from domain.evidence.cycles import last_cycle, open_cycle
from domain.evidence.inputs import ExperimentFacts, Inputs, Verdict
from domain.evidence.pack import Signal
from domain.evidence.wording import counted

TITLE = "Learning"
RULE = (
    "Decisive lessons, of experiments that were validated or invalidated and whose lesson is written, in this"
    " cycle and in the last. Continue: more, and at least {needed}. Change: fewer, or none although an"
    " experiment was concluded or abandoned. Else mixed; silent in the first cycle."
)
FIRST = "{now} so far. This is the first cycle, so there is nothing to compare with."
COMPARED = "{now} in this cycle, {before} in the last."
THIN = " Thin: {n} in both together."
ENDED = " {n} in this cycle ended without one."
DECISIVE = frozenset({"validated", "invalidated"})
OVER = DECISIVE | {"inconclusive", "abandoned"}


def learning_signal(inputs: Inputs) -> Signal:
    """Compare the lessons of the open cycle with those of the last; section 3.8 of the domain's rules, S3."""
    now, before = open_cycle(inputs), last_cycle(inputs)
    taught = _lessons(inputs.experiments, now.number) if now else []
    over = [one for one in inputs.experiments if now and one.cycle == now.number and one.outcome in OVER]
    earlier = _lessons(inputs.experiments, before.number) if before else []
    total, thresholds = len(taught) + len(earlier), inputs.thresholds
    is_thin = before is not None and total < thresholds.thin_below
    verdict: Verdict = "silent"
    if before is not None:
        verdict = verdict_of(len(taught), len(earlier), over=len(over), needed=thresholds.lessons_needed)
    return Signal(
        name="S3",
        title=TITLE,
        verdict=verdict,
        rule=RULE.format(needed=thresholds.lessons_needed),
        facts=_words(len(taught), len(earlier) if before else None, len(over))
        + (THIN.format(n=total) if is_thin else ""),
        sources=tuple(f"experiment:{number}" for number in sorted(one.number for one in [*taught, *earlier])),
        strength=abs(len(taught) - len(earlier)) / max(total, 1) / (2 if is_thin else 1),
        is_thin=is_thin,
    )


def verdict_of(now: int, before: int, *, over: int, needed: int) -> Verdict:
    """The verdict for so many decisive lessons now and before, of `over` that ended in this cycle."""
    if now < before or (now == 0 and over):
        return "change"
    return "continue" if now > before and now >= needed else "mixed"


def _lessons(experiments: Sequence[ExperimentFacts], cycle: int) -> list[ExperimentFacts]:
    return [
        one for one in experiments if one.cycle == cycle and one.outcome in DECISIVE and one.lesson.strip()
    ]


def _words(now: int, before: int | None, over: int) -> str:
    lessons = counted(now, "decisive lesson")
    if before is None:
        return FIRST.format(now=lessons)
    ended = ENDED.format(n=counted(over - now, "experiment")) if over > now else ""
    return COMPARED.format(now=lessons, before=before) + ended
