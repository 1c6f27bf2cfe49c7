"""Text as people type it: made plain for reading, and quoted back to them."""

import unicodedata

LONGEST_QUOTE = 40
APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`\u2032"), "'")
DASHES = dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63"), "-")
FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
PLAIN = {**APOSTROPHES, **DASHES, **FULL_WIDTH, ord("\u066a"): "%"}


def plain(text: str) -> str:
    """Make digits of every script, dashes, apostrophes and spaces plain, and drop what is invisible.

    Superscripts and fractions stay as they are: 10\u00b2 is not 102.
    """
    return " ".join("".join(_plain_character(char) for char in text.translate(PLAIN)).split())


def quoted(text: str) -> str:
    """Quote what was typed on one line, shortened when it is long."""
    visible = "".join(char if char.isprintable() else " " for char in text[: LONGEST_QUOTE * 4])
    line = " ".join(visible.split())
    was_cut = len(line) > LONGEST_QUOTE or len(text.strip()) > LONGEST_QUOTE * 4
    return f'"{line[:LONGEST_QUOTE].rstrip()}…"' if was_cut else f'"{line}"'


def _plain_character(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return str(unicodedata.decimal(char)) if category == "Nd" else char
