"""The past of one KPI as people paste it: a line for each period, or the values alone in a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import Unreadable
from domain.numbers.typed import quoted
from domain.periods import Cadence, Period, label, last_ended
from domain.spreadsheets.cells import Cell, Row, Sheet, is_null
from domain.spreadsheets.dates import Days, days_of, is_date, read_date

NO_VALUE = "Line {line}: I found the period {typed} there, and no value behind it."
NOT_READ = "Line {line}: I could not read {typed}. Write a period and its value, as in Jan 2025 101."
WRONG_DATE = "Line {line}: {why}"
UNEVEN = "There are {periods} periods in the first line and {values} values in the second one."
TOO_MANY = "{n:,} values are more than I take at once: the last {most} are plenty."
COUNTED = (
    "I counted the {n} values of {name} back from {last}, the last period that is over, so that the first one"
    " is that of {first}."
)

HEADER = ("date", "kpi", "value")
MOST_VALUES = 120
# A label has so many words at most: 1 January 2025.
MOST_WORDS = 3
ROW_OF_TWO = 2

_BREAKS = re.compile(r"[\s,;:=|]+")
_BETWEEN = re.compile(r"[\t;|]+|,\s+|\s+")


@dataclass(frozen=True, kw_only=True)
class Past:
    """One KPI whose past is pasted: its key and name, its cadence, and how dates are written there."""

    key: str
    name: str
    cadence: Cadence
    today: date
    locale: str
    fiscal_start_month: int


@dataclass(frozen=True, kw_only=True)
class Told:
    """A value as it was typed: on which line, for which period."""

    line: int
    period: Period
    value: str


@dataclass(frozen=True, kw_only=True)
class History:
    """What was pasted of one KPI, oldest line first, and a sentence where its periods were counted back."""

    told: tuple[Told, ...]
    said: str = ""


def read_history(text: str, past: Past) -> History:
    """Read what was pasted for one KPI. Raises Unreadable, naming the line.

    Either every line begins with a period; or the first of two lines has the periods and the second one the
    values; or there are values alone, oldest first, the last one of the last period that is over.
    """
    lines = _lines(text)
    if (across := _across(lines, past)) is not None:
        return across
    pairs = [_split(line, past.locale) for _n, line in lines]
    if not any(pairs) and not is_date(Cell(lines[0][1]), locale=past.locale):
        return _counted_back(lines, past)
    found = []
    for (n, line), pair in zip(lines, pairs, strict=True):
        if pair is None:
            is_bare = is_date(Cell(line), locale=past.locale)
            raise Unreadable((NO_VALUE if is_bare else NOT_READ).format(line=n, typed=quoted(line)))
        found.append((n, *pair))
    days = _days([when for _n, when, _value in found], past)
    return History(told=tuple(_told(n, when, value, days, past) for n, when, value in found))


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines with something on them, without a header."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    has_header = len(lines) > 1 and not any(char.isdigit() for char in lines[0][1])
    return lines[1:] if has_header else lines


def sheet_of(histories: Sequence[tuple[Past, History]]) -> Sheet:
    """The same as a table with a number to a line, to be judged as any other."""
    rows = [
        Row(line=told.line, cells=(Cell(str(told.period)), Cell(past.key), Cell(told.value)))
        for past, history in histories
        for told in history.told
    ]
    header = Row(line=1, cells=tuple(Cell(word) for word in HEADER))
    return Sheet(
        rows=(header, *rows), said=tuple(history.said for _past, history in histories if history.said)
    )


def _split(line: str, locale: str) -> tuple[str, str] | None:
    """The period with which a line begins, as long as it can be, and the value behind it."""
    if is_date(Cell(line), locale=locale):
        return None
    breaks = list(_BREAKS.finditer(line))[:MOST_WORDS]
    for cut in reversed(breaks):
        when, value = line[: cut.start()], line[cut.end() :].strip()
        if value and is_date(Cell(when), locale=locale) and _is_value(value):
            return when, value
    return None


def _is_value(text: str) -> bool:
    return is_null(text) or any(char.isdigit() for char in text)


def _across(lines: Sequence[tuple[int, str]], past: Past) -> History | None:
    """Periods in the first line and values in the second; None where it is not so."""
    if len(lines) != ROW_OF_TWO:
        return None
    periods = [when for when in re.split(r"[\t;|]|,\s*", lines[0][1]) if when.strip()]
    if not all(is_date(Cell(when), locale=past.locale) for when in periods):
        return None
    line, values = lines[1][0], list(_values(lines[1][1]))
    if len(values) != len(periods):
        raise Unreadable(UNEVEN.format(periods=len(periods), values=len(values)))
    days = _days(periods, past)
    pairs = zip(periods, values, strict=True)
    return History(told=tuple(_told(line, when, value, days, past) for when, value in pairs))


def _counted_back(lines: Sequence[tuple[int, str]], past: Past) -> History:
    """Values alone, counted back from the last period that is over."""
    found = [(n, value) for n, line in lines for value in _values(line)]
    for n, value in found:
        if not _is_value(value):
            raise Unreadable(NOT_READ.format(line=n, typed=quoted(value)))
    if len(found) > MOST_VALUES:
        raise Unreadable(TOO_MANY.format(n=len(found), most=MOST_VALUES))
    last = last_ended(past.today, past.cadence, past.fiscal_start_month)
    periods = list(reversed(list(_back_from(last, len(found)))))
    first, end = (label(one, past.locale, past.fiscal_start_month) for one in (periods[0], last))
    told = [
        Told(line=n, period=period, value=value) for (n, value), period in zip(found, periods, strict=True)
    ]
    said = COUNTED.format(n=len(found), name=past.name, last=end, first=first)
    return History(told=tuple(told), said=said)


def _back_from(last: Period, count: int) -> Iterator[Period]:
    for _ in range(count):
        yield last
        last = last.previous()


def _values(line: str) -> Iterator[str]:
    """The values of a row. Commas part them only where a gap follows, or where nothing else does."""
    found = [value for value in _BETWEEN.split(line) if value]
    if len(found) == 1 and line.count(",") > 1:
        found = line.split(",")
    return (value.strip().strip(",") for value in found)


def _days(typed: Sequence[str], past: Past) -> Days:
    return days_of(
        [Cell(when) for when in typed],
        today=past.today,
        locale=past.locale,
        fiscal_start_month=past.fiscal_start_month,
    )


def _told(line: int, when: str, value: str, days: Days, past: Past) -> Told:
    try:
        period = read_date(Cell(when), days, cadence=past.cadence).period
    except Unreadable as error:
        raise Unreadable(WRONG_DATE.format(line=line, why=error.sentence)) from error
    return Told(line=line, period=period, value=value)
