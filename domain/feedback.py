"""Feedback as people type it: - "returns form took 20 minutes" customer."""

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

OPENING, CLOSING = '"“„«', '"”“»'


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Feedback as it was typed; sentiment and source are empty where they were left out."""

    text: str
    sentiment: str = ""
    source: str = ""


def read_feedback(typed: str) -> Typed:
    """Read sign, words and source. Raises Unreadable where there are no words."""
    sentiment, rest = _sentiment(typed.strip())
    opened, closed = _quotes(rest)
    before, behind = rest[:opened].strip(), rest[closed + 1 :].strip()
    is_quoted = opened < closed and all(not word or _source(word) for word in (before, behind))
    if is_quoted:
        text = rest[opened + 1 : closed].strip()
        source = _source(behind) or _source(before)
    else:
        words, _, last = rest.rpartition(" ")
        source = _source(last) if words else ""
        text = words.strip() if source else rest.strip()
    if not text:
        raise Unreadable(NO_WORDS)
    return Typed(text=text, sentiment=sentiment, source=source)


def _quotes(typed: str) -> tuple[int, int]:
    """Where the first quotation mark opens and the last one closes; both 0 where nothing is quoted."""
    first = next((at for at, char in enumerate(typed) if char in OPENING), None)
    return (0, 0) if first is None else (first, max(typed.rfind(mark) for mark in CLOSING))


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
