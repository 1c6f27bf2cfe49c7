"""The ten kinds of pivot, from the catalogue, and finding the one that somebody means."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz import fuzz, process

from domain.numbers.typed import plain

OTHER = "other"
OTHER_NAME = "Another kind"
NEAR_ENOUGH = 86
LIKE = 65
LONGEST = 60

_NOT_A_WORD = re.compile(r"[^a-z]+")
_FILLER = re.compile(r"^(?:a|an|the) | (?:pivots?|type|kind)$")
# Questions about one kind, and about all of them. Only such with the word itself are ours to answer.
_ASKS = (
    r"(?:please |(?:can|could) you (?:please )?)?"
    r"(?:what(?: i|')s|what does|explain|define|tell me about|describe|what do you mean by)"
)
_ENDS = r"(?: mean| type)?(?:,? please)?[ ?.!]*"
_ONE = re.compile(_ASKS + r" (?:an? |the |is )?(?P<kind>[\w' -]{2,60}?)[ -]?pivots?" + _ENDS)
# Without the word itself, only what hardly means anything else.
_BARE = re.compile(
    _ASKS + r" (?:an? |the )?(?P<kind>zoom[ -]?(?:in|out)|value capture|engine of growth)" + _ENDS
)
_SOME = re.compile(_ASKS + r" an? [\w' -]{2,60}?[ -]?pivot" + _ENDS)
_QUOTES = re.compile(r"[\"“”„«»]")
_ALL = re.compile(
    r"(?:(?:what|which)(?: are)? (?:the )?(?:(?:ten|10|types|kinds|sorts)(?: kinds| types)?(?: of)? )?pivots?"
    r"(?: types| kinds)?(?: are there| exist| do you know| can we make)?"
    r"|what(?: is|'s) a pivot|(?:list|show)(?: me)?(?: the| all)* pivots?|types of pivots?)[ ?.!]*"
)


@dataclass(frozen=True, kw_only=True)
class PivotType:
    """One kind of pivot: what it is, an example, what usually stays, and what in the records points to it."""

    key: str
    name: str
    meaning: str
    example: str
    stays: str
    cue: str
    aliases: tuple[str, ...] = ()


@cache
def pivots() -> Mapping[str, PivotType]:
    """The ten kinds by key, in the order of the catalogue."""
    text = (resources.files("domain.catalogues") / "pivots.toml").read_text(encoding="utf-8")
    made = [PivotType(**{**one, "aliases": tuple(one["aliases"])}) for one in tomllib.loads(text)["pivot"]]
    return {one.key: one for one in made}


def pivot_name(key: str) -> str:
    """The name of the kind as people read it; one that the catalogue does not know is of another kind."""
    return pivots()[key].name if key in pivots() else OTHER_NAME


def find_pivot(typed: str) -> PivotType | None:
    """The kind that is meant by a name or an alias, a slip of the pen allowed; None where that is unclear."""
    wanted = _plain(typed[:LONGEST])
    if not wanted:
        return None
    if wanted in _names():
        return pivots()[_names()[wanted]]
    near = process.extract(wanted, list(_names()), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=3)
    keys = {_names()[name] for name, _score, _at in near}
    return pivots()[keys.pop()] if len(keys) == 1 else None


def asked_pivot(words: str) -> PivotType | None:
    """The kind that a question asks about, as in: what is a zoom-out pivot? None for any other words."""
    asked = _asked(words)
    found = _ONE.fullmatch(asked) or _BARE.fullmatch(asked)
    return find_pivot(found["kind"]) if found else None


def is_asking_for_all(words: str) -> bool:
    """Whether a question asks which pivots there are, what a pivot is, or what one is that is no kind."""
    asked = _asked(words)
    is_of_no_kind = _SOME.fullmatch(asked) is not None and asked_pivot(words) is None
    return is_of_no_kind or _ALL.fullmatch(asked) is not None


def resembles_pivot(typed: str) -> bool:
    """Whether the words look like a kind, though it is unclear which one or not quite written so."""
    return (
        process.extractOne(_plain(typed[:LONGEST]), list(_names()), score_cutoff=LIKE, scorer=fuzz.ratio)
        is not None
    )


def _asked(words: str) -> str:
    return plain(_QUOTES.sub("", words)).casefold()


@cache
def _names() -> Mapping[str, str]:
    """Every name and alias, made plain, to the key of its kind."""
    named = {_plain(name): one.key for one in pivots().values() for name in (one.key, one.name)}
    aliases = {_plain(alias): one.key for one in pivots().values() for alias in one.aliases}
    return aliases | named


def _plain(text: str) -> str:
    words = _NOT_A_WORD.sub(" ", plain(text).casefold()).strip()
    while (shorter := _FILLER.sub("", words)) != words:
        words = shorter
    return words
