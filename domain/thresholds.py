"""Thresholds as people write them: at least 40% of new patients, >= 42% on >= 300 enquiries, 3 or more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.errors import Unreadable
from domain.numbers import Amount, read_amount
from domain.numbers.typed import plain
from domain.periods import Cadence
from domain.periods.period import UNITS
from domain.tripwires import PATTERNS, Op

COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
LONGEST = 1000
# An amount may have gaps in it: 41 500 EUR.
MOST_WORDS = 3

_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(COUNTS)})"
_UNIT = r"(?:consecutive |full |whole )?(?P<unit>day|week|month|quarter|year)s?\b"
_SPANS = (
    re.compile(rf"\b(?:for|each of|every one of|both of)\s+(?:the (?:next|last) )?{_COUNT}\s+{_UNIT}"),
    re.compile(rf"\b{_COUNT}\s+{_UNIT}\s+(?:running|in a row|straight|in succession)\b"),
)
_A_TIME = re.compile(r"(?:consecutive |full |whole )?(?:day|week|month|quarter|year)s?\b")
_EACH = re.compile(r"\b(?:a|an|per|each|every)\s+(?P<unit>day|week|month|quarter|year)\b")
_IN_HOW_MANY = re.compile(r"\W*(?:in|out of)\s+\d")
_MORE = re.compile(
    r"\W*(?:[\w'-]+\s+){0,2}?(?:more|fewer|less|higher|lower|better|worse|cheaper|faster|growth|increase|rise"
    r"|lift|uplift|drop|fall|improvement|than)\b"
)
_OF = re.compile(r"\b(?:on|of|from|among|in|with|out of)\s*$")
_BEHIND = (
    (">=", re.compile(r"\s*(?:\+|(?:or|and) (?:more|above|over|higher|better)\b)")),
    ("<=", re.compile(r"\s*(?:or|and) (?:less|fewer|below|under|lower)\b")),
)
_FIRST_NUMBER = re.compile(r"\S*\d\S*")
# Numbers that no side would make a bar: 8 of 10, up 15%, from 30% to 40%.
_PART = re.compile(r"\W*(?:of|in|out of)\s+\d")
_CHANGE = re.compile(r"\b(?:up|down|by|plus|minus|from|than|rises?|grows?|falls?|drops?|increases?)\b")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What is to be reached: a number that compares in this way, and what stands around it.

    `is_comparison`: the number is a difference to something else ("15% more than in May"). `is_each`: it is
    to be reached in each of several periods. `sample` is on how many observations, None where it is not said.
    """

    op: Op
    amount: Amount
    is_comparison: bool = False
    is_each: bool = False
    sample: int | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a share of those that are observed."""
        return self.amount.unit == "percent" and not self.is_comparison


@dataclass(frozen=True, kw_only=True)
class _Found:
    """One comparison in a text, from which character to which."""

    op: Op
    amount: Amount
    start: int
    end: int


def read_bar(typed: str, *, locale: str, currency: str) -> Bar | None:
    """Read what a threshold asks for; None where it says so in no way that can be held against a number."""
    text = plain(typed[:LONGEST]).casefold()
    found = list(_found(text, locale, currency))
    samples = [one for one in found if _is_sample(one, text)]
    bars = [one for one in found if one not in samples]
    bar = bars[0] if bars else None
    behind = text[bar.end :] if bar else ""
    if bar is None or _IN_HOW_MANY.match(behind):
        return None
    return Bar(
        op=bar.op,
        amount=bar.amount,
        is_comparison=_MORE.match(behind) is not None,
        is_each=_EACH.search(text) is not None or any(span.search(text) for span in _SPANS),
        sample=int(samples[0].amount.value) if samples else None,
    )


def without_side(typed: str, *, locale: str, currency: str) -> str | None:
    """The number of a threshold that says neither at least nor at most, as it is typed: 40%.

    None where it has a side, or no number that one would turn into something to be reached.
    """
    text = plain(typed[:LONGEST]).casefold()
    if any(_found(text, locale, currency)) or _CHANGE.search(text):
        return None
    for number in _FIRST_NUMBER.finditer(text):
        amount, length = _amount_at(text[number.start() :], locale, currency)
        behind = text[number.start() + length :]
        if amount is not None and not _A_TIME.match(behind.lstrip()):
            is_bar = _PART.match(behind) is None and _MORE.match(behind) is None
            return text[number.start() : number.start() + length] if is_bar else None
    return None


def span_in(typed: str, *, cadence: Cadence) -> int | None:
    """In how many periods of this cadence it is to be so: for two months, three months running.

    None where no span is said, or one of other periods.
    """
    text = plain(typed[:LONGEST]).casefold()
    if any(each["unit"] != UNITS[cadence] for each in _EACH.finditer(text)):
        return None
    for pattern in _SPANS:
        if found := pattern.search(text):
            count = COUNTS.get(found["count"]) or int(found["count"])
            return count if count and found["unit"] == UNITS[cadence] else None
    return None


def _found(text: str, locale: str, currency: str) -> Iterator[_Found]:
    """Every comparison with a number, in the order of the text."""
    reached = 0
    for op, start, end in _signs(text):
        if start < reached:
            continue
        amount, length = _amount_at(text[end:], locale, currency)
        if amount is not None and not _A_TIME.match(text[end + length :].lstrip()):
            reached = end + length
            yield _Found(op=op, amount=amount, start=start, end=reached)
    if not reached:
        yield from _turned_round(text, locale, currency)


def _signs(text: str) -> list[tuple[Op, int, int]]:
    """Each sign or word of comparison with its place; of several at one place, the longest one."""
    longest: dict[int, tuple[Op, int, int]] = {}
    for op, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            is_within_word = text[start].isalpha() and text[start - 1 : start].isalpha()
            if not is_within_word and end > longest.get(start, ("", 0, 0))[2]:
                longest[start] = (op, start, end)
    return [longest[start] for start in sorted(longest)]


def _turned_round(text: str, locale: str, currency: str) -> Iterator[_Found]:
    """Comparisons that stand behind their number: 40% or more."""
    for number in _FIRST_NUMBER.finditer(text):
        typed = number[0].rstrip("+")
        amount = _read(typed, locale, currency)
        behind = text[number.start() + len(typed) :]
        for op, pattern in _BEHIND:
            if amount is not None and (match := pattern.match(behind)):
                end = number.start() + len(typed) + match.end()
                yield _Found(op=">=" if op == ">=" else "<=", amount=amount, start=number.start(), end=end)
                return


def _is_sample(one: _Found, text: str) -> bool:
    value = one.amount.value
    is_count = one.amount.unit == "plain" and value == value.to_integral_value() and value > 0
    return is_count and one.op in (">=", ">") and _OF.search(text[: one.start].rstrip()) is not None


def _amount_at(text: str, locale: str, currency: str) -> tuple[Amount | None, int]:
    """The longest amount that the text begins with, and how long it is."""
    words = list(re.finditer(r"\S+", text))[:MOST_WORDS]
    if words and (count := COUNTS.get(words[0][0])) and count > 1:
        return _read(str(count), locale, currency), words[0].end()
    for word in reversed(words):
        typed = text[: word.end()].rstrip(".,;:)")
        if (amount := _read(typed, locale, currency)) is not None:
            return amount, len(typed)
    return None, 0


def _read(typed: str, locale: str, currency: str) -> Amount | None:
    try:
        return read_amount(typed, locale=locale, currency=currency)
    except Unreadable:
        return None
