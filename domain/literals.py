"""Words that come from outside as text, as the literals that they are."""

from collections.abc import Iterable
from typing import TypeVar

L = TypeVar("L", bound=str)


def one_of(word: str, known: Iterable[L]) -> L | None:
    """The known word that this one is; None where it is none of them."""
    return next((one for one in known if one == word), None)


def literal(word: str, known: Iterable[L]) -> L:
    """The known word that this one is. Raises ValueError where it is none of them."""
    found = one_of(word, known)
    if found is None:
        raise ValueError(f"{word!r} is none of {sorted(known)}")
    return found
