"""Since when there have been warnings, and whether they were decided against twice in a row."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.evidence.drivers import pivoted_on
from domain.evidence.inputs import DecisionFacts, EarlierPack, Inputs, Verdict
from domain.evidence.pack import FirstWarning, Signal, SignalName
from domain.evidence.signals.names import NAMED
from domain.evidence.signals.tripwires import OUTCOMES
from domain.evidence.wording import on_day
from domain.wording import listed

WARNING: tuple[SignalName, ...] = ("S1", "S2", "S4")
ALARMS: tuple[SignalName, ...] = ("S2", "S4")
DANGER = (
    "Danger zone: the last two decisions were to persevere although the pack said change: on {first} in"
    " {one}, and on {second} in {other}."
)
CLOSE = (
    "Close to the danger zone: on {day} the decision was to persevere although the pack said change in"
    " {before}. This pack says change again, in {now}. Persevering once more would be the second time in a"
    " row."
)
PERSEVERED_TWICE = 2


def first_warning(inputs: Inputs, signals: Sequence[Signal]) -> FirstWarning | None:
    """The first pack in which S1, S2 or S4 said change; a pivot since then has answered it."""
    answered = pivoted_on(inputs) or date.min
    packs = [(pack.on, dict(pack.signals)) for pack in _in_order(inputs) if pack.on > answered]
    packs.append((inputs.today, {signal.name: signal.verdict for signal in signals}))
    for on, said in packs:
        name = next((name for name in WARNING if said.get(name) == "change"), None)
        if name is not None:
            # The meeting of a pack comes after it: the cycle that it opened began later.
            meetings = sum(on < cycle.since <= inputs.today for cycle in inputs.cycles)
            return FirstWarning(on=on, signal=name, days=(inputs.today - on).days, meetings_since=meetings)
    return None


def danger_of(inputs: Inputs, signals: Sequence[Signal]) -> str:
    """Warn of persevering against S2 or S4 twice in a row, or of coming close to it; empty without cause."""
    # One that leaves the course alone comes between none: it neither follows a warning nor answers it.
    on_course = (one for one in inputs.decisions if one.outcome in OUTCOMES)
    decisions = sorted(on_course, key=lambda one: (one.on, one.number))
    last = decisions[-PERSEVERED_TWICE:]
    if not last or last[-1].outcome != "persevere":
        return ""
    alarms = [_alarms_before(one, decisions, inputs) for one in last]
    if not alarms[-1]:
        return ""
    if len(last) == PERSEVERED_TWICE and last[0].outcome == "persevere" and alarms[0]:
        first, second = (on_day(one.on, inputs) for one in last)
        return DANGER.format(first=first, second=second, one=alarms[0], other=alarms[1])
    said: dict[str, Verdict] = {signal.name: signal.verdict for signal in signals}
    now = _alarms(said)
    if not now:
        return ""
    return CLOSE.format(day=on_day(last[-1].on, inputs), before=alarms[-1], now=now)


def _alarms_before(one: DecisionFacts, decisions: Sequence[DecisionFacts], inputs: Inputs) -> str:
    """What the pack before a decision warned of: the last one after the decision before it.

    That of its meeting is what the decider saw; where there is none, one that somebody asked for.
    """
    since = max((other.on for other in decisions if other.on < one.on), default=date.min)
    packs = [pack for pack in _in_order(inputs) if since < pack.on <= one.on]
    shown = [pack for pack in packs if not pack.is_on_request] or packs
    return _alarms(dict(shown[-1].signals)) if shown else ""


def _alarms(said: Mapping[str, Verdict]) -> str:
    names = [NAMED[name] for name in ALARMS if said.get(name) == "change"]
    return listed(names) if names else ""


def _in_order(inputs: Inputs) -> list[EarlierPack]:
    return sorted(inputs.earlier, key=lambda pack: (pack.on, pack.number))
