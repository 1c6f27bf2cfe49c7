"""T: whether something happened of which it was agreed in advance that it would count."""

from domain.evidence.inputs import Inputs, TripwireFacts
from domain.evidence.pack import Signal
from domain.evidence.wording import counted, in_full, on_day, sentence

TITLE = "Tripwire"
RULE = "Change: any tripwire that stands was hit. It is shown in the words in which it was agreed."
NONE = "None stands."
NOT_HIT = "{n} {stand}, none was hit."
HIT = "{words}. Agreed on {agreed}, hit on {day}{value}"
CONSEQUENCE = "What was to follow: {consequence}"


def hits_of(inputs: Inputs) -> list[TripwireFacts]:
    """The tripwires that stand and were hit, by number."""
    return sorted((one for one in inputs.tripwires if one.hit_on is not None), key=lambda one: one.number)


def tripwire_signal(inputs: Inputs) -> Signal:
    """Say whether a tripwire was hit; section 3.8 of the domain's rules, T."""
    hits = hits_of(inputs)
    return Signal(
        name="T",
        title=TITLE,
        verdict="change" if hits else "silent",
        rule=RULE,
        facts=" ".join(tripped_words(inputs)) if hits else _standing(len(inputs.tripwires)),
        sources=tuple(f"tripwire:{one.number}" for one in hits),
        strength=1.0 if hits else 0.0,
    )


def tripped_words(inputs: Inputs) -> tuple[str, ...]:
    """Each tripwire that was hit, in the words in which it was agreed."""
    return tuple(_hit(one, inputs) for one in hits_of(inputs))


def _standing(n: int) -> str:
    if not n:
        return NONE
    return NOT_HIT.format(n=counted(n, "tripwire"), stand="stands" if n == 1 else "stand")


def _hit(one: TripwireFacts, inputs: Inputs) -> str:
    day = on_day(one.hit_on or inputs.today, inputs)
    value = f": {one.hit_words}" if one.hit_words else ""
    words = in_full(one.agreed) if one.agreed else one.words.rstrip(".")
    lines = [sentence(HIT.format(words=words, agreed=on_day(one.armed_on, inputs), day=day, value=value))]
    if one.consequence:
        lines.append(sentence(CONSEQUENCE.format(consequence=one.consequence)))
    return " ".join(lines)
