"""Fields that are typed behind a command: "They pay" threshold "at least 40%" kpi bookings not critical."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.errors import UserError

TOO_LONG = (
    "That is {n} characters for the {what}, and {most} is the most I keep. Please say it shorter."
    " Nothing was saved."
)
QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]*)[\"”“»]")
# Of quotes in quotes, the second one opens: it stands before a word, with a space before it.
NESTED = re.compile(r"\"([^\"]*(?<=[\s(])\"(?=\w).*)\"", re.DOTALL)
_BECAUSE = re.compile(r"^[\s,;:]*because\b(?!\s+of\b)[\s,:]*", re.IGNORECASE)
# Straight or curly single quotes around words, with apostrophes within them.
SINGLE = re.compile(r"(?<!\w)['‘](?=\S)((?:[^'‘’]|(?<=\w)['’](?=\w))*)(?<=\S)['’](?!\w)")
TWICE = "`{name}` stands there twice. Write it once; words that belong to another part go in quotes."
SIGNS = " \t\n,;:="
SHORTEST = 3


@dataclass(frozen=True, kw_only=True)
class Fields:
    """What stands before the first field, and the fields by name; one without words is empty."""

    head: str
    named: Mapping[str, str]


def split_fields(typed: str, names: Iterable[str]) -> Fields:
    """Part a text at the names of fields. What is quoted is never parted, and loses its quotes.

    Names are in small letters; the longest is meant. Raises UserError for one that is typed twice.
    """
    hidden = SINGLE.sub(_hide, QUOTED.sub(_hide, typed))
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = list(re.finditer(rf"(?<![\w-])(?:{longest_first})(?![\w-])", hidden, re.IGNORECASE))
    ends = [match.start() for match in found[1:]] + [len(typed)]
    named: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        name = match[0].casefold()
        if name in named:
            raise UserError(TWICE.format(name=name))
        named[name] = unquoted(typed[match.end() : end])
    head = typed[: found[0].start()] if found else typed
    return Fields(head=unquoted(head), named=named)


def _hide(note: re.Match[str]) -> str:
    return "\0" * len(note[0])


def is_quoted(typed: str) -> bool:
    """Whether it begins with words in quotes."""
    return (QUOTED.match(typed.strip()) or SINGLE.match(typed.strip())) is not None


def unquoted(typed: str) -> str:
    """The words; without their quotes, where all of them are in quotes."""
    words = typed.strip(SIGNS)
    whole = QUOTED.fullmatch(words) or NESTED.fullmatch(words) or SINGLE.fullmatch(words)
    return (whole[1] if whole else words).strip()


def unquoted_start(typed: str) -> str:
    """The words without the quotes that they begin with: `"at least 3" for two months`."""
    words = typed.strip()
    first = QUOTED.match(words) or SINGLE.match(words)
    return f"{first[1]}{words[first.end() :]}" if first else words


def reason_in(typed: str) -> str:
    """The words of a reason as `unquoted` gives them, without the "because" that leads to them."""
    return _BECAUSE.sub("", unquoted(_BECAUSE.sub("", typed, count=1)), count=1)


def is_too_short(words: str) -> bool:
    """Whether these are too few letters for a reason, or a lesson, that somebody else reads later."""
    return len(words) < SHORTEST


def within(words: str, most: int, *, what: str) -> str:
    """The words as they are. Raises UserError where they are longer than `most` characters."""
    if len(words) > most:
        raise UserError(TOO_LONG.format(n=len(words), what=what, most=most))
    return words
