"""Which of the marks between digits groups them, and which begins the decimals."""

import re
from dataclasses import dataclass

LONGEST = 40
THOUSAND = 3
ARABIC_DECIMAL = "\u066b"
GROUPING_ONLY = " '\u066c"
DECIMAL_OR_GROUPING = ".,"
MARKS = GROUPING_ONLY + DECIMAL_OR_GROUPING + ARABIC_DECIMAL
# Thousands everywhere, or lakhs and crores as in 12,34,567.
GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")


@dataclass(frozen=True, kw_only=True)
class Digits:
    """A number without its sign: whole and fraction digits, and whether the locale had to decide."""

    whole: str
    fraction: str = ""
    was_decided: bool = False


def read_digits(text: str, *, decimal_mark: str) -> Digits | None:
    """Read digits and the marks between them; None when the marks do not fit together.

    `text` begins and ends with a digit or begins with a decimal mark; `decimal_mark` is the
    locale's and decides only where both readings are good, as in 1.234.
    """
    if not text.translate(dict.fromkeys(map(ord, MARKS))).isdecimal() or len(text) > LONGEST * 2:
        return None
    mark, was_decided = _decimal_mark_in(text, decimal_mark)
    whole, _, fraction = text.partition(mark) if mark else (text, "", "")
    joined = _join_groups(whole)
    if joined is None or (fraction and not fraction.isdecimal()) or len(joined + fraction) > LONGEST:
        return None
    return Digits(whole=joined or "0", fraction=fraction, was_decided=was_decided)


def _decimal_mark_in(text: str, locale_mark: str) -> tuple[str, bool]:
    """Find the mark before the decimals ('' for none), and whether only the locale could tell."""
    if ARABIC_DECIMAL in text:
        return ARABIC_DECIMAL, False
    used = [char for char in text if char in DECIMAL_OR_GROUPING]
    if not used or (used[0] == used[-1] and len(used) > 1):
        return "", False
    last = used[-1]
    if len(set(used)) > 1 or not _could_group(text, last):
        return last, False
    return (last if last == locale_mark else ""), True


def _could_group(text: str, mark: str) -> bool:
    """Tell whether a mark that stands alone may separate thousands, as it may in 1.234 and not in 0.123."""
    before, _, after = text.partition(mark)
    return (
        before.isdecimal() and len(before) <= THOUSAND and before.strip("0") != "" and len(after) == THOUSAND
    )


def _join_groups(whole: str) -> str | None:
    """Drop the marks between groups; None when the groups are not groups."""
    marks = {char for char in whole if not char.isdecimal()}
    if not marks:
        return whole
    if len(marks) > 1:
        return None
    is_grouped = GROUPS.fullmatch(whole.replace(marks.pop(), ",")) and not whole.startswith("0")
    return re.sub(r"\D", "", whole) if is_grouped else None
