"""S3: whether this cycle taught more than the last one."""

from collections.abc import Sequence
from datetime import timedelta

from domain.evidence.cycles import last_cycle, open_cycle
from domain.evidence.inputs import CycleFacts, ExperimentFacts, Inputs, Verdict
from domain.evidence.pack import Signal
from domain.evidence.signals.names import TITLES
from domain.experiments import DECISIVE, OVER
from domain.wording import counted

RULE = (
    "Decisive lessons, of experiments that were validated or invalidated and whose lesson is written, in this"
    " cycle and in the last. Continue: more, and at least {needed}. Change: fewer, or none although an"
    " experiment was concluded or abandoned. Else mixed; silent in the first cycle."
)
FIRST = "{now} so far. This is the first cycle, so there is nothing to compare with."
COMPARED = "{now} in this cycle, {before} in the last."
THIN = " Thin: {n} in both together."
ENDED = " {n} in this cycle ended without one."
BEGAN = " This cycle began {ago}, and the last one was whole."
TODAY, AGO = "today", "{n} ago"
YOUNG = timedelta(days=28)


def learning_signal(inputs: Inputs) -> Signal:
    """Compare the lessons of the open cycle with those of the last; section 3.8 of the domain's rules, S3."""
    now, before = open_cycle(inputs), last_cycle(inputs)
    taught = _lessons(inputs.experiments, now.number) if now else []
    over = [one for one in inputs.experiments if now and one.cycle == now.number and one.outcome in OVER]
    earlier = _lessons(inputs.experiments, before.number) if before else []
    total, thresholds = len(taught) + len(earlier), inputs.thresholds
    is_few = before is not None and total < thresholds.thin_below
    is_young = before is not None and now is not None and inputs.today - now.since < YOUNG
    is_thin = is_few or is_young
    verdict: Verdict = "silent"
    if before is not None:
        verdict = verdict_of(len(taught), len(earlier), over=len(over), needed=thresholds.lessons_needed)
    return Signal(
        name="S3",
        title=TITLES["S3"],
        verdict=verdict,
        rule=RULE.format(needed=thresholds.lessons_needed),
        facts=_words(len(taught), len(earlier) if before else None, len(over))
        + (_began(now, inputs) if now and is_young else "")
        + (THIN.format(n=total) if is_few else ""),
        sources=tuple(f"experiment:{number}" for number in sorted(one.number for one in [*taught, *earlier])),
        strength=abs(len(taught) - len(earlier)) / max(total, 1) / (2 if is_thin else 1),
        is_thin=is_thin,
    )


def verdict_of(now: int, before: int, *, over: int, needed: int) -> Verdict:
    """The verdict for so many decisive lessons now and before, of `over` that ended in this cycle."""
    if now < before or (now == 0 and over):
        return "change"
    return "continue" if now > before and now >= needed else "mixed"


def _began(now: CycleFacts, inputs: Inputs) -> str:
    days = (inputs.today - now.since).days
    return BEGAN.format(ago=AGO.format(n=counted(days, "day")) if days else TODAY)


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
