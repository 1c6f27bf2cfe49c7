"""Feedback as people type it: - "returns form took 20 minutes" customer."""

import re
from dataclasses import dataclass

from domain.errors import Unreadable

SENTIMENTS = {
    "positive": "Positive",
    "neutral": "Neutral",
    "indifferent": "Indifferent: they do not care",
    "negative": "Negative",
    "mixed": "Mixed",
}
SIGNS = {
    "+": "positive",
    "-": "negative",
    "\u2212": "negative",
    "\u2013": "negative",
    "~": "indifferent",
    "o": "neutral",
}
SOURCES = {
    "customer": "Customer",
    "prospect": "Prospect",
    "sales": "Sales, relaying the market",
    "partner": "Partner",
    "team": "Team",
    "ceo": "Client CEO",
}
STATUSES = ("new", "acknowledged", "acted", "declined", "closed")
NO_WORDS = 'What was said? Write it as in `feedback - "the form took 20 minutes" customer`.'
MANY = ("s", "es")

_QUOTED = re.compile(r"[\"“„«](.+)[\"”“»]", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Feedback as it was typed; sentiment and source are empty where they were left out."""

    text: str
    sentiment: str = ""
    source: str = ""


def read_feedback(typed: str) -> Typed:
    """Read sign, words and source. Raises Unreadable where there are no words."""
    sentiment, rest = _sentiment(typed.strip())
    if quoted := _QUOTED.search(rest):
        text = quoted[1].strip()
        source = _source(rest[quoted.end() :]) or _source(rest[: quoted.start()])
    else:
        words, _, last = rest.rpartition(" ")
        source = _source(last) if words else ""
        text = words.strip() if source else rest.strip()
    if not text:
        raise Unreadable(NO_WORDS)
    return Typed(text=text, sentiment=sentiment, source=source)


def _sentiment(typed: str) -> tuple[str, str]:
    first, _, rest = typed.partition(" ")
    word = first.casefold().rstrip(":")
    if word in SENTIMENTS or word in SIGNS:
        return SIGNS.get(word, word), rest.strip()
    if first[:1] in SIGNS and first[:1] != "o" and first[1:2] in ('"', "“", "„", "«"):
        return SIGNS[first[:1]], typed[1:].strip()
    return "", typed


def _source(typed: str) -> str:
    word = typed.strip().casefold().strip(".,:;()")
    return next((known for known in SOURCES if word in (known, *(known + s for s in MANY))), "")
