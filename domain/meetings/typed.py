"""What people type about a meeting: a vote, and an item for its agenda."""

import re
from dataclasses import dataclass
from typing import Literal

from domain.errors import Unreadable
from domain.numbers.typed import plain, quoted
from domain.typed_fields import reason_in

HOW_TO_VOTE = (
    'I could not read {typed} as a vote. Write it as in `vote pivot "nobody renews"`: persevere, pivot, stop'
    " or not sure, and why in quotes."
)
NO_WORDS = 'Please say what it is about, as in `agenda add "prices for spring" 10 min decide`.'
TOO_LONG = "An item takes 1 to 240 minutes. Write it as in `10 min`."
LONGEST_MINUTES = 240

Choice = Literal["persevere", "pivot", "stop", "unsure"]
CHOICES: dict[Choice, re.Pattern[str]] = {
    "persevere": re.compile(r"(?:persevere|perseverance|continue|go on|carry on|keep going|stay)\b", re.I),
    "pivot": re.compile(r"(?:pivot|change)\b", re.I),
    "stop": re.compile(r"(?:stop|end it|quit)\b", re.I),
    "unsure": re.compile(r"(?:not sure|unsure|undecided|don'?t know|no idea)\b", re.I),
}

_LEAD = re.compile(r"(?:for|i would|i'd|we should|to)\s+", re.I)
# What parts a choice from its reason: "change nothing" and "stop experimenting" are none.
_BETWEEN = re.compile(r"^(?:\s*[,:;.(\"]|\s+[-–—]\s|\s+(?:because|since)\s|\s*$)", re.I)
_LEADING = re.compile(r"^[\s,:;.–—-]*(?:since\s+)?", re.I)
_MINUTES = re.compile(r"(?:^|[\s,;]+)(?:for\s+)?(?P<n>\d{1,4})\s*(?:min(?:ute)?s?|m)\b\.?\s*$", re.I)
_KIND = re.compile(r"(?:^|[\s,;]+)(?:to\s+)?(?P<kind>decide|decision|inform|tell)\s*$", re.I)
_MARKS = "“”„«»"


@dataclass(frozen=True, kw_only=True)
class VoteDraft:
    """A vote as it was typed: what they would do, and why."""

    choice: Choice
    why: str


@dataclass(frozen=True, kw_only=True)
class PointDraft:
    """An item as it was typed; it is to tell something unless it says that it is to decide."""

    text: str
    minutes: int | None = None
    is_to_decide: bool = False


def read_vote(typed: str) -> VoteDraft:
    """Read `pivot "nobody renews"`.

    Raises Unreadable for any other choice, and for words behind one that nothing parts from it.
    """
    words = _straight(typed)
    words = words[found.end() :] if (found := _LEAD.match(words)) else words
    for choice, pattern in CHOICES.items():
        if (found := pattern.match(words)) and _BETWEEN.match(behind := words[found.end() :]):
            return VoteDraft(choice=choice, why=_bare(reason_in(_LEADING.sub("", behind, count=1))))
    raise Unreadable(HOW_TO_VOTE.format(typed=quoted(typed)))


def read_point(typed: str) -> PointDraft:
    """Read `"prices for spring" 10 min decide`, in any order behind the words.

    Raises Unreadable for no words, and for a length that no item has.
    """
    words, minutes, is_to_decide = _straight(typed), None, False
    while True:
        if found := _MINUTES.search(words):
            minutes = int(found["n"])
        elif (found := _KIND.search(words)) and (minutes or _ends_words(words[: found.start("kind")])):
            is_to_decide = found["kind"].casefold().startswith("dec")
        else:
            break
        words = words[: found.start()]
    text = _bare(words)
    if not text:
        raise Unreadable(NO_WORDS)
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise Unreadable(TOO_LONG)
    return PointDraft(text=text, minutes=minutes, is_to_decide=is_to_decide)


def _ends_words(before: str) -> bool:
    """Whether the words of the item end there: "what to decide" is about something."""
    behind = before.removesuffix("to ")
    return bool(_MINUTES.search(behind)) or behind.rstrip()[-1:] in ('"', ",", ";")


def _straight(typed: str) -> str:
    words = plain(typed)
    for mark in _MARKS:
        words = words.replace(mark, '"')
    return words.strip()


def _bare(words: str) -> str:
    """The words without the quotes around all of them."""
    inner = " ".join(words.split()).strip(" ,;")
    is_quoted = inner.startswith('"') and inner.count('"') <= 2  # noqa: PLR2004 - one at each end
    return inner.strip('"').strip() if is_quoted else inner
