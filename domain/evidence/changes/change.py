"""A change of a fact, in words with old and new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.evidence.wording import quoted
from domain.wording import sentence

EDITED = "The {what} of {named} was changed from {old} to {new}."
WITHDRAWN = "{named} was withdrawn."
NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something of a frozen pack that is different now: `about` as in Signal.sources, and in words."""

    about: str
    words: str


def edits(about: str, named: str, parts: Iterable[tuple[str, str, str]]) -> Iterator[Change]:
    """A change for each part whose old and new words differ; a part is its name, old and new words."""
    for what, old, new in parts:
        if old != new:
            words = EDITED.format(what=what, named=named, old=old or NONE, new=new or NONE)
            yield Change(about=about, words=words)


def withdrawn(about: str, named: str) -> Change:
    """It is not there any more."""
    return Change(about=about, words=sentence(WITHDRAWN.format(named=named)))


def typed(text: str) -> str:
    """What somebody typed, quoted; nothing stays nothing."""
    return quoted(text) if text.strip() else ""
