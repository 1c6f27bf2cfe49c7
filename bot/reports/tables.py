"""Rows that a page counts from the facts of a pack: coverage, experiments, feedback, learning, settings."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reports.words import SENTIMENTS
from domain.evidence.facts import CycleFacts, ExperimentFacts, FeedbackFacts
from domain.evidence.inputs import Inputs, Thresholds
from domain.evidence.signals.market import MARKET
from domain.evidence.thresholds import SETTINGS, words_of
from domain.experiments.experiment import CONCLUDED, DECISIVE
from domain.proportions import share_words

OF_PLANNED = "{n} observed, {planned} planned"
OBSERVED = "{n} observed"
MONEY = ("cash_stop_months", "cash_warning_months", "capital_share")


@dataclass(frozen=True, kw_only=True)
class ExperimentRow:
    """What came of an experiment; `sample` says of how many, `is_early` that it is too early to say."""

    facts: ExperimentFacts
    sample: str
    share: str
    is_early: bool


@dataclass(frozen=True, kw_only=True)
class CycleRow:
    """What was learnt in a cycle."""

    cycle: CycleFacts
    concluded: int
    decisive: int
    undecided: int
    abandoned: int
    lessons: tuple[ExperimentFacts, ...]


@dataclass(frozen=True, kw_only=True)
class FeedbackRow:
    """How often a sentiment was heard: from the market in the open cycle, before it, and from others."""

    name: str
    now: int
    before: int
    others: int


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A threshold of the engagement in words; `usual` is the default where it is another one."""

    name: str
    label: str
    value: str
    usual: str


def experiment_rows(inputs: Inputs) -> tuple[ExperimentRow, ...]:
    """The experiments, the newest cycle first."""
    newest_first = sorted(inputs.experiments, key=lambda one: (-one.cycle, one.number))
    return tuple(_experiment(one, inputs.locale) for one in newest_first)


def _experiment(one: ExperimentFacts, locale: str) -> ExperimentRow:
    planned, n = one.sample_planned, one.n
    sample = OF_PLANNED.format(n=n, planned=planned) if n is not None and planned else ""
    sample = sample or (OBSERVED.format(n=n) if n is not None else "")
    share = share_words(one.hits, n, locale=locale) if n and one.hits is not None and one.hits <= n else ""
    is_early = one.outcome == "running" and n is not None
    return ExperimentRow(facts=one, sample=sample, share=share, is_early=is_early)


def cycle_rows(inputs: Inputs) -> tuple[CycleRow, ...]:
    """What each cycle brought, the newest first."""
    return tuple(
        _cycle(cycle, [one for one in inputs.experiments if one.cycle == cycle.number])
        for cycle in reversed(inputs.cycles)
    )


def _cycle(cycle: CycleFacts, ended: Sequence[ExperimentFacts]) -> CycleRow:
    outcomes = Counter(one.outcome for one in ended)
    concluded = sum(outcomes[name] for name in CONCLUDED)
    decisive = [one for one in ended if one.outcome in DECISIVE and one.lesson]
    return CycleRow(
        cycle=cycle,
        concluded=concluded,
        decisive=len(decisive),
        undecided=concluded - len(decisive),
        abandoned=outcomes["abandoned"],
        lessons=tuple(one for one in ended if one.lesson),
    )


def feedback_rows(inputs: Inputs) -> tuple[FeedbackRow, ...]:
    """Sentiments by who was heard and when, without a word of it."""
    since = inputs.cycles[-1].since if inputs.cycles else inputs.started_on
    market = [one for one in inputs.feedback if one.source in MARKET]
    now = _count([one for one in market if one.day >= since])
    before = _count([one for one in market if one.day < since])
    others = _count([one for one in inputs.feedback if one.source not in MARKET])
    return tuple(
        FeedbackRow(name=name, now=now[key], before=before[key], others=others[key])
        for key, name in SENTIMENTS.items()
    )


def _count(heard: Sequence[FeedbackFacts]) -> Counter[str]:
    return Counter(one.sentiment for one in heard)


def thresholds_of(inputs: Inputs, *, has_money: bool) -> Iterator[Threshold]:
    """The thresholds by which this pack was judged; those of money only for who may read of it."""
    usual = Thresholds()
    for name, setting in SETTINGS.items():
        if name in MONEY and not has_money:
            continue
        value, default = getattr(inputs.thresholds, name), getattr(usual, name)
        yield Threshold(
            name=name,
            label=setting.label,
            value=words_of(setting.kind, value, locale=inputs.locale),
            usual="" if value == default else words_of(setting.kind, default, locale=inputs.locale),
        )
