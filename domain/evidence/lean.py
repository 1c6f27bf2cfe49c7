"""What the signals lean towards: five rules, and the first one that matches decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.evidence.cycles import open_cycle
from domain.evidence.drivers import Driver, pivoted_on
from domain.evidence.inputs import EarlierPack, Inputs, Lean, Verdict
from domain.evidence.pack import Signal, SignalName
from domain.evidence.signals.names import NAMED
from domain.evidence.wording import on_day
from domain.wording import listed

NAMES: dict[Lean, str] = {
    "not_enough": "Not enough evidence",
    "stop": "Stop is on the table",
    "pivot": "Leans to pivot",
    "persevere": "Leans to persevere",
    "mixed": "Mixed",
}
# The same within a sentence.
WOULD_BE: dict[Lean, str] = {
    "not_enough": "there would not be enough evidence",
    "stop": "stop would be on the table",
    "pivot": "it would lean to pivot",
    "persevere": "it would lean to persevere",
    "mixed": "it would be mixed",
}
NO_ASSUMPTION = "no assumption is written"
NONE_TESTED = "no assumption has been tested"
TOO_FEW_SPEAK = (
    "{speaking} of drivers (S2), learning (S3) and market feedback (S4) says anything, and two have to"
)
SPEAKING = ("none", "only one")
NO_DRIVER = "no driver has enough values to be used"
BECAUSE = "Rule {rule}: {why}."
STOP = "{why}. Is any pivot still open? Apart from that, {would_be}"
ALL_FAILED = "every assumption was tested, and none is supported (S1)"
CASH_SHORT = "the cash lasts for too few months (S6)"
BOTH_CHANGE = "the assumptions (S1) and market feedback (S4) both point to change"
TWICE = "the drivers (S2) point to change, and they did in the pack of {day} too"
TRIPPED = "a tripwire was hit (T), and {which} point to change as well"
TRIPPED_BY: tuple[SignalName, ...] = ("S1", "S2")
BOTH_CONTINUE = (
    "the assumptions (S1) and learning (S3) both point to continuing, no tripwire calls for change, and"
    " market feedback (S4) does not speak against it"
)
NEITHER = "neither the rule for a pivot nor the rule for persevering is met"
SPEAKERS = ("S2", "S3", "S4")
FEWEST_SPEAKING = 2
# Packs that are closer than meetings may rest on the same evidence, and those within three weeks do.
CLOSEST, NEAR = timedelta(days=28), timedelta(days=21)

Verdicts = Mapping[str, Verdict]


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What the rules look at. `previous` is the pack before, if the drivers pointed to change in it too."""

    verdicts: Verdicts
    has_assumptions: bool
    has_usable_driver: bool
    previous: EarlierPack | None = None

    def without(self, names: Collection[str]) -> "Weighed":
        """The same with these signals saying nothing."""
        verdicts = {name: "silent" if name in names else said for name, said in self.verdicts.items()}
        return replace(self, verdicts=verdicts)


def weighed(inputs: Inputs, signals: Sequence[Signal], drivers: Sequence[Driver]) -> Weighed:
    """Gather what the rules look at."""
    return Weighed(
        verdicts={signal.name: signal.verdict for signal in signals},
        has_assumptions=any(one.said != "retired" for one in inputs.assumptions),
        has_usable_driver=any(driver.is_usable for driver in drivers),
        previous=_previous_change(inputs),
    )


def lean_of(case: Weighed) -> Lean:
    """The lean: the first rule that matches. Section 3.8 of the domain's rules."""
    return "not_enough" if any(_lacking(case)) else direction_of(case)


def direction_of(case: Weighed) -> Lean:
    """The lean by rules 2 to 5 alone, as if there were enough evidence."""
    said = case.verdicts
    if "stop" in (said["S1"], said["S6"]):
        return "stop"
    return _beside_stop(case)


def _beside_stop(case: Weighed) -> Lean:
    said = case.verdicts
    if _pivot_reasons(case):
        return "pivot"
    is_on = said["S1"] == "continue" and said["S3"] == "continue"
    return "persevere" if is_on and said["T"] != "change" and said["S4"] != "change" else "mixed"


def because(case: Weighed, inputs: Inputs) -> str:
    """Say which rule made the lean, and by what."""
    lean = lean_of(case)
    if lean == "not_enough":
        return _rule(1, "; ".join(filter(None, _lacking(case))))
    if lean == "stop":
        return _rule(2, _stop_words(case))
    if lean == "pivot":
        return _rule(3, "; also, ".join(_pivot_reasons(case, inputs)))
    return _rule(4, BOTH_CONTINUE) if lean == "persevere" else _rule(5, NEITHER)


def _rule(rule: int, why: str) -> str:
    return BECAUSE.format(rule=rule, why=why)


def _lacking(case: Weighed) -> tuple[str, ...]:
    """What rule 1 finds missing; empty words for what is there."""
    said = case.verdicts
    speaking = sum(said[name] != "silent" for name in SPEAKERS)
    few = TOO_FEW_SPEAK.format(speaking=SPEAKING[speaking]) if speaking < FEWEST_SPEAKING else ""
    untested = NONE_TESTED if case.has_assumptions and said["S1"] == "silent" else ""
    return (
        "" if case.has_assumptions else NO_ASSUMPTION,
        untested,
        few,
        "" if case.has_usable_driver else NO_DRIVER,
    )


def _stop_words(case: Weighed) -> str:
    found = {"S1": ALL_FAILED, "S6": CASH_SHORT}
    why = listed(words for name, words in found.items() if case.verdicts[name] == "stop")
    return STOP.format(why=why, would_be=WOULD_BE[_beside_stop(case)])


def _pivot_reasons(case: Weighed, inputs: Inputs | None = None) -> list[str]:
    """The ways in which rule 3 is met, in words where the inputs are given."""
    said, found = case.verdicts, []
    changing = [name for name in TRIPPED_BY if said[name] in {"change", "stop"}]
    if said["T"] == "change" and changing:
        found.append(TRIPPED.format(which=listed(NAMED[name] for name in changing)))
    if said["S1"] in {"change", "stop"} and said["S4"] == "change":
        found.append(BOTH_CHANGE)
    if said["S2"] == "change" and case.previous is not None:
        found.append(TWICE.format(day=on_day(case.previous.on, inputs) if inputs else ""))
    return found


def _previous_change(inputs: Inputs) -> EarlierPack | None:
    """The pack before this one, where its drivers pointed to change; None where they did not.

    Not one of the same cycle that is younger than a month: it would be the same evidence, counted twice. Nor
    one that somebody asked for: asking twice must not be evidence. None
    up to the last pivot either: that has answered it.
    """
    cycle, answered = open_cycle(inputs), pivoted_on(inputs) or date.min
    earlier = [
        pack
        for pack in inputs.earlier
        if not pack.is_on_request
        and pack.on > answered
        and pack.on <= inputs.today - NEAR
        and (pack.on <= inputs.today - CLOSEST or (cycle is not None and pack.on <= cycle.since))
    ]
    last = max(earlier, key=lambda pack: (pack.on, pack.number), default=None)
    return last if last is not None and dict(last.signals).get("S2") == "change" else None
