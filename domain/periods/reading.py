"""Read the period that somebody typed: sep, 2026-09, last month, Q3, w46, 31 Oct."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import Unreadable
from domain.numbers.typed import plain, quoted
from domain.periods.calendar import day_label, label, period_of
from domain.periods.period import Cadence, Period
from domain.periods.shapes import DayAgo, MonthDay, Named, Relative, Shape, shape_of

NOT_A_PERIOD = "I could not read {typed} as a period. Write {examples}."
NO_PERIOD = "There is no period here yet. Write {examples}."
NO_SUCH = "The calendar has no {typed}. Write {examples}."
OTHER_CADENCE = "{typed} is a {unit}, and this number is kept by the {own}. Write {examples}."
FAR_AWAY = "{typed} lies outside the years that I keep here, {first} to {last}."
DECIDED = "I read {typed} as {day}, the {which} first."
SHORT_YEAR = "I read {typed} as {period}, not as a day of the month."
PART_OF = "I read {typed} as part of {period}."
EXAMPLES: dict[Cadence, str] = {
    "weekly": "w46, 2026-W46, last week, or a day in the week such as 2026-11-09",
    "monthly": "sep, 2026-09, last month, or a day in the month such as 2026-09-30",
    "quarterly": "Q3, 2026-Q3, last quarter, or a day in the quarter such as 2026-09-30",
}
UNITS: dict[Cadence, str] = {"weekly": "week", "monthly": "month", "quarterly": "quarter"}

FIRST_YEAR = 2000
# 29 February comes back after 8 years at most, week 53 after 7.
YEARS_BACK = 9
RARE_WEEK = 53
MOST_WORDS = 6
TAIL = 120
WORD = re.compile(r"\S+")
BARE_NUMBER = re.compile(r"[(+-]?\d+(?:[.,]\d+)?\)?")
STARTS_WITH_NUMBER = re.compile(r"(?:[A-Za-z]{3})?[^\w\s]*\d")


@dataclass(frozen=True, kw_only=True)
class ReadPeriod:
    """A period as it was read; `assumed` is a sentence to say back when the text allowed another reading."""

    period: Period
    assumed: str = ""


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """What decides the reading of a text: the day, the KPI's cadence, and the engagement's habits."""

    today: date
    cadence: Cadence
    locale: str
    fiscal_start_month: int


def read_period(
    text: str, *, today: date, cadence: Cadence, locale: str, fiscal_start_month: int
) -> ReadPeriod:
    """Read one period of a KPI with this cadence; `today` is the engagement's local date.

    A day means the period that contains it, a month typed for a quarterly KPI the quarter around
    it. A year left out means the latest such period that has begun. Raises Unreadable otherwise.
    """
    reader = _Reader(today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal_start_month)
    shape = shape_of(text.strip(), locale=locale)
    if shape is None:
        sentence = NOT_A_PERIOD if text.strip() else NO_PERIOD
        raise Unreadable(sentence.format(typed=quoted(text), examples=EXAMPLES[cadence]))
    return _resolve(shape, text, reader)


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
    reader = _Reader(today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal_start_month)
    rest, tail, found = _split(text, reader)
    return _with_number(rest, tail, found, reader) if found else (rest, None)


def split_words_and_period(
    text: str, *, today: date, cadence: Cadence, locale: str, fiscal_start_month: int
) -> tuple[str, ReadPeriod | None]:
    """Part words that need no number, such as 'leads 31 oct', from the period at their end.

    Otherwise like split_trailing_period: 'leads 31 oct' is 'leads' and the day.
    """
    reader = _Reader(today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal_start_month)
    rest, _, found = _split(text, reader)
    return rest, found


def _split(text: str, reader: _Reader) -> tuple[str, str, ReadPeriod | None]:
    """Find the longest tail that is a usable period; an unusable one counts only where no other is."""
    text = text.rstrip()
    refused: Unreadable | None = None
    for start in _tail_starts(text):
        shape = _trailing_shape(text[start:], reader.locale)
        if shape is None:
            continue
        try:
            return text[:start].rstrip(), text[start:], _resolve(shape, text[start:], reader)
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


def _with_number(rest: str, tail: str, found: ReadPeriod, reader: _Reader) -> tuple[str, ReadPeriod]:
    """Give a leading number back to the rest when nothing else there could be the number."""
    number, *after = tail.split(maxsplit=1)
    shape = (
        shape_of(after[0], locale=reader.locale) if after and BARE_NUMBER.fullmatch(plain(number)) else None
    )
    if shape is None or any(STARTS_WITH_NUMBER.match(plain(word)) for word in rest[-TAIL:].split()):
        return rest, found
    try:
        shorter = _resolve(shape, after[0], reader).period
    except Unreadable:
        return rest, found
    return f"{rest} {number}".strip(), ReadPeriod(period=shorter)


def _resolve(shape: Shape, text: str, reader: _Reader) -> ReadPeriod:
    try:
        found = _find(shape, text, reader)
    except (ValueError, OverflowError) as error:
        examples = EXAMPLES[reader.cadence]
        raise Unreadable(NO_SUCH.format(typed=quoted(text), examples=examples)) from error
    first, last = FIRST_YEAR, reader.today.year + 1
    if not first <= found.period.year <= last:
        raise Unreadable(FAR_AWAY.format(typed=quoted(text), first=first, last=last))
    return found


def _find(shape: Shape, text: str, reader: _Reader) -> ReadPeriod:
    if isinstance(shape, DayAgo):
        return ReadPeriod(period=_around(reader.today - timedelta(days=shape.days), reader))
    if isinstance(shape, MonthDay):
        return _of_day(shape, text, reader)
    if isinstance(shape, Relative):
        return _fitting(_relative(shape, reader), text, reader)
    period = _of_name(shape, reader)
    name = label(period, reader.locale, reader.fiscal_start_month)
    assumed = SHORT_YEAR.format(typed=quoted(text), period=name) if shape.is_short_year else ""
    return _fitting(period, text, reader, assumed)


def _fitting(period: Period, text: str, reader: _Reader, assumed: str = "") -> ReadPeriod:
    """Fit a named period to the cadence of the KPI; a month also has its place in a quarter."""
    if period.cadence == reader.cadence:
        return ReadPeriod(period=period, assumed=assumed)
    if (period.cadence, reader.cadence) == ("monthly", "quarterly"):
        quarter = _around(period.start(reader.fiscal_start_month), reader)
        name = label(quarter, reader.locale, reader.fiscal_start_month)
        return ReadPeriod(period=quarter, assumed=PART_OF.format(typed=quoted(text), period=name))
    unit, own, examples = UNITS[period.cadence], UNITS[reader.cadence], EXAMPLES[reader.cadence]
    raise Unreadable(OTHER_CADENCE.format(typed=quoted(text), unit=unit, own=own, examples=examples))


def _relative(shape: Relative, reader: _Reader) -> Period:
    period = period_of(reader.today, shape.cadence, reader.fiscal_start_month)
    return {-1: period.previous, 0: lambda: period, 1: period.next}[shape.offset]()


def _of_name(shape: Named, reader: _Reader) -> Period:
    """Find a numbered period; without a year the latest that has begun."""
    if shape.year is not None:
        return Period(cadence=shape.cadence, year=shape.year, index=shape.index)
    for year in _years_back(reader.today):
        try:
            period = Period(cadence=shape.cadence, year=year, index=shape.index)
        except ValueError:
            continue
        # Week 53 comes every few years: this year's is meant, not the one of years ago.
        is_rare = period.index == RARE_WEEK and year == reader.today.year
        if is_rare or period.start(reader.fiscal_start_month) <= reader.today:
            return period
    raise ValueError(shape)


def _of_day(shape: MonthDay, text: str, reader: _Reader) -> ReadPeriod:
    day = _day(shape, reader)
    name = day_label(day, reader.locale)
    assumed = DECIDED.format(typed=quoted(text), day=name, which=shape.decided) if shape.decided else ""
    return ReadPeriod(period=_around(day, reader), assumed=assumed)


def _day(shape: MonthDay, reader: _Reader) -> date:
    """Find a day; without a year the latest whose period has begun: 30 Nov is near all November."""
    if shape.year is not None:
        return date(shape.year, shape.month, shape.day)
    for year in _years_back(reader.today):
        try:
            day = date(year, shape.month, shape.day)
        except ValueError:
            continue
        if _around(day, reader).start(reader.fiscal_start_month) <= reader.today:
            return day
    raise ValueError(shape)


def _around(day: date, reader: _Reader) -> Period:
    return period_of(day, reader.cadence, reader.fiscal_start_month)


def _years_back(today: date) -> range:
    # A week at the end of December may already be the first of the next year.
    return range(today.year + 1, today.year - YEARS_BACK, -1)
