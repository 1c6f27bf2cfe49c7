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
SIGNS = " \t\n,;:="


@dataclass(frozen=True, kw_only=True)
class Fields:
    """What stands before the first field, and the fields by name; one without words is empty."""

    head: str
    named: Mapping[str, str]


def split_fields(typed: str, names: Iterable[str]) -> Fields:
    """Part a text at the names of fields. What is quoted is never parted, and loses its quotes.

    A name that is typed twice counts where it stands first. Names are in small letters; the longest is meant.
    """
    hidden = QUOTED.sub(lambda note: "\0" * len(note[0]), typed)
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = list(re.finditer(rf"(?<![\w-])(?:{longest_first})(?![\w-])", hidden, re.IGNORECASE))
    ends = [match.start() for match in found[1:]] + [len(typed)]
    named: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        named.setdefault(match[0].casefold(), unquoted(typed[match.end() : end]))
    head = typed[: found[0].start()] if found else typed
    return Fields(head=unquoted(head), named=named)


def unquoted(typed: str) -> str:
    """The words; without their quotes, where all of them are in quotes."""
    words = typed.strip(SIGNS)
    whole = QUOTED.fullmatch(words) or NESTED.fullmatch(words)
    return (whole[1] if whole else words).strip()


def within(words: str, most: int, *, what: str) -> str:
    """The words as they are. Raises UserError where they are longer than `most` characters."""
    if len(words) > most:
        raise UserError(TOO_LONG.format(n=len(words), what=what, most=most))
    return words
