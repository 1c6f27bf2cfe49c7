"""What is in somebody's way, found in what they say; and whether it was said before."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

LONGEST_BLOCKER = 300
NEAR_IDENTICAL = 85
# Of a hundred, and how many slips in a word that is long enough for any.
SLIPS, SHORT_WORD = 2, 4
UNSAID = frozenset({"still", "i", "m", "am", "we", "are", "re", "the", "a", "is"})

_PHRASE = re.compile(
    r"\b(?:waiting\s+(?:for|on)|blocked\s+(?:by|on|until|because)|stuck\s+(?:on|with|at|in|behind|because|until)|"
    r"held\s+up\s+(?:by|at|in|because)|on\s+hold\s+(?:until|because|for)|"
    r"(?:can['’]?t|cannot|can\s+not|unable\s+to)\b.*\b(?:until|without|unless))\b",
    re.IGNORECASE | re.DOTALL,
)
_DENIED = re.compile(
    r"\b(?:no\s+longer|not|no\s+more|nothing|nobody|never|stopped|was|were|done|aren['’]?t|isn['’]?t|wasn['’]?t|"
    r"weren['’]?t|don['’]?t)\b(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*(?:blockers?|blocked|impediments?|obstacles?)\s*[:=–—-]\s*(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–—]\s+|\d{1,2}[.)]\s+)")
_NOTHING = re.compile(
    r"(?:(?:there(?:['’]?s|\s+is|\s+are)|i\s+have|we\s+have|i['’]?ve|got)\s+)?"
    r"(?:no(?:ne|thing|pe)?|nil|n/?a|zero|0|-+|–|—|\.+|x|null|not?\s+blocked|all\s+(?:good|clear|fine|ok(?:ay)?))"
    r"(?:\s+(?:new|at\s+all|really|much|else|blockers?|blocking|obstacles?|is|are|in|my|our|the|way|blocks?|stuck|"
    r"me|us|to\s+(?:add|report|say)|right\s+now|now|today|this\s+week|for\s+now|at\s+the\s+moment|currently|so\s+far|"
    r"from\s+(?:me|my\s+side)|here|i|thanks|thank\s+you))*",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(?:i['’]?ll\s+|i\s+will\s+|let\s+me\s+|please\s+)?skip(?:\s+me|\s+it)?"
    r"(?:\s+(?:this\s+(?:week|one|time|round|check-?in)|the\s+check-?in|for\s+now|please|today))*",
    re.IGNORECASE,
)


def is_skip(text: str) -> bool:
    """Whether somebody says that they leave a check-in out: skip, I'll skip this week."""
    return _SKIP.fullmatch(" ".join(text.split()).strip(" .!")) is not None


def is_nothing(text: str) -> bool:
    """Whether somebody says that there is nothing: none, no blockers, "-", nothing at the moment."""
    plain = " ".join(text.replace(",", " ").split()).strip(" .!")
    return not plain or _NOTHING.fullmatch(plain) is not None


def blocker_in(piece: str) -> str:
    """What the piece says is in the way, as it was said; empty where it says nothing of the kind."""
    if label := _LABEL.match(piece):
        named = piece[label.end() :].strip()
        return "" if is_nothing(named) else tidy(named)
    found = _PHRASE.search(piece)
    if found is None or _DENIED.search(piece[: found.start()]):
        return ""
    return tidy(piece)


def blockers_of(answer: str) -> list[str]:
    """What an answer to the question for blockers names: each line is one, and "none" is none."""
    lines = [tidy(_BULLET.sub("", line)) for line in answer.splitlines()]
    return list(dict.fromkeys(line for line in lines if line and not is_nothing(line)))


def tidy(text: str) -> str:
    """A blocker as it stands in the register: in one line, without a full stop, not endless."""
    line = " ".join(text.split()).rstrip(" .;,")
    return line if len(line) <= LONGEST_BLOCKER else f"{line[: LONGEST_BLOCKER - 1]}…"


def same_as(blocker: str, earlier: Iterable[str]) -> str | None:
    """That one of the earlier texts that says the same, but for a slip or two."""
    return next((text for text in earlier if _is_same(_fold(blocker), _fold(text))), None)


def _is_same(one: list[str], other: list[str]) -> bool:
    """Whether nearly the same words stand there: tom and tim are two people, a contract and contracts one."""
    if len(one) != len(other) or fuzz.ratio(" ".join(one), " ".join(other)) < NEAR_IDENTICAL:
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all(min(len(a), len(b)) > SHORT_WORD and OSA.distance(a, b) <= SLIPS for a, b in differing)


def _fold(text: str) -> list[str]:
    """The words as they are compared: "We're still waiting for Legal." is "waiting for legal"."""
    words = re.sub(r"[^\w\s]", " ", text.casefold()).split()
    return [word for word in words if word not in UNSAID]
