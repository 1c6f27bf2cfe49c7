"""What can be decided, and the words for what goes with it."""

from collections.abc import Mapping
from typing import Literal, TypeGuard, get_args

from domain.numbers.typed import plain

Outcome = Literal["persevere", "pivot", "stop", "vision_change", "other"]

OUTCOMES: Mapping[Outcome, str] = {
    "persevere": "persevere",
    "pivot": "pivot",
    "stop": "stop",
    "vision_change": "change of the vision",
    "other": "other",
}
TYPED: Mapping[str, Outcome] = {
    "persevere": "persevere",
    "continue": "persevere",
    "go on": "persevere",
    "carry on": "persevere",
    "keep going": "persevere",
    "pivot": "pivot",
    "stop": "stop",
    "vision": "vision_change",
    "vision_change": "vision_change",
    "vision-change": "vision_change",
    "vision change": "vision_change",
    "other": "other",
}
# What is given to a strategy that goes on: the three reasons for which it may be too early to judge.
GIVEN: Mapping[str, str] = {"patience": "patience", "capital": "capital", "audience": "audience"}
NONE_OF_THEM = "none"
CONDITIONS: Mapping[str, str] = {
    "no_assumption": "no assumption was ever supported",
    "cash": "the cash for going on looking is running out",
    "no_pivot": "there is nothing left to pivot to",
    "other": "another condition",
}
CONFIRMATIONS: Mapping[str, str] = {
    "click": "by {decider} with a click",
    "aloud": "aloud by {decider}, as {scribe} noted",
    "email": "by e-mail by {decider}, as {scribe} noted",
    "file": "taken over from a file",
}


def is_outcome(word: str) -> TypeGuard[Outcome]:
    """Whether the word is one of the five outcomes as they are stored."""
    return word in get_args(Outcome)


def outcome_words(outcome: str) -> str:
    """The outcome as people read it."""
    return OUTCOMES[outcome] if is_outcome(outcome) else outcome


def read_outcome(typed: str) -> tuple[Outcome, str] | None:
    """The outcome with which the text begins, and the rest of it; None where it begins with none."""
    words = typed.split(maxsplit=2)
    for length in (2, 1):
        found = TYPED.get(plain(" ".join(words[:length])).casefold().strip(" :,"))
        if found is not None and len(words) >= length:
            return found, " ".join(words[length:])
    return None
