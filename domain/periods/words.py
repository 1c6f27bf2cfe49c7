"""The names of months, in English and in the language of a locale."""

import unicodedata
from functools import lru_cache

from babel import Locale

ENGLISH = Locale.parse("en")
SHORTEST = 3
EXTRA = {"sept": 9}


def fold(text: str) -> str:
    """Make letters small and drop their accents, so that Août, aout and AOÛT are one word."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def month_named(word: str, locale: Locale) -> int | None:
    """Find the month of a folded name, an abbreviation, or a beginning that only one month has."""
    for names in (_names(locale), _names(ENGLISH)):
        if word in names:
            return names[word]
    for names in (_names(locale), _names(ENGLISH)):
        begun = {month for name, month in names.items() if name.startswith(word)}
        if len(word) >= SHORTEST and len(begun) == 1:
            return begun.pop()
    return None


@lru_cache(maxsize=64)
def _names(locale: Locale) -> dict[str, int]:
    widths = [
        locale.months[use][width] for use in ("format", "stand-alone") for width in ("wide", "abbreviated")
    ]
    names = {fold(name).rstrip("."): month for width in widths for month, name in width.items()}
    return {**names, **(EXTRA if locale == ENGLISH else {})}
