"""The number that a text begins with, as somebody typed it behind a command."""

from domain.errors import UserError

# A longer one is none that anything was given here.
MOST_DIGITS = 9


def read_number(text: str, *, which: str) -> tuple[int, str]:
    """The number that the text begins with, and the rest. Raises UserError with `which` for other texts."""
    first, rest = (*text.split(maxsplit=1), "", "")[:2]
    digits = first.lstrip("#").rstrip(".:,")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        raise UserError(which)
    return int(digits), rest.strip()
