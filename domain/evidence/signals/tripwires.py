"""T: whether something happened of which it was agreed in advance that it would count."""

from datetime import date

from domain.evidence.inputs import DecisionFacts, DecisionOutcome, Inputs, TripwireFacts
from domain.evidence.pack import Signal
from domain.evidence.signals.names import TITLES
from domain.evidence.wording import in_full, on_day
from domain.wording import counted, sentence

RULE = (
    "Change: any tripwire that stands was hit, and no decision since then has answered it. It is shown in the"
    " words in which it was agreed."
)
NONE = "None stands."
NOT_HIT = "{n} {stand}, none was hit."
ALL_ANSWERED = "{n} {stand}, and no hit is unanswered."
ANSWERED = " Answered by decision {number} of {decided}, {outcome}."
OUTCOMES: dict[DecisionOutcome, str] = {
    "persevere": "to persevere",
    "pivot": "to pivot",
    "stop": "to stop",
}
HIT = "{words}. Agreed on {agreed}, hit on {day}{value}"
CONSEQUENCE = "What was to follow: {consequence}"


def hits_of(inputs: Inputs) -> list[TripwireFacts]:
    """The tripwires that stand and were hit, and that no decision has answered, by number."""
    return [one for one in _all_hits(inputs) if _answer_to(one, inputs) is None]


def _all_hits(inputs: Inputs) -> list[TripwireFacts]:
    return sorted((one for one in inputs.tripwires if one.hit_on is not None), key=lambda one: one.number)


def _answer_to(one: TripwireFacts, inputs: Inputs) -> DecisionFacts | None:
    """The first decision on the course that was made when it was hit, or later; not that which armed it."""
    answers = [
        decision
        for decision in inputs.decisions
        if one.hit_on is not None
        and decision.outcome in OUTCOMES
        and decision.on > one.armed_on
        and _is_known_at(decision, one, one.hit_on)
    ]
    return min(answers, key=lambda decision: (decision.on, decision.number), default=None)


def _is_known_at(decision: DecisionFacts, one: TripwireFacts, hit_on: date) -> bool:
    """Whether the hit had come when the decision was made; of one day the hour tells, where it is known."""
    if decision.on == hit_on and decision.made_at is not None and one.hit_at is not None:
        return one.hit_at <= decision.made_at
    return decision.on >= hit_on


def tripwire_signal(inputs: Inputs) -> Signal:
    """Say whether a tripwire was hit; section 3.8 of the domain's rules, T."""
    hits = hits_of(inputs)
    return Signal(
        name="T",
        title=TITLES["T"],
        verdict="change" if hits else "silent",
        rule=RULE,
        facts=_facts(inputs),
        sources=tuple(f"tripwire:{one.number}" for one in _all_hits(inputs)),
        strength=1.0 if hits else 0.0,
    )


def tripped_words(inputs: Inputs) -> tuple[str, ...]:
    """Each tripwire that was hit and waits for an answer, in the words in which it was agreed."""
    return tuple(_hit(one, inputs) for one in hits_of(inputs))


def _facts(inputs: Inputs) -> str:
    """Those that wait for an answer, then those that have one; how many stand where none waits."""
    waiting, hits = tripped_words(inputs), _all_hits(inputs)
    answered = [words for one in hits if (words := _answered(one, inputs))]
    first = waiting or (_standing(len(inputs.tripwires), was_hit=bool(hits)),)
    return " ".join([*first, *answered])


def _standing(n: int, *, was_hit: bool) -> str:
    if not n:
        return NONE
    line = ALL_ANSWERED if was_hit else NOT_HIT
    return line.format(n=counted(n, "tripwire"), stand="stands" if n == 1 else "stand")


def _answered(one: TripwireFacts, inputs: Inputs) -> str:
    answer = _answer_to(one, inputs)
    if answer is None:
        return ""
    decided, outcome = on_day(answer.on, inputs), OUTCOMES[answer.outcome]
    return _hit(one, inputs) + ANSWERED.format(number=answer.number, decided=decided, outcome=outcome)


def _hit(one: TripwireFacts, inputs: Inputs) -> str:
    day = on_day(one.hit_on or inputs.today, inputs)
    value = f": {one.hit_words}" if one.hit_words else ""
    words = in_full(one.agreed) if one.agreed else one.words.rstrip(".")
    lines = [sentence(HIT.format(words=words, agreed=on_day(one.armed_on, inputs), day=day, value=value))]
    if one.consequence:
        lines.append(sentence(CONSEQUENCE.format(consequence=one.consequence)))
    return " ".join(lines)
