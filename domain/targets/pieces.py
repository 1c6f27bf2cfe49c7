"""The parts of a typed target: what stands first, and the tails behind `by`, `from`, `plan` and the like."""

import re
from dataclasses import dataclass, field
from typing import Literal

from domain.errors import Unreadable
from domain.kpis.items import Habits
from domain.numbers.typed import quoted
from domain.periods import UNITS
from domain.targets.edges import is_edge

UNREADABLE = "I could not read {typed} as a target. Write it as in `120 by dec` or `below 3%`."
TWICE = "I found two parts with `{key}` in {typed}. Write each part once, as in `120 by dec from 80 in jun`."
OTHER_UNIT = (
    "{typed} counts by the {unit}, and this number is kept by the {own}. Write it as in `20 a {own}`."
)

LONGEST = 400
QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]*)[\"“”»]")
TOTAL = re.compile(
    r"(?<!\w)(?:in (?:total|all|sum)|altogether|all told|cumulative(?:ly)?|overall"
    r"|(?:a )?(?:total|sum)(?: of)?)(?!\w)[:,]?",
    re.IGNORECASE,
)
RATE = re.compile(
    r"(?:(?<!\w)(?:in |for |at )?(?:an?|per|each|every|any) |\s*/ ?)"
    r"(?P<unit>weeks?|wks?|months?|mth|mo|quarters?|qtr|year|day)(?!\w)"
    r"|(?<!\w)(?P<adverb>weekly|monthly|quarterly|yearly|annually|daily)(?!\w)",
    re.IGNORECASE,
)
KEY = re.compile(
    r"(?<![\w])(?P<key>plan(?:ned)?|baseline|from|since|starting(?: from| in| with)?|by|until|till?"
    r"|through|thru|up to|to)(?![\w])[:=]?",
    re.IGNORECASE,
)
# The name of a week or a quarter ends with its days: Q4 2026 (October-December 2026).
DAYS_NAMED = re.compile(r"(?<=\d) \((?=[^()]*[^\W\d_])[^()]*\d[^()]*\)")
EDGES_TRIMMED = " ,;"
Key = Literal["", "plan", "baseline", "from", "by", "until"]
SPELLINGS: dict[Key, tuple[str, ...]] = {
    "plan": ("plan", "planned"),
    "baseline": ("baseline",),
    "from": ("from", "since", "starting", "starting from", "starting in", "starting with"),
    "by": ("by",),
    "until": ("until", "till", "til", "through", "thru", "up to", "to"),
}
KEYS = {word: key for key, words in SPELLINGS.items() for word in words}
UNIT_STEMS = {"w": "week", "m": "month", "q": "quarter", "y": "year", "a": "year", "d": "day"}


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """A typed target in its parts: `head` is the value, `tails` what stands behind each keyword."""

    typed: str
    head: str
    tails: dict[Key, str] = field(default_factory=dict)
    reason: str = ""
    is_total: bool = False
    is_rate: bool = False

    def get(self, key: Key) -> str | None:
        """The text behind a keyword; None where it was not typed."""
        return self.tails.get(key)


def pieces_of(text: str, habits: Habits) -> Pieces:
    """Part what was typed. Raises Unreadable for a doubled keyword and for another unit of time."""
    if len(text) > LONGEST + sum(len(found[0]) for found in QUOTED.finditer(text)):
        raise unreadable(text)
    reason = " ".join(" ".join(QUOTED.findall(text)).split())
    words = DAYS_NAMED.sub("", " ".join(QUOTED.sub(" ", text).split()))
    words, totals = TOTAL.subn(" ", words)
    words, is_rate = _without_rate(words, habits)
    head, tails = _parts(words, text, habits)
    return Pieces(typed=text, head=head, tails=tails, reason=reason, is_total=totals > 0, is_rate=is_rate)


def unreadable(text: str) -> Unreadable:
    """The refusal of a text that is no target at all."""
    return Unreadable(UNREADABLE.format(typed=quoted(text)))


def _without_rate(words: str, habits: Habits) -> tuple[str, bool]:
    found = RATE.search(words)
    if found is None:
        return words, False
    unit = UNIT_STEMS[(found["unit"] or found["adverb"])[0].casefold()]
    own = UNITS[habits.cadence]
    if unit != own:
        raise Unreadable(OTHER_UNIT.format(typed=quoted(found[0].strip()), unit=unit, own=own))
    return f"{words[: found.start()]} {words[found.end() :]}", True


def _parts(words: str, typed: str, habits: Habits) -> tuple[str, dict[Key, str]]:
    """Cut at the keywords; a `to` before anything but a period belongs to what stands before it."""
    marks = [mark for mark in KEY.finditer(words) if _is_mark(mark, words, habits)]
    starts = [*(mark.start() for mark in marks), len(words)]
    tails: dict[Key, str] = {}
    for mark, end in zip(marks, starts[1:], strict=True):
        key = _key(mark)
        if key in tails:
            raise Unreadable(TWICE.format(key=key, typed=quoted(typed)))
        tails[key] = words[mark.end() : end].strip(EDGES_TRIMMED)
    return words[: starts[0]].strip(EDGES_TRIMMED), tails


def _key(mark: re.Match[str]) -> Key:
    return KEYS[" ".join(mark["key"].casefold().split())]


def _is_mark(mark: re.Match[str], words: str, habits: Habits) -> bool:
    if _key(mark) != "until":
        return True
    following = KEY.search(words, mark.end())
    end = following.start() if following else len(words)
    edge = words[mark.end() : end].strip(EDGES_TRIMMED)
    # In "1900 to 2050" the second is a value, in "until 2050" it is a year.
    is_value = mark["key"].casefold().endswith("to") and edge.isdecimal()
    return is_edge(edge, habits) and not is_value
