"""How our sentences count things, list them, begin and end."""

from collections.abc import Iterable

MOST_NAMED = 3
MORE = "{n} more"
ENDINGS = ".!?…"


def counted(n: int, one: str, many: str = "") -> str:
    """Count things: 1 item, 5 items; `many` where the plural is not formed with an s."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def listed(words: Iterable[str], *, last: str = "and") -> str:
    """Join words: a, b and c."""
    *head, tail = list(words) or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def some_of(words: Iterable[str]) -> str:
    """Join a few words in full, and of more than four the first three: a, b, c and 57 more."""
    found = list(words)
    if len(found) <= MOST_NAMED + 1:
        return listed(found)
    return listed([*found[:MOST_NAMED], MORE.format(n=len(found) - MOST_NAMED)])


def numbers_of(found: Iterable[int]) -> str:
    """List numbers: 1, 2 and 4."""
    return listed(map(str, found))


def capital(words: str) -> str:
    """Begin with a capital letter; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Begin with a small letter, unless the first word is I."""
    return words if words[1:2] in {" ", "'"} else words[:1].lower() + words[1:]


def ended(words: str) -> str:
    """End with a full stop where no mark ends it; nothing stays nothing."""
    return words if words[-1:] in ENDINGS else f"{words}."


def sentence(words: str) -> str:
    """Begin with a capital letter, and end as `ended` does."""
    return ended(capital(words))
