"""Read the period that somebody typed: sep, 2026-09, last month, Q3, w46, 31 Oct."""

import re
from datetime import date

from domain.errors import Unreadable
from domain.numbers.typed import plain, quoted
from domain.periods.period import Cadence
from domain.periods.resolving import Reader, ReadPeriod, resolve
from domain.periods.shapes import Shape, shape_of

NOT_A_PERIOD = "I could not read {typed} as a period. Write {examples}."
NO_PERIOD = "There is no period here yet. Write {examples}."

MOST_WORDS = 6
TAIL = 120
WORD = re.compile(r"\S+")
BARE_NUMBER = re.compile(r"[(+-]?\d+(?:[.,]\d+)?\)?")
STARTS_WITH_NUMBER = re.compile(r"(?:[A-Za-z]{3})?[^\w\s]*\d")


def read_period(
    text: str, *, today: date, cadence: Cadence, locale: str, fiscal_start_month: int
) -> ReadPeriod:
    """Read one period of a KPI with this cadence; `today` is the engagement's local date.

    A day means the period that contains it, a month typed for a quarterly KPI the quarter around
    it. A year left out means the latest such period that has begun. Raises Unreadable otherwise.
    """
    reader = Reader(today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal_start_month)
    return _read(text, reader)


def read_future_period(
    text: str, *, today: date, cadence: Cadence, locale: str, fiscal_start_month: int
) -> ReadPeriod:
    """Read one period that lies ahead, such as the last one of a target; otherwise like read_period.

    A year left out means the next such period that has not ended. A period that is past all the same
    (2025-12, last month) is returned as it was named. Raises Unreadable where there is no period.
    """
    reader = Reader(
        today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal_start_month, is_ahead=True
    )
    return _read(text, reader)


def _read(text: str, reader: Reader) -> ReadPeriod:
    shape = shape_of(text.strip(), locale=reader.locale)
    if shape is None:
        sentence = NOT_A_PERIOD if text.strip() else NO_PERIOD
        raise Unreadable(sentence.format(typed=quoted(text), examples=reader.examples))
    return resolve(shape, text, reader)


def looks_like_period(text: str, *, locale: str) -> bool:
    """Tell whether a text has the form of a period or a date, possible or not; a bare number has not."""
    return _trailing_shape(text.strip(), locale) is not None


def split_trailing_period(
    text: str, *, today: date, cadence: Cadence, locale: str, fiscal_start_month: int
) -> tuple[str, ReadPeriod | None]:
    """Part a text with a number to record, such as '41 500 EUR last month', from the period at its end.

    The longest words that read as a period win. A bare number never is one: not 103, 2026 or 09.2026.
    The rest keeps a number: '12 sep' is 12 for September; '103 12 sep' has a day in it.
    Raises Unreadable when the words at the end name a period that the KPI cannot use.
    """
    reader = Reader(today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal_start_month)
    rest, tail, found = _split(text, reader)
    return _with_number(rest, tail, found, reader) if found else (rest, None)


def split_words_and_period(
    text: str, *, today: date, cadence: Cadence, locale: str, fiscal_start_month: int
) -> tuple[str, ReadPeriod | None]:
    """Part words that need no number, such as 'leads 31 oct', from the period at their end.

    Otherwise like split_trailing_period: 'leads 31 oct' is 'leads' and the day.
    """
    reader = Reader(today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal_start_month)
    rest, _, found = _split(text, reader)
    return rest, found


def _split(text: str, reader: Reader) -> tuple[str, str, ReadPeriod | None]:
    """Find the longest tail that is a usable period; an unusable one counts only where no other is."""
    text = text.rstrip()
    refused: Unreadable | None = None
    for start in _tail_starts(text):
        shape = _trailing_shape(text[start:], reader.locale)
        if shape is None:
            continue
        try:
            return text[:start].rstrip(), text[start:], resolve(shape, text[start:], reader)
        except Unreadable as error:
            refused = refused or error
    if refused:
        raise refused
    return text, "", None


def _tail_starts(text: str) -> list[int]:
    """List where the last words begin, the longest tail first."""
    offset = max(len(text) - TAIL, 0)
    starts = [offset + match.start() for match in WORD.finditer(text[offset:])]
    # A tail that was cut out of a long text may begin inside a word.
    is_cut = offset > 0 and not text[offset - 1].isspace()
    return (starts[1:] if is_cut else starts)[-MOST_WORDS:]


def _trailing_shape(tail: str, locale: str) -> Shape | None:
    return None if BARE_NUMBER.fullmatch(plain(tail)) else shape_of(tail, locale=locale)


def _with_number(rest: str, tail: str, found: ReadPeriod, reader: Reader) -> tuple[str, ReadPeriod]:
    """Give a leading number back to the rest when nothing else there could be the number."""
    number, *after = tail.split(maxsplit=1)
    shape = (
        shape_of(after[0], locale=reader.locale) if after and BARE_NUMBER.fullmatch(plain(number)) else None
    )
    if shape is None or any(STARTS_WITH_NUMBER.match(plain(word)) for word in rest[-TAIL:].split()):
        return rest, found
    try:
        shorter = resolve(shape, after[0], reader).period
    except Unreadable:
        return rest, found
    return f"{rest} {number}".strip(), ReadPeriod(period=shorter)
