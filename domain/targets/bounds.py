"""The words around the value of a target: fillers as in `reach 120`, bounds as in `stay below 3%`."""

import re

from domain.targets.target import Bound

FILLER = re.compile(
    r"(?:(?:is|be|of|to|at(?! most| least| the)|the|target|goal|get|reach|hit|make|bring|push|grow|increase"
    r"|raise|rise|reduce|lower|cut|drop|it|have|set|should|must|stay|keep|remain|hold|within|inside|in|between"
    r"|range)\b\s*|[:=]|-?->|→)+\s*",
    re.IGNORECASE,
)
HELD = re.compile(r"(?<!\w)(?:hold|keep|stay|remain)(?!\w)", re.IGNORECASE)
BETWEEN = re.compile(r"(?<!\w)between(?!\w)", re.IGNORECASE)
BELOW = re.compile(
    r"(?:below|beneath|under|less than|lower than|fewer than|at most|at the most|no more than|not more than"
    r"|not over|not above|up to|max(?:imum|\.)?(?: of)?|<=?|≤)\s*",
    re.IGNORECASE,
)
ABOVE = re.compile(
    r"(?:above|over|more than|higher than|greater than|at least|at the least|no less than|not less than"
    r"|not under|not below|no fewer than|min(?:imum|\.)?(?: of)?|>=?|≥)\s*",
    re.IGNORECASE,
)
BELOW_BEHIND = re.compile(
    r"\s*\b(?:or (?:less|below|under|fewer|lower)|at most|max(?:imum|\.)?)\Z", re.IGNORECASE
)
ABOVE_BEHIND = re.compile(
    r"\s*(?:\b(?:or (?:more|above|over|higher|better)|at least|min(?:imum|\.)?)|\+)\Z", re.IGNORECASE
)
BOUNDS: tuple[tuple[re.Pattern[str], re.Pattern[str], Bound], ...] = (
    (BELOW, BELOW_BEHIND, "below"),
    (ABOVE, ABOVE_BEHIND, "above"),
)


def without_bound(words: str) -> tuple[str, Bound]:
    """Take fillers and bound off a value: `stay below 3%` is 3% and below."""
    rest = without_filler(words)
    for front, behind, bound in BOUNDS:
        found, found_behind = front.match(rest), behind.search(rest)
        if found:
            return rest[found.end() :], bound
        if found_behind:
            return rest[: found_behind.start()], bound
    return rest, ""


def without_filler(words: str) -> str:
    """Take the words off that only lead up to a value: `increase to 120` is 120."""
    words = " ".join(words.split())
    found = FILLER.match(words)
    return words[found.end() :] if found else words


def is_held(words: str) -> bool:
    """Tell whether a value is to last, as in `hold 120`."""
    return HELD.search(words) is not None


def is_between(words: str) -> bool:
    """Tell whether a range is announced."""
    return BETWEEN.search(words) is not None
