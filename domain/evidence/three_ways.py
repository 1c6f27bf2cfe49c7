"""Three ways in which it may be too early to judge: it wants patience, money, or more people who see it."""

from collections.abc import Iterable
from datetime import timedelta

from domain.evidence.cycles import open_cycle
from domain.evidence.inputs import CycleFacts, ExperimentFacts, Inputs, KpiFacts
from domain.evidence.pack import Check
from domain.evidence.wording import share
from domain.experiments import OPEN
from domain.wording import counted, listed, numbers_of

PATIENCE = "Yes: {parts}."
ENDING = "{n} {end} within {weeks} weeks ({numbers})"
UNDER = "{n} {have} less than the planned sample ({seen})"
SEEN = "experiment {number}: {n} of {planned}"
NO_PATIENCE = "No: no experiment ends within {weeks} weeks or waits for its sample."
UNKNOWN_CAPITAL = "Cannot be told: no budget and spend are recorded."
UNSPENT = "Yes: {share} of the budget to date is unspent."
CUT = "Yes: {share} of the budget was cut."
NO_CAPITAL = "No: the budget is neither cut nor unspent by more than {share}."
AUDIENCE = "Yes: {parts}."
SHORT = "experiment {number} has {n}, where {expected} {when}"
BY_NOW = "would be due by now ({planned} in all)"
IN_ALL = "were planned"
TRAFFIC = "{name} is behind its target"
NO_AUDIENCE = "No: samples and traffic are as planned."
UNKNOWN_AUDIENCE = "Cannot be told: no sample is planned, and no KPI counts traffic."
BEHIND = frozenset({"behind", "far_behind", "moving_away", "missed", "not_kept"})
TRAFFIC_WORDS = ("traffic", "website", "reach", "impression", "sessions")
WEEK = timedelta(weeks=1)


def checks_of(inputs: Inputs) -> tuple[Check, ...]:
    """Patience, capital, audience: yes or no, with the number, or that it cannot be told."""
    return _patience(inputs), _capital(inputs), _audience(inputs)


def _patience(inputs: Inputs) -> Check:
    weeks = inputs.thresholds.patience_weeks
    until = inputs.today + WEEK * weeks
    open_ones = _sorted(one for one in inputs.experiments if one.outcome in OPEN)
    ending = [one for one in open_ones if one.stop_on and inputs.today <= one.stop_on <= until]
    under = [one for one in open_ones if one.outcome == "running" and one.is_below_sample]
    parts = []
    if ending:
        parts.append(
            ENDING.format(
                n=counted(len(ending), "experiment"),
                end="ends" if len(ending) == 1 else "end",
                weeks=weeks,
                numbers=numbers_of(one.number for one in ending),
            )
        )
    if under:
        seen = listed(SEEN.format(number=o.number, n=o.n or 0, planned=o.sample_planned) for o in under)
        have = "has" if len(under) == 1 else "have"
        parts.append(UNDER.format(n=len(under), have=have, seen=seen))
    words = PATIENCE.format(parts=listed(parts)) if parts else NO_PATIENCE.format(weeks=weeks)
    return Check(name="patience", answer=bool(parts), words=words)


def _capital(inputs: Inputs) -> Check:
    unspent, most = inputs.money.unspent, inputs.thresholds.capital_share
    if unspent is None:
        return Check(name="capital", answer=None, words=UNKNOWN_CAPITAL)
    if abs(unspent) <= most:
        return Check(name="capital", answer=False, words=NO_CAPITAL.format(share=share(most, inputs)))
    words = UNSPENT if unspent > 0 else CUT
    return Check(name="capital", answer=True, words=words.format(share=share(abs(unspent), inputs)))


def _audience(inputs: Inputs) -> Check:
    now = open_cycle(inputs)
    sampled = _sorted(
        one
        for one in inputs.experiments
        if one.sample_planned and one.started_on and (one.outcome == "running" or _is_of(one, now))
    )
    parts = [words for one in sampled if (words := _short(one, inputs))]
    traffic = sorted((kpi for kpi in inputs.kpis if _is_traffic(kpi)), key=lambda kpi: kpi.key)
    parts += [TRAFFIC.format(name=kpi.name) for kpi in traffic if kpi.band in BEHIND]
    if parts:
        return Check(name="audience", answer=True, words=AUDIENCE.format(parts=listed(parts)))
    if not sampled and not traffic:
        return Check(name="audience", answer=None, words=UNKNOWN_AUDIENCE)
    return Check(name="audience", answer=False, words=NO_AUDIENCE)


def _short(one: ExperimentFacts, inputs: Inputs) -> str:
    """Say that fewer came than its time so far would need; empty where they did not."""
    seen, planned = one.n or 0, one.sample_planned or 0
    expected, when = planned, IN_ALL
    if one.outcome == "running" and one.started_on and one.stop_on and one.stop_on > inputs.today:
        days = max((inputs.today - one.started_on).days, 0)
        expected = planned * days // max((one.stop_on - one.started_on).days, 1)
        when = BY_NOW.format(planned=planned)
    elif one.outcome == "abandoned" or seen >= planned:
        return ""
    return SHORT.format(number=one.number, n=seen, expected=expected, when=when) if seen < expected else ""


def _is_of(one: ExperimentFacts, cycle: CycleFacts | None) -> bool:
    return cycle is not None and one.cycle == cycle.number


def _is_traffic(kpi: KpiFacts) -> bool:
    return any(word in f"{kpi.key} {kpi.name} {kpi.stage}".casefold() for word in TRAFFIC_WORDS)


def _sorted(found: Iterable[ExperimentFacts]) -> list[ExperimentFacts]:
    return sorted(found, key=lambda one: one.number)
