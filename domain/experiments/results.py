"""Results as people type them: 58 of 164, 6.1 n 400, "no change" n 12; one without an n is none."""

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import Unreadable
from domain.numbers import read_amount
from domain.numbers.typed import plain, quoted
from domain.typed_fields import QUOTED

NO_N = (
    "A result needs the number of those observed: without it, nobody can tell chance from effect."
    " Write it as in `58 of 164`, or `6.1 n 400`. Nothing was saved."
)
NOT_READ = "I could not read {typed} as a result. Write it as in `58 of 164`, or `6.1 n 400`."
TOO_MANY = "{hits} of {n} cannot be: more than were observed. Nothing was saved."
NOBODY = "With nothing observed there is no result yet: it begins with one observation. Nothing was saved."
TOO_LARGE = "More than a thousand million observations cannot be. Nothing was saved."
MOST = 10**9
NOT_WHOLE = "{typed} is no whole number of observations. Write it as in `58 of 164`, or `6.1 n 400`."

_FINAL = re.compile(r"(?:^|\s)(final|interim)(?=\s|$)", re.IGNORECASE)
_OF = re.compile(r"(?P<hits>-?\d\S*(?: \d{3})*)\s*(?:of|/|out of)\s*(?P<n>.+)", re.IGNORECASE)
_ON = re.compile(r"(?P<value>.*?)\s*(?:\bn\b\s*[=:]?|\bon\b|\bfrom\b)\s*(?P<n>.+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A result: `hits` of `n`, or a `value` on `n`; `typed` is how it was written, `words` what was added."""

    n: int
    hits: int | None = None
    value: Decimal | None = None
    words: str = ""
    typed: str = ""
    is_final: bool = False


def read_result(typed: str, *, locale: str, currency: str) -> Seen:
    """Read a result. Raises Unreadable for anything else, and for one without an n."""
    words = " ".join(note.strip() for note in QUOTED.findall(typed))
    text = plain(QUOTED.sub(" ", typed)).strip(" ,;.")
    is_final = any(found[1].casefold() == "final" for found in _FINAL.finditer(text))
    text = _FINAL.sub(" ", text).strip(" ,;.")
    if found := _OF.fullmatch(text):
        hits = _whole(found["hits"], locale, currency)
        n = _whole(found["n"], locale, currency)
        _check_n(n)
        if hits > n:
            raise Unreadable(TOO_MANY.format(hits=hits, n=n))
        return Seen(n=n, hits=hits, words=words, typed=f"{hits} of {n}", is_final=is_final)
    if found := _ON.fullmatch(text):
        n = _whole(found["n"], locale, currency)
        _check_n(n)
        value = _value(found["value"], locale, currency)
        if value is None and not words:
            raise Unreadable(NOT_READ.format(typed=quoted(text)))
        return Seen(n=n, value=value, words=words, typed=text, is_final=is_final)
    raise Unreadable(NO_N)


def _check_n(n: int) -> None:
    """Raise Unreadable for no observations, and for more than anybody makes."""
    if not n:
        raise Unreadable(NOBODY)
    if n > MOST:
        raise Unreadable(TOO_LARGE)


def _value(typed: str, locale: str, currency: str) -> Decimal | None:
    if not typed.strip():
        return None
    return read_amount(typed, locale=locale, currency=currency).value


def _whole(typed: str, locale: str, currency: str) -> int:
    try:
        amount = read_amount(typed, locale=locale, currency=currency)
    except Unreadable:
        raise Unreadable(NOT_WHOLE.format(typed=quoted(typed))) from None
    value = amount.value
    if amount.unit != "plain" or value != value.to_integral_value() or value < 0:
        raise Unreadable(NOT_WHOLE.format(typed=quoted(typed)))
    return int(value)
